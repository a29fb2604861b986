"""The directed weights of UMAP's fuzzy simplicial set."""

import numpy as np
from numpy.typing import NDArray

_STEPS = 64


def fuzzy_weights(
    distances: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """w = exp(−max(0, d − ρ)/σ) with ρ the nearest distance and Σ w = log₂ k, and σ (n,).

    ``distances`` (n, k) ascend. σ by bisection, all rows at once; at least 1e-3 of the row's mean
    distance, as where all neighbours are equally far. McInnes, Healy & Melville (2018), section 3.

    >>> fuzzy_weights(np.array([[1.0, 2.0, 3.0, 4.0]]))[0].sum().round(6)
    np.float64(2.0)
    """
    beyond = np.maximum(distances - distances[:, :1], 0.0)
    wanted = np.log2(distances.shape[1])
    low = np.zeros(len(distances))
    high = np.full(len(distances), np.inf)
    sigma = np.ones(len(distances)) * np.maximum(beyond.mean(axis=1), np.finfo(float).tiny)
    for _ in range(_STEPS):
        total = np.exp(-beyond / sigma[:, None]).sum(axis=1)
        too_large = total > wanted
        high = np.where(too_large, sigma, high)
        low = np.where(too_large, low, sigma)
        sigma = np.where(np.isinf(high), 2 * sigma, (low + np.where(np.isinf(high), 0, high)) / 2)
    least = np.maximum(1e-3 * distances.mean(axis=1), np.finfo(float).tiny)
    sigma = np.clip(sigma, least, np.finfo(float).max)
    return np.exp(-beyond / sigma[:, None]), sigma
