"""How well each point's distances follow its true ones: correlations row by row."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata


def row_pearson(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) Pearson correlation of each row of two (m, n) arrays; NaN where a row is constant.

    >>> row_pearson(np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 2.0, 4.0]])).round(12).tolist()
    [1.0]
    """
    centred = [rows - rows.mean(axis=1, keepdims=True) for rows in (first, second)]
    # Scaled by the largest entry first, so that squares neither overflow nor vanish.
    scaled = [rows / _largest(rows) for rows in centred]
    product = np.einsum("ij,ij->i", *scaled)
    norms = [np.sqrt(np.einsum("ij,ij->i", rows, rows)) for rows in scaled]
    both = norms[0] * norms[1]
    return np.divide(product, both, out=np.full(len(first), np.nan), where=both > 0)


def row_spearman(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """(m,) Spearman correlation of each row: Pearson of the ranks, ties sharing their mean rank.

    >>> row_spearman(np.array([[0.0, 1.0, 2.0]]), np.array([[0.0, 1.0, 100.0]])).round(12).tolist()
    [1.0]
    """
    return row_pearson(rankdata(first, axis=1), rankdata(second, axis=1))


def _largest(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return np.where(largest > 0, largest, 1.0)
