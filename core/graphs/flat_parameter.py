"""The flat parameter x in (0, 1) that all measures share, turned into each measure's own."""

from typing import Any

import numpy as np

from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.measures import measure_named

_RECIPROCAL = {"RSP", "FE"}
_IDENTITY = {"PPR", "ModifPPR", "SP-CT"}


def parameter(adjacency: Any, measure: str, x: float | None) -> float | None:
    """The parameter of ``measure`` that the flat x stands for; None for CT, CCT and SP.

    Katz: x / ρ(A). For, Comm, Heat, NHeat, HeatPR, DF, Abs, SCT, SCCT: ½ x / (1 − x). PPR,
    ModifPPR, SP-CT: x. RSP, FE: (1 − x) / x. Logarithms as their plain measures.

    Raises ParameterError when x lies outside (0, 1) ([0, 1] for SP-CT), or is missing.

    >>> parameter([[0, 1], [1, 0]], "logFor", 0.5)
    0.5
    """
    row = measure_named(measure)
    x = checked_flat_parameter(measure, x)
    if x is None:
        return None
    if (row.plain or measure) == "Katz":
        matrix = checked_adjacency(adjacency)
        return x / _spectral_radius(matrix.toarray())
    return own_parameter(measure, x, spectral_radius=np.nan)


def own_parameter(measure: str, x: float, *, spectral_radius: float) -> float:
    """As :func:`parameter`, for a checked x and a known ρ(A)."""
    plain = measure_named(measure).plain or measure
    if plain == "Katz":
        return x / spectral_radius
    if plain in _RECIPROCAL:
        return (1 - x) / x
    return x if plain in _IDENTITY else 0.5 * x / (1 - x)


def checked_flat_parameter(measure: str, x: float | None) -> float | None:
    """x as a float within its bounds, None where the measure has no parameter."""
    if not measure_named(measure).parameter:
        return None
    if x is None:
        raise ParameterError(f"{measure} needs a parameter: give x between 0 and 1.")
    closed = measure == "SP-CT"
    if not (0 < x < 1 or (closed and 0 <= x <= 1)):
        bounds = "between 0 and 1" if closed else "between 0 and 1, neither included"
        raise ParameterError(f"x is {x} for {measure}; choose it {bounds}.")
    return float(x)


def _spectral_radius(adjacency: np.ndarray) -> float:
    radius = float(np.abs(np.linalg.eigvalsh(adjacency)).max())
    if not radius > 0:
        raise ParameterError("The graph has no edges: the spectral radius of A is 0.")
    return radius
