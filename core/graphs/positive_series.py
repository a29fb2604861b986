"""Power series of a non-negative matrix without one subtraction: every entry right to rounding.

Slower than an eigendecomposition, and needed where two nodes are so far apart that the entry
between them drowns in the rounding of the largest.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.graphs.series_functions import (
    DoubleFactorial,
    Exponential,
    Geometric,
    GeometricSquared,
    Series,
)
from core.parallel import check_wanted

Matrix = NDArray[np.float64]


def positive_series(matrix: sparse.csr_array, series: Series) -> Matrix:
    """Σ_k c_k Gᵏ (n, n) of a non-negative G (n, n) for any of the series, non-negative c_k.

    >>> G = sparse.csr_array([[0.0, 1.0], [1.0, 0.0]])
    >>> positive_series(G, Geometric(0.5)).round(4)
    array([[1.3333, 0.6667],
           [0.6667, 1.3333]])
    """
    if isinstance(series, Geometric):
        return series.factor * _resolvent(series.q * matrix)
    if isinstance(series, GeometricSquared):
        resolvent = _resolvent(series.q * matrix)
        return resolvent @ resolvent
    if isinstance(series, Exponential):
        return _exponential(matrix, series)
    if isinstance(series, DoubleFactorial):
        n_terms = int(series.y**2 + 10 * series.y) + 40 + matrix.shape[0]
        return _horner(matrix, series.coefficients(n_terms))
    raise TypeError(f"{type(series).__name__} has no subtraction-free evaluation.")


def _resolvent(matrix: sparse.csr_array) -> Matrix:
    """(I − C)⁻¹ = Π_k (I + C^(2ᵏ)) for C ≥ 0 with spectral radius below 1."""
    result = np.eye(matrix.shape[0]) + matrix.toarray()
    power = (matrix @ matrix).toarray()
    # After k doublings the sum holds all walks shorter than 2ᵏ. Two nodes further apart have none
    # yet, so it goes on until any two nodes can have been reached, and then until every entry
    # stands still.
    length = 2
    while True:
        check_wanted()
        added = power @ result
        result += added
        length *= 2
        if length >= matrix.shape[0] and (added <= 1e-17 * result).all():
            return result
        power = power @ power


def _exponential(matrix: sparse.csr_array, series: Exponential) -> Matrix:
    """e^(y (G − I)) by a Taylor series of e^(y G / 2ˢ) and s squarings."""
    n_squarings = max(0, int(np.ceil(np.log2(max(series.y, 1)))))
    part = Exponential(series.y / 2**n_squarings)
    n_terms = 25 + int(np.ceil(matrix.shape[0] / 2**n_squarings))
    result = _horner(matrix, part.coefficients(min(n_terms, 200)))
    for _ in range(n_squarings):
        check_wanted()
        result = result @ result
    return result


def _horner(matrix: sparse.csr_array, coefficients: NDArray[np.float64]) -> Matrix:
    """Σ_k coefficients[k] Gᵏ by Horner's rule."""
    identity = np.eye(matrix.shape[0])
    result = np.zeros_like(identity)
    for coefficient in coefficients[::-1]:
        check_wanted()
        result = matrix @ result + coefficient * identity
    return result
