"""The weights of the all-positive series: a Poisson distribution of the number of jumps."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln


def poisson_weights(mean: float, n_terms: int) -> NDArray[np.float64]:
    """w_k = e^−mean · mean^k / k! for k = 0 … n_terms − 1, each to a few ulp.

    By the recurrence from the mode outwards, normalised by the sum: logarithms of factorials
    would lose digits in proportion to their size.

    >>> poisson_weights(1.0, 3).round(6)
    array([0.367879, 0.367879, 0.18394 ])
    """
    if mean == 0:
        return np.eye(1, n_terms)[0]
    mode = int(mean)
    length = max(n_terms, mode + int(12 * np.sqrt(mean)) + 40)
    k = np.arange(1, length)
    ratio = mean / k  # w_k / w_(k−1)
    w = np.empty(length)
    w[mode:] = np.cumprod(np.concatenate([[1.0], ratio[mode:]]))
    w[:mode] = np.cumprod(1 / ratio[:mode][::-1])[::-1]
    return (w / w.sum())[:n_terms]


def log_poisson_weights(mean: float, n_terms: int) -> NDArray[np.float64]:
    """log w_k, for weights too small for a float64.

    >>> float(log_poisson_weights(0.05, 501)[500].round(1))
    -4109.2
    """
    k = np.arange(n_terms)
    if mean == 0:
        return np.where(k == 0, 0.0, -np.inf)
    return -mean + k * np.log(mean) - gammaln(k + 1.0)


def n_terms_wanted(mean: float, error: float) -> int:
    """Smallest K such that the Poisson tail Σ_(k ≥ K) w_k is at most ``error``.

    This is the truncation error of the series in every row sum (at rate · t = mean).

    >>> n_terms_wanted(10.0, 1e-15)
    45
    """
    w = poisson_weights(mean, int(mean + 60 * np.sqrt(mean + 1)) + 200)
    tail = np.cumsum(w[::-1])[::-1]
    return int(np.argmax(tail <= error))
