"""How well a partition agrees with known communities, or with the graph itself."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)

from core.errors import ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.labels import numbered_by_first_appearance

AGREEMENT: dict[str, Callable[[Any, Any], float]] = {
    "ari": adjusted_rand_score,
    "ami": adjusted_mutual_info_score,
    "nmi_arithmetic": lambda a, b: normalized_mutual_info_score(a, b, average_method="arithmetic"),
    "nmi_geometric": lambda a, b: normalized_mutual_info_score(a, b, average_method="geometric"),
}
SCORES = (*AGREEMENT, "modularity")
SCORE_TITLES = {
    "ari": "Adjusted Rand index",
    "ami": "Adjusted mutual information (arithmetic mean)",
    "nmi_arithmetic": "Normalised mutual information (arithmetic mean)",
    "nmi_geometric": "Normalised mutual information (geometric mean)",
    "modularity": "Modularity",
}


def partition_score(
    score: str, labels: Any, communities: Any = None, adjacency: Any = None
) -> float:
    """How well a partition agrees with known communities, or with the graph itself.

    Parameters
    ----------
    score : str
        One of ``SCORES``.
    labels : (n,) sequence
        The partition, of any type.
    communities : (n,) sequence or None, optional
        Known communities; needed by all but "modularity".
    adjacency : (n, n) array, sparse matrix or None, optional
        The graph; needed by "modularity".

    Returns
    -------
    float
        1 for full agreement, about 0 for chance (all but the NMI); a modularity is below 1.

    Raises
    ------
    ParameterError
        For an unknown score, or when what it compares with is missing.

    Examples
    --------
    >>> partition_score("ari", [0, 0, 1], ["a", "a", "b"])
    1.0
    """
    if score not in SCORES:
        raise ParameterError(f"score is {score!r}; choose one of: {', '.join(SCORES)}.")
    if score == "modularity":
        return modularity(adjacency, labels)
    if communities is None:
        raise ParameterError(f"{score} compares with known communities; give them.")
    return float(AGREEMENT[score](communities, labels))


def modularity(adjacency: Any, labels: Any) -> float:
    """Q = Σ_C (weight within C / vol − (degree of C / vol)²), loops counted once in A.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    labels : (n,) sequence
        The partition, of any type.

    Returns
    -------
    float
        From −½ to below 1.

    Raises
    ------
    ParameterError
        When the lengths differ, or the graph has no edges.

    References
    ----------
    M. Newman, M. Girvan, Finding and evaluating community structure in networks, 2004.

    Examples
    --------
    >>> modularity([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], [0, 0, 1, 1])
    0.5
    """
    matrix = checked_adjacency(adjacency)
    numbers: NDArray[np.int64] = numbered_by_first_appearance(labels)
    if len(numbers) != matrix.shape[0]:
        raise ParameterError(
            f"labels has {len(numbers):,} entries; the graph has {matrix.shape[0]:,} nodes."
        )
    volume = float(matrix.sum())
    if not volume > 0:
        raise ParameterError("The graph has no edges, so no partition of it has a modularity.")
    coordinates = matrix.tocoo()
    within = coordinates.data[numbers[coordinates.row] == numbers[coordinates.col]].sum()
    degree = np.bincount(numbers, weights=np.asarray(matrix.sum(axis=1)).ravel())
    return float(within / volume - np.sum((degree / volume) ** 2))
