"""Columns of a power series of a sparse matrix at landmark nodes, right in the tails."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import ParameterError
from core.graphs.series_functions import Geometric, Series
from core.graphs.sparse_walk import leading_eigenpairs
from core.parallel import Progress, check_wanted, no_progress

Matrix = NDArray[np.float64]
MAX_TERMS = 60
NEGLIGIBLE = 1e-12
LOOK_EVERY, UNKNOWN = 4, 1e-10  # terms; share of an entry


def landmark_columns(
    matrix: sparse.csr_array,
    series: Series,
    landmarks: NDArray[np.int64],
    n_eigenvectors: int,
    progress: Progress = no_progress,
    eigenpairs: Callable[[], tuple[NDArray[np.float64], Matrix]] | None = None,
) -> tuple[Matrix, int]:
    """Columns (n, landmarks) of h(G), divided by e^log_scale, and how many terms were summed.

    The first terms are sums of positive numbers. What they leave is computed on the leading
    eigenvectors; it misses less than g^m of itself, g the next eigenvalue and m the terms.
    ``eigenpairs`` gives them where they are kept.
    """
    check_positive(series)
    n_terms = n_terms_of(series)
    block = np.zeros((matrix.shape[0], len(landmarks)))
    block[landmarks, np.arange(len(landmarks))] = 1.0
    coefficients = series.coefficients(n_terms)
    columns = coefficients[0] * block
    for index in range(1, n_terms):
        progress(0.05 + 0.7 * index / n_terms, f"step {index} of {n_terms - 1} from the landmarks")
        block = matrix @ block
        columns += coefficients[index] * block
    if leaves_a_rest(series, n_terms):
        progress(0.8, f"{n_eigenvectors} leading eigenvectors")
        pairs = eigenpairs() if eigenpairs else leading_eigenpairs(matrix, n_eigenvectors)
        columns += rest_of(series, n_terms, pairs, landmarks)
    return columns, n_terms


def set_columns(
    matrix: sparse.csr_array,
    series: Series,
    sets: NDArray[np.int64],
    eigenpairs: Callable[[], tuple[NDArray[np.float64], Matrix]],
) -> Matrix:
    """Sums of the columns of h(G) over each set of nodes (n, sets), divided by e^log_scale.

    ``sets`` (n,) is the number of each node's set. Walks from many nodes soon know nothing but the
    leading eigenvectors: terms end where the others cannot move an entry any more.
    """
    n_terms = n_terms_of(series)
    pairs = eigenpairs() if leaves_a_rest(series, n_terms) else None
    block = np.zeros((len(sets), int(sets.max()) + 1))
    block[np.arange(len(sets)), sets] = 1.0
    start, coefficients = block, series.coefficients(n_terms)
    sums = coefficients[0] * block
    for index in range(1, n_terms):
        check_wanted()
        block = matrix @ block
        sums += coefficients[index] * block
        if pairs is None or index % LOOK_EVERY:
            continue
        if _unknown_share(series, index + 1, pairs, block, sums) < UNKNOWN:
            n_terms = index + 1
            break
    if pairs is not None:
        values, vectors = pairs
        rest = series.remainder(np.minimum(values, 1.0), n_terms)
        sums += (vectors * rest) @ (vectors.T @ start)
    return sums


def _unknown_share(
    series: Series,
    n_terms: int,
    eigenpairs: tuple[NDArray[np.float64], Matrix],
    block: Matrix,
    sums: Matrix,
) -> float:
    """The largest share of an entry that the leading eigenvectors can miss of what is not summed.

    With u > 0 the leading eigenvector, of an eigenvalue of at most 1, and r what the others leave
    of the block: |Gʲ r| ≤ Gʲ |r| ≤ max(|r| / u) u entry by entry, as G is not negative.
    """
    vectors = eigenpairs[1]
    leading = np.abs(vectors[:, :1])
    if not leading.all() or not sums.min() > 0:
        return np.inf
    left = np.abs(block - vectors @ (vectors.T @ block)) / leading
    rest = float(series.remainder(np.ones(1), n_terms)[0])
    return rest * float((left.max(axis=0) * (leading / sums).max(axis=0)).max())


def check_positive(series: Series) -> None:
    """ParameterError when the series has terms that are not positive."""
    if isinstance(series, Geometric) and series.q <= 0:
        raise ParameterError("This kernel has entries that are not positive; take a smaller x.")


def leaves_a_rest(series: Series, n_terms: int) -> bool:
    """Whether what follows the first terms counts."""
    one = np.ones(1)
    return bool(series.remainder(one, n_terms)[0] > NEGLIGIBLE * series.values(one)[0])


def rest_of(
    series: Series,
    n_terms: int,
    eigenpairs: tuple[NDArray[np.float64], Matrix],
    landmarks: NDArray[np.int64],
) -> Matrix:
    """What the first terms leave (n, landmarks), on the leading eigenvectors."""
    values, vectors = eigenpairs
    rest = series.remainder(np.minimum(values, 1.0), n_terms)
    return (vectors * rest) @ vectors[landmarks].T


def n_terms_of(series: Series) -> int:
    """The fewest terms that leave a negligible rest, at most ``MAX_TERMS``."""
    one = np.ones(1)
    total = float(series.values(one)[0])
    for n_terms in range(8, MAX_TERMS, 4):
        if float(series.remainder(one, n_terms)[0]) < NEGLIGIBLE * total:
            return n_terms
    return MAX_TERMS
