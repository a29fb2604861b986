"""Representations of a scan as graph nodes: the twins of ``core.localization.representations``."""

import numpy as np

from core.errors import ParameterError
from core.inference.export.graph import Graph
from core.localization.representations import POWED_EXPONENT

_EXPONENTS = {"powed": POWED_EXPONENT, "powed_2": 2.0, "powed_4": 4.0, "powed_6": 6.0}
EXPORTED = ("dbm", "relative", *_EXPONENTS)


def add_representation(
    graph: Graph, representation: str, source: str, target: str, missing_dbm: float
) -> None:
    """Features ``target`` of the levels ``source`` (n, B) in dBm; NaN and levels ≥ 0 count as
    "not heard", and ``{target}_heard`` (n, B) says which were heard.
    """
    if representation not in EXPORTED:
        raise ParameterError(
            f"representation is {representation!r}; choose one of: {', '.join(EXPORTED)}."
        )
    graph.constant("zero", 0.0)
    graph.add(f"{target}_heard = Less({source}, zero)")  # NaN is not below 0
    if representation == "relative":
        _add_relative(graph, source, target)
        return
    graph.constant("missing_dbm", missing_dbm)
    above = target if representation == "dbm" else f"{target}_above"
    graph.add(f"""
        {target}_filled = Where({target}_heard, {source}, missing_dbm)
        {target}_over = Sub({target}_filled, missing_dbm)
        {above} = Max({target}_over, zero)
    """)
    if representation in _EXPONENTS:
        graph.constant("range_db", -missing_dbm)
        graph.constant("exponent", _EXPONENTS[representation])
        graph.add(f"""
            {target}_share = Div({above}, range_db)
            {target} = Pow({target}_share, exponent)
        """)


def _add_relative(graph: Graph, source: str, target: str) -> None:
    graph.constant("per_db", np.log(10.0) / 20.0)
    graph.constant("silent_dbm", -1e4)  # 10^(−500) is 0 in single precision
    graph.constant("last_axis", [-1], np.int64)
    graph.add(f"""
        {target}_filled = Where({target}_heard, {source}, silent_dbm)
        {target}_strongest = ReduceMax<keepdims=1>({target}_filled, last_axis)
        {target}_below = Sub({target}_filled, {target}_strongest)
        {target}_log = Mul({target}_below, per_db)
        {target}_all = Exp({target}_log)
        {target} = Where({target}_heard, {target}_all, zero)
    """)
