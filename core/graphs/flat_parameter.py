"""The flat parameter x in (0, 1) that all measures share, turned into each measure's own."""

from typing import Any

import numpy as np

from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.measures import measure_named
from core.graphs.sparse_walk import SparseGraph
from core.limits import LIMITS


def parameter(adjacency: Any, measure: str, x: float | None) -> float | None:
    """The parameter of a measure that the flat x stands for.

    Katz: x / ρ(A). For, Comm, Heat, NHeat, HeatPR, DF, Abs, SCT, SCCT: ½ x / (1 − x). PPR,
    ModifPPR, SP-CT: x. RSP, FE: (1 − x) / x. Logarithms as their plain measures.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    measure : str
        One of ``MEASURES``.
    x : float or None
        Flat parameter in (0, 1), in [0, 1] for SP-CT; None for CT, CCT and SP, which have none.

    Returns
    -------
    float or None
        The measure's own parameter; None for CT, CCT and SP.

    Raises
    ------
    ParameterError
        For an unknown measure, an x outside its range or missing, and a graph without edges.

    Examples
    --------
    >>> parameter([[0, 1], [1, 0]], "logFor", 0.5)
    0.5
    >>> round(parameter([[0, 1, 0], [1, 0, 1], [0, 1, 0]], "Katz", 0.5), 4)  # ½ / √2
    0.3536
    """
    row = measure_named(measure)
    x = row.checked_x(x)
    return None if x is None else row.at(x, lambda: _radius(adjacency)).own


def _radius(adjacency: Any) -> float:
    """ρ(A) by eigenvalues alone, twice as fast as with the vectors; by Lanczos on a large graph."""
    matrix = checked_adjacency(adjacency)
    if matrix.shape[0] > LIMITS["kernel_nodes"].maximum:
        return SparseGraph(matrix).spectral_radius
    radius = float(np.abs(np.linalg.eigvalsh(matrix.toarray())).max())
    if not radius > 0:
        raise ParameterError("The graph has no edges: the spectral radius of A is 0.")
    return radius
