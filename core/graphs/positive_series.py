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

Matrix = NDArray[np.float64]


def positive_series(matrix: sparse.csr_array, series: Series) -> Matrix:
    """Σ_k c_k Gᵏ (n, n) of a non-negative G (n, n) for any of the series, non-negative c_k.

    >>> G = sparse.csr_array([[0.0, 1.0], [1.0, 0.0]])
    >>> positive_series(G, Geometric(0.5)).round(4)
    array([[1.3333, 0.6667],
           [0.6667, 1.3333]])
    """
    if isinstance(series, Geometric):
        return series.factor * _resolvent(series.q * matrix, series.q)
    if isinstance(series, GeometricSquared):
        resolvent = _resolvent(series.q * matrix, series.q)
        return resolvent @ resolvent
    if isinstance(series, Exponential):
        return _exponential(matrix, series)
    if isinstance(series, DoubleFactorial):
        n_terms = int(series.y**2 + 10 * series.y) + 40 + matrix.shape[0]
        return _horner(matrix, series.coefficients(n_terms))
    raise TypeError(f"{type(series).__name__} has no subtraction-free evaluation.")


def _resolvent(matrix: sparse.csr_array, q: float) -> Matrix:
    """(I − C)⁻¹ = Π_k (I + C^(2ᵏ)) for C ≥ 0 with spectral radius at most q < 1."""
    result = np.eye(matrix.shape[0]) + matrix.toarray()
    power = (matrix @ matrix).toarray()
    radius = q**2
    # Every entry of the product holds all walks shorter than 2ᵏ: two nodes further apart than
    # that have none yet, so the doubling goes on at least until any two nodes are reached.
    length = 2
    while radius > 1e-17 or length < matrix.shape[0]:
        result = result + power @ result
        power = power @ power
        radius, length = radius**2, 2 * length
        if not power.any():
            break
    return result


def _exponential(matrix: sparse.csr_array, series: Exponential) -> Matrix:
    """e^(y (G − I)) by a Taylor series of e^(y G / 2ˢ) and s squarings."""
    n_squarings = max(0, int(np.ceil(np.log2(max(series.y, 1)))))
    part = Exponential(series.y / 2**n_squarings)
    n_terms = 25 + int(np.ceil(matrix.shape[0] / 2**n_squarings))
    result = _horner(matrix, part.coefficients(min(n_terms, 200)))
    for _ in range(n_squarings):
        result = result @ result
    return result


def _horner(matrix: sparse.csr_array, coefficients: NDArray[np.float64]) -> Matrix:
    """Σ_k coefficients[k] Gᵏ by Horner's rule."""
    identity = np.eye(matrix.shape[0])
    result = np.zeros_like(identity)
    for coefficient in coefficients[::-1]:
        result = matrix @ result + coefficient * identity
    return result
