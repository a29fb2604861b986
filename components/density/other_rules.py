"""What other rules for the bandwidth say of one or two columns, beside leave-one-out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.memory import Kept
from core.density import select_bandwidth
from core.density.bandwidth_rules import BANDWIDTH_RULES
from core.errors import ParameterError

RULES = {name: row for name, row in BANDWIDTH_RULES.items() if name != "loo"}
MOST_COLUMNS = 2


def other_rules(
    values: NDArray[np.float64],
    key: Any,
    h_loo: float,
    origin: str,
    weight: NDArray[np.float64] | None = None,
) -> str:
    """One sentence; "" for more than two columns. ``key`` names the points."""
    if values.shape[1] > MOST_COLUMNS:
        return ""
    found = _kept.of(origin)(key, _values=values, _weight=weight)
    said = [
        f"{RULES[rule].label} {h / h_loo:.2f}"
        if isinstance(h, float)
        else f"{RULES[rule].label} none ({h})"
        for rule, h in found.items()
    ]
    return f"Other rules for h, over the leave-one-out optimum {h_loo:.3g}: {', '.join(said)}."


def _bandwidths(
    key: Any, *, _values: NDArray[np.float64], _weight: NDArray[np.float64] | None
) -> dict[str, float | str]:
    """The bandwidth of each rule, or why there is none."""
    found: dict[str, float | str] = {}
    for rule, row in RULES.items():
        if row.most_columns is not None and _values.shape[1] > row.most_columns:
            continue
        if not row.takes_weights and _weight is not None:
            found[rule] = "it takes no weights"
            continue
        try:
            found[rule] = select_bandwidth(_values, rule, sample_weight=_weight)
        except ParameterError as error:
            if rule not in ("lscv", "isj"):
                raise
            found[rule] = "copies drive it to 0" if "fall to h = 0" in str(error) else "no solution"
    return found


_kept = Kept(_bandwidths)
