"""Powed levels: strong beacons lead, barely heard ones almost vanish."""

from dataclasses import dataclass

import numpy as np

from core.localization.representations.dbm import add_dbm, dbm
from core.localization.representations.representation import Features, Levels, Representation
from core.onnx_nodes import Nodes


@dataclass(frozen=True)
class Powed:
    """f = (max(r − m, 0) / −m)^b: strong beacons lead, barely heard ones almost vanish.

    Source: J. Torres-Sospedra et al., Expert Systems with Applications, 2015.

    >>> Powed(float(np.e))(np.array([[-52.5, np.nan]]), -105.0).round(3)
    array([[0.152, 0.   ]])
    """

    exponent: float

    def __call__(self, rss_dbm: Levels, missing_dbm: float) -> Features:
        """Features (n, B)."""
        return (dbm(rss_dbm, missing_dbm) / -missing_dbm) ** self.exponent

    def add_nodes(self, nodes: Nodes, source: str, target: str, missing_dbm: float) -> None:
        """The twin."""
        add_dbm(nodes, source, target, missing_dbm, above=f"{target}_above")
        nodes.constant("range_db", -missing_dbm)
        nodes.constant("exponent", self.exponent)
        nodes.add(f"""
            {target}_share = Div({target}_above, range_db)
            {target} = Pow({target}_share, exponent)
        """)


_E = Powed(float(np.e))
POWED = Representation(
    name="powed",
    label="Powed",
    description="Levels raised to a power: strong beacons lead, a beacon barely heard says almost "
    "the same as one that is not heard.",
    formula=r"f = \left(\frac{\max(r - m,\, 0)}{-m}\right)^{b},\ b = e",
    meaning=(
        "$r$ is the level of a beacon and $m$ the one that stands for “not heard”; the "
        "fraction lies between 0 and 1, and the power $b$ spreads the loud end: of 10 dB, "
        "those near the beacon count most. (J. Torres-Sospedra et al., Expert Systems with "
        "Applications, 2015.)"
    ),
    features=_E,
    twin=_E.add_nodes,
)
ROWS = (POWED,)
