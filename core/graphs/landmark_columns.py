"""Columns of a power series of a sparse matrix at landmark nodes, right in the tails."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import ParameterError
from core.graphs.series_functions import Geometric, Series
from core.graphs.sparse_walk import leading_eigenpairs
from core.parallel import Progress, no_progress

Matrix = NDArray[np.float64]
MAX_TERMS = 60
NEGLIGIBLE = 1e-12


def landmark_columns(
    matrix: sparse.csr_array,
    series: Series,
    landmarks: NDArray[np.int64],
    n_eigenvectors: int,
    progress: Progress = no_progress,
) -> tuple[Matrix, int]:
    """Columns (n, landmarks) of h(G), divided by e^log_scale, and how many terms were summed.

    The first terms are sums of positive numbers. What they leave is computed on the leading
    eigenvectors; it misses less than g^m of itself, g the next eigenvalue and m the terms.
    """
    if isinstance(series, Geometric) and series.q <= 0:
        raise ParameterError("This kernel has entries that are not positive; take a smaller x.")
    n_terms = _n_terms(series)
    block = np.zeros((matrix.shape[0], len(landmarks)))
    block[landmarks, np.arange(len(landmarks))] = 1.0
    coefficients = series.coefficients(n_terms)
    columns = coefficients[0] * block
    for index in range(1, n_terms):
        progress(0.05 + 0.7 * index / n_terms, f"step {index} of {n_terms - 1} from the landmarks")
        block = matrix @ block
        columns += coefficients[index] * block
    one = np.ones(1)
    if series.remainder(one, n_terms)[0] > NEGLIGIBLE * series.values(one)[0]:
        progress(0.8, f"{n_eigenvectors} leading eigenvectors")
        values, vectors = leading_eigenpairs(matrix, n_eigenvectors)
        rest = series.remainder(np.minimum(values, 1.0), n_terms)
        columns += (vectors * rest) @ vectors[landmarks].T
    return columns, n_terms


def _n_terms(series: Series) -> int:
    """The fewest terms that leave a negligible rest, at most ``MAX_TERMS``."""
    one = np.ones(1)
    total = float(series.values(one)[0])
    for n_terms in range(8, MAX_TERMS, 4):
        if float(series.remainder(one, n_terms)[0]) < NEGLIGIBLE * total:
            return n_terms
    return MAX_TERMS
