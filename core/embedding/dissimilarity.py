"""Distances from the heat kernel: how long heat takes to come from one point to another."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist, squareform

from core.errors import ParameterError

MEANS = ("arithmetic", "geometric")


def kernel_term(log_h: NDArray[np.float64], t: float) -> NDArray[np.float64]:
    """−4t log H, the squared distance of Varadhan (1967); ∞ between components."""
    return -4 * t * log_h


def volume_term(
    log_diagonal: NDArray[np.float64],
    log_diagonal_columns: NDArray[np.float64],
    t: float,
    volume: float = 1.0,
    mean: str = "arithmetic",
) -> NDArray[np.float64]:
    """4tσ log of the mean of Hᵢᵢ and Hⱼⱼ, (n, m), with σ = ``volume``.

    Hᵢᵢ is about one over the volume of the ball that heat has filled (Li & Yau, 1986), so the
    term corrects for dense and sparse regions. The geometric mean makes d² the negative logarithm
    of a normalised kernel: never negative for σ = 1. Huguet et al. (2023) use the arithmetic.

    Raises ParameterError for an unknown mean.
    """
    if mean not in MEANS:
        raise ParameterError(f"mean is {mean!r}; choose one of {', '.join(MEANS)}.")
    rows, columns = log_diagonal[:, None], log_diagonal_columns[None, :]
    if mean == "geometric":
        log_mean = (rows + columns) / 2
    else:
        log_mean = np.logaddexp(rows, columns) - np.log(2.0)
    log_mean *= 4 * t * volume
    return np.asarray(log_mean)


def heat_dissimilarity(
    log_h: NDArray[np.float64],
    t: float,
    volume: float = 1.0,
    mean: str = "arithmetic",
    *,
    log_diagonal: NDArray[np.float64] | None = None,
    columns: NDArray[np.int64] | None = None,
) -> NDArray[np.float64]:
    """d = [−4t log Hᵢⱼ + 4tσ log((Hᵢᵢ + Hⱼⱼ)/2)]^½, clipped at 0; ∞ between components.

    Parameters
    ----------
    log_h : (n, n), or (n, m) with the node numbers of its ``columns`` and ``log_diagonal`` (n,)
    t : diffusion time > 0
    volume : σ, from 0 (none) to 2

    Returns
    -------
    (n, n) or (n, m); a point's distance from itself is 0

    >>> log_h = np.log([[0.6, 0.3], [0.3, 0.6]])
    >>> heat_dissimilarity(log_h, t=1.0).round(4)
    array([[0.    , 1.6651],
           [1.6651, 0.    ]])
    """
    if log_diagonal is None:
        log_diagonal = np.diagonal(log_h).copy()
    if columns is None:
        columns = np.arange(log_h.shape[1])
    squared = kernel_term(log_h, t)
    squared += volume_term(log_diagonal, log_diagonal[columns], t, volume, mean)
    squared[columns, np.arange(len(columns))] = 0.0
    return np.sqrt(np.maximum(squared, 0.0, out=squared), out=squared)


def triplet_distance(dissimilarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """‖Dᵢ − Dⱼ‖ over the columns of D (n, m): two points are near when they see all others alike.

    >>> triplet_distance(np.array([[0.0, 3.0], [4.0, 0.0]]))
    array([[0., 5.],
           [5., 0.]])
    """
    return squareform(pdist(dissimilarity))


def denoised(dissimilarity: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """(1 − ρ) D + ρ D_T with the triplet distance D_T and ρ = ``share`` in [0, 1]."""
    if not 0 <= share <= 1:
        raise ParameterError(f"triplet is {share}; choose a share between 0 and 1.")
    if share == 0:
        return dissimilarity
    return (1 - share) * dissimilarity + share * triplet_distance(dissimilarity)


def multi_scale(
    dissimilarities: list[NDArray[np.float64]], times: list[float]
) -> NDArray[np.float64]:
    """The mean of d_t over several times, weighted by 1 − t/Σt (renormalised): short times count
    more. One time counts fully.
    """
    weights = np.ones(1) if len(times) == 1 else 1 - np.asarray(times) / np.sum(times)
    weights /= weights.sum()
    total = np.zeros_like(dissimilarities[0])
    for weight, distance in zip(weights, dissimilarities, strict=True):
        total += weight * distance
    return total
