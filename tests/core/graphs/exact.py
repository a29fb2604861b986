"""Brute force: power series of integer adjacency matrices in exact rational arithmetic."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np


def exact_log_exponential(adjacency: np.ndarray, t: Fraction, n_terms: int) -> np.ndarray:
    """ln of Σ_k t^k A^k / k! (n, n), as Decimal with 60 digits."""
    n = len(adjacency)
    neighbors = [np.flatnonzero(row) for row in adjacency]
    # integers only: term k is A^k p^k q^(N−k) N!/k! for t = p/q, over the common q^N N!
    power = np.array([[int(i == j) for j in range(n)] for i in range(n)], dtype=object)
    factor = [1] * (n_terms + 1)
    for k in range(n_terms, 0, -1):
        factor[k - 1] = factor[k] * k * t.denominator
    total = power * factor[0]
    numerator = 1
    for k in range(1, n_terms + 1):
        power = np.array([power[index].sum(axis=0) for index in neighbors], dtype=object)
        numerator *= t.numerator
        total = total + power * (factor[k] * numerator)
    with localcontext() as context:
        context.prec = 60
        logs = [[Decimal(int(entry)).ln() for entry in row] for row in total]
        common = Decimal(factor[0]).ln()
        return np.array([[entry - common for entry in row] for row in logs], dtype=object)


def squared_distance_of(kernel: np.ndarray) -> np.ndarray:
    """Δ (n, n) of a kernel of Decimals, as floats."""
    diagonal = np.diag(kernel)
    return (diagonal[:, None] + diagonal[None, :] - 2 * kernel).astype(float)
