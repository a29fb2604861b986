"""Decibels above the level for "not heard", every beacon at its word."""

import numpy as np

from core.localization.representations.representation import Features, Levels, Representation
from core.onnx_nodes import Nodes


def dbm(rss_dbm: Levels, missing_dbm: float) -> Features:
    """f = max(r − m, 0): decibels above the level m that stands for "not heard".

    >>> dbm(np.array([[-65.0, np.nan]]), -105.0)
    array([[40.,  0.]])
    """
    return np.maximum(np.nan_to_num(rss_dbm, nan=missing_dbm) - missing_dbm, 0.0)


def add_dbm(
    nodes: Nodes, source: str, target: str, missing_dbm: float, *, above: str | None = None
) -> None:
    """The twin; ``above`` is what its result is called where that is not yet the target."""
    nodes.constant("missing_dbm", missing_dbm)
    nodes.add(f"""
        {target}_filled = Where({target}_heard, {source}, missing_dbm)
        {target}_over = Sub({target}_filled, missing_dbm)
        {above or target} = Max({target}_over, zero)
    """)


DBM = Representation(
    name="dbm",
    label="dBm",
    description="Decibels above the level for “not heard”: all beacons at face value, near or far.",
    formula=r"f = \max(r - m,\, 0)",
    meaning=(
        "$r$ is the level of a beacon and $m$ the one that stands for “not heard” (−105 dBm "
        "unless it is set). Ten decibels count alike whether a beacon is loud or faint. (P. "
        "Bahl, V. N. Padmanabhan, RADAR, 2000.)"
    ),
    features=dbm,
    twin=add_dbm,
    trusts_strong_beacons=False,
)
ROWS = (DBM,)
