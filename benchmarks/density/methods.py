"""The density estimators that side_by_side.py compares: each is fitted, then scores queries.

Every method estimates the same density: the data are whitened, so that SciPy's kernel, which
follows the covariance of the data, is the isotropic kernel of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

Score = Callable[[np.ndarray], np.ndarray]
Fit = Callable[[np.ndarray, float], Score]


@dataclass(frozen=True)
class Method:
    """One row of a table: how it is fitted, where it applies, and how it may be timed."""

    title: str
    fit: Fit
    most_dimensions: int = 1000
    scalable: bool = True  # whether the time of a few queries tells that of all
    grid: bool = False  # answers on a grid of its own instead of at the queries


def _ours(precision: str, X: np.ndarray, h: float) -> Score:
    from core.density import KernelDensity

    return KernelDensity(bandwidth=h, precision=precision).fit(X).score_samples


def _scikit_learn(whole_leaf: bool, X: np.ndarray, h: float) -> Score:
    from sklearn.neighbors import KernelDensity

    leaf = {"leaf_size": len(X)} if whole_leaf else {}
    return KernelDensity(bandwidth=h, **leaf).fit(X).score_samples


def _scipy(X: np.ndarray, h: float) -> Score:
    from scipy.stats import gaussian_kde

    density = gaussian_kde(X.T, bw_method=h)
    return lambda q: density.logpdf(q.T)


def _kdepy(name: str, X: np.ndarray, h: float) -> Score:
    import KDEpy

    density = getattr(KDEpy, name)(bw=h, kernel="gaussian").fit(X)
    return lambda q: np.log(density.evaluate(q))


def _kdepy_grid(X: np.ndarray, h: float) -> Score:
    from KDEpy import FFTKDE

    density = FFTKDE(bw=h, kernel="gaussian").fit(X)
    return lambda q: np.log(density.evaluate(256)[1])


MIXED = "Kernelscope, mixed"
METHODS = (
    Method(MIXED, partial(_ours, "mixed"), scalable=False),
    Method("Kernelscope, double", partial(_ours, "double")),
    Method("scikit-learn, leaf_size ≥ n", partial(_scikit_learn, True)),
    Method("scikit-learn, default tree", partial(_scikit_learn, False)),
    Method("SciPy gaussian_kde.logpdf", _scipy),
    Method("KDEpy NaiveKDE", partial(_kdepy, "NaiveKDE"), most_dimensions=8, scalable=False),
    Method("KDEpy TreeKDE", partial(_kdepy, "TreeKDE"), most_dimensions=2, scalable=False),
    Method(
        "KDEpy FFTKDE (on a 256 × 256 grid)",
        _kdepy_grid,
        most_dimensions=2,
        scalable=False,
        grid=True,
    ),
)
