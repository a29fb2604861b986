"""The slow twin of the estimator: one query at a time, every term written out."""

from functools import cache

import mpmath
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, logsumexp

COMPACT = ("epanechnikov", "tophat", "linear", "cosine", "biweight")
KERNELS = ("gaussian", "exponential", "student", *COMPACT)


def log_kernel(kernel: str, z: NDArray, d: int, nu: float = 3.0) -> NDArray:
    """log K at distances z ≥ 0 in d dimensions, from the textbook formulas."""
    log_sphere = np.log(2) + d / 2 * np.log(np.pi) - gammaln(d / 2)  # area of the unit sphere
    with np.errstate(divide="ignore", invalid="ignore"):
        if kernel == "gaussian":
            return -(z**2) / 2 - d / 2 * np.log(2 * np.pi)
        if kernel == "exponential":
            return -z - log_sphere - gammaln(d)
        if kernel == "student":
            constant = gammaln((nu + d) / 2) - gammaln(nu / 2) - d / 2 * np.log(nu * np.pi)
            return constant - (nu + d) / 2 * np.log1p(z**2 / nu)
        inside = z < 1
        if kernel == "tophat":
            return np.where(inside, np.log(d) - log_sphere, -np.inf)
        if kernel == "epanechnikov":
            constant = np.log(d * (d + 2) / 2) - log_sphere
            return np.where(inside, constant + np.log(1 - z**2), -np.inf)
        if kernel == "biweight":
            constant = np.log(d * (d + 2) * (d + 4) / 8) - log_sphere
            return np.where(inside, constant + 2 * np.log(1 - z**2), -np.inf)
        if kernel == "cosine":
            constant = -log_sphere - log_cosine_integral(d)
            return np.where(inside, constant + np.log(np.cos(np.pi * z / 2)), -np.inf)
        return np.where(inside, np.log(d * (d + 1)) - log_sphere + np.log(1 - z), -np.inf)


@cache
def log_cosine_integral(d: int) -> float:
    """log ∫ r^(d−1) cos(πr/2) dr over 0 ≤ r ≤ 1, by quadrature."""
    with mpmath.workdps(30):
        at = [0, 0.5, 0.9, 0.99, 0.999, 1]
        return float(
            mpmath.log(mpmath.quad(lambda r: r ** (d - 1) * mpmath.cos(mpmath.pi * r / 2), at))
        )


def log_density(
    X: ArrayLike,
    queries: ArrayLike,
    h: float,
    kernel: str = "gaussian",
    weight: ArrayLike | None = None,
    nu: float = 3.0,
) -> tuple[NDArray, NDArray]:
    """(m,) log densities and (m,) participations 1/Σ w²."""
    X, weight = np.asarray(X), np.ones(len(X)) if weight is None else np.asarray(weight)
    scores, participations = [], []
    for x in np.asarray(queries):
        z = np.sqrt(np.sum(((X - x) / h) ** 2, axis=1))
        log_term = log_kernel(kernel, z, X.shape[1], nu)
        used = weight > 0
        log_term = log_term[used] + np.log(weight[used] / weight.sum())
        total = logsumexp(log_term)
        scores.append(total - X.shape[1] * np.log(h))
        reached = np.isfinite(total)
        share = np.exp(log_term - total) if reached else np.full(used.sum(), np.nan)
        participations.append(1 / np.sum(share**2))
    return np.array(scores), np.array(participations)
