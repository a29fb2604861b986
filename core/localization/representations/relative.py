"""Amplitude relative to the strongest beacon of the same scan: a common gain cancels."""

import numpy as np

from core.localization.representations.representation import Features, Levels, Representation
from core.onnx_nodes import Nodes

SILENT_DBM = -1e4  # 10^(−500) is 0 in single precision


def relative_power(rss_dbm: Levels, missing_dbm: float) -> Features:
    """f = 10^((r − max r) / 20): amplitude relative to the strongest beacon of the same scan.

    A gain common to all beacons cancels. A row that hears nothing stays 0.

    >>> relative_power(np.array([[-60.0, -80.0, np.nan]]), -105.0)
    array([[1. , 0.1, 0. ]])
    """
    heard = np.isfinite(rss_dbm)
    strongest = np.max(np.where(heard, rss_dbm, -np.inf), axis=1, keepdims=True)
    shift = np.where(heard, rss_dbm - np.where(np.isfinite(strongest), strongest, 0.0), -np.inf)
    return 10.0 ** (shift / 20.0)


def add_relative_power(nodes: Nodes, source: str, target: str, missing_dbm: float) -> None:
    """The twin."""
    nodes.constant("per_db", np.log(10.0) / 20.0)
    nodes.constant("silent_dbm", SILENT_DBM)
    nodes.constant("last_axis", [-1], np.int64)
    nodes.add(f"""
        {target}_filled = Where({target}_heard, {source}, silent_dbm)
        {target}_strongest = ReduceMax<keepdims=1>({target}_filled, last_axis)
        {target}_below = Sub({target}_filled, {target}_strongest)
        {target}_log = Mul({target}_below, per_db)
        {target}_all = Exp({target}_log)
        {target} = Where({target}_heard, {target}_all, zero)
    """)


RELATIVE = Representation(
    name="relative",
    label="Relative",
    description="Amplitude relative to the strongest beacon of the scan: a gain common to all "
    "beacons cancels.",
    formula=r"f = 10^{(r - \max r) / 20}",
    meaning=(
        r"$r$ are the levels of one scan in dBm. A gain $c$ that the phone adds to all of "
        r"them cancels, $(r + c) - \max(r + c) = r - \max r$; what remains is a ratio of "
        r"amplitudes. (M. B. Kjærgaard, Pervasive and Mobile Computing, 2011.)"
    ),
    features=relative_power,
    twin=add_relative_power,
)
ROWS = (RELATIVE,)
