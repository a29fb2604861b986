"""Who is right? The same Gaussian log densities from several libraries, judged in 50 digits."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity as ScikitLearnKernelDensity

from core.density.kernel_density import KernelDensity
from core.density.kernel_sums import Matrix, Vector
from core.density.reference import reference_log_density
from core.density.validation import check_bandwidth, check_data
from core.errors import ParameterError
from core.parallel import Progress, no_progress
from core.version import __version__

REPEATS = 3


@dataclass(frozen=True)
class Answer:
    """What one implementation says.

    Attributes
    ----------
    name : str
        The implementation and its way.
    version : str
        Of the library.
    log_density : (m,) array
        In nats; NaN where the library refuses.
    error : (m,) array
        ``log_density`` − reference, in nats.
    fit_s, score_s : float
        Medians, in seconds.
    refusal : str
        The library's reason, "" where it answers.
    """

    name: str
    version: str
    log_density: Vector
    error: Vector
    fit_s: float
    score_s: float
    refusal: str = ""


@dataclass(frozen=True)
class Comparison:
    """Answers of all implementations.

    Attributes
    ----------
    reference : (m,) array
        The log densities that all are held to, in nats.
    reference_s : float
        Time that it took, in seconds.
    answers : tuple of Answer
        One for each implementation.
    """

    reference: Vector
    reference_s: float
    answers: tuple[Answer, ...]


def compare_implementations(
    X: ArrayLike,
    query: ArrayLike,
    h: float,
    *,
    zero_weights: int = 0,
    progress: Progress = no_progress,
) -> Comparison:
    """Ask each implementation for the same log densities.

    Isotropic Gaussian kernel with bandwidth ``h``, everything else at its default: scikit-learn
    with its default tree and with one leaf of all points, SciPy, and ours in both precisions.
    One thread can be used by each but ours.

    Parameters
    ----------
    X : (n, d) array
        Points, finite.
    query : (m, d) array
        Where the density is asked for.
    h : float
        Bandwidth above 0, in the unit of X.
    zero_weights : int, optional
        So many of the points, the first ones, are handed over with a weight of 0, all others with
        1. They are absent rows, and the reference leaves them out.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    Comparison
        The answers, and the reference in fifty digits that they are held to.

    Raises
    ------
    ParameterError, LimitError
        For a number of zero weights that leaves no point, and as
        :func:`core.density.reference_log_density` does.

    Examples
    --------
    >>> result = compare_implementations([[0.0], [1.0]], [[60.0]], 1.0)
    >>> [answer.name for answer in result.answers][-1], bool(result.answers[-1].error[0] == 0)
    ('Kernelscope, double', True)
    """
    points, queries, bandwidth = check_data(X), check_data(query), check_bandwidth(h)
    if not 0 <= zero_weights < len(points):
        raise ParameterError(
            f"zero_weights is {zero_weights}; choose from 0 to {len(points) - 1}, so that a point "
            "stays."
        )
    weight = np.where(np.arange(len(points)) < zero_weights, 0.0, 1.0) if zero_weights else None
    started = time.perf_counter()
    reference = reference_log_density(
        points[zero_weights:],
        queries,
        bandwidth,
        progress=lambda share, text: progress(share / 2, text),
    )
    reference_s = time.perf_counter() - started
    makers: tuple[tuple[str, str, Maker], ...] = (
        ("scikit-learn, default tree", "scikit-learn", partial(_scikit_learn, 40)),
        ("scikit-learn, one leaf", "scikit-learn", partial(_scikit_learn, len(points))),
        ("SciPy gaussian_kde", "scipy", _scipy),
        ("Kernelscope, mixed", "", partial(_ours, "mixed")),
        ("Kernelscope, double", "", partial(_ours, "double")),
    )
    answers = []
    for done, (name, package, maker) in enumerate(makers, start=1):
        answers.append(_ask(name, package, maker, points, weight, queries, bandwidth, reference))
        progress(0.5 + done / len(makers) / 2, f"asking {name}")
    return Comparison(reference, reference_s, tuple(answers))


Score = Callable[[Matrix], Vector]
Maker = Callable[[Matrix, Vector | None, float], Score]


def _ask(
    name: str,
    package: str,
    maker: Maker,
    X: Matrix,
    weight: Vector | None,
    queries: Matrix,
    h: float,
    reference: Vector,
) -> Answer:
    fit_s, score_s = [], []
    try:
        for _ in range(REPEATS):
            started = time.perf_counter()
            score = maker(X, weight, h)
            fitted = time.perf_counter()
            with np.errstate(divide="ignore", invalid="ignore"):  # what it says is shown
                log_density = np.asarray(score(queries), dtype=np.float64)
            fit_s.append(fitted - started)
            score_s.append(time.perf_counter() - fitted)
    except (ValueError, np.linalg.LinAlgError) as refused:
        nothing = np.full(len(queries), np.nan)
        return Answer(name, _version(package), nothing, nothing, np.nan, np.nan, str(refused))
    return Answer(
        name,
        _version(package),
        log_density,
        log_density - reference,
        float(np.median(fit_s)),
        float(np.median(score_s)),
    )


def _version(package: str) -> str:
    return version(package) if package else __version__


def _ours(precision: str, X: Matrix, weight: Vector | None, h: float) -> Score:
    density = KernelDensity(bandwidth=h, precision=precision)
    return density.fit(X, sample_weight=weight).score_samples


def _scikit_learn(leaf_size: int, X: Matrix, weight: Vector | None, h: float) -> Score:
    density = ScikitLearnKernelDensity(bandwidth=h, leaf_size=leaf_size)
    return density.fit(X, sample_weight=weight).score_samples


def _scipy(X: Matrix, weight: Vector | None, h: float) -> Score:
    density = _IsotropicGaussianKDE(X.T, bw_method=h, weights=weight)
    if not np.allclose(density.covariance, h**2 * np.eye(X.shape[1]), rtol=1e-12, atol=0):
        raise ValueError("this version of SciPy cannot be given an isotropic kernel")
    return lambda queries: density.logpdf(queries.T)


class _IsotropicGaussianKDE(gaussian_kde):  # type: ignore[misc]
    """SciPy's estimate with the covariance h² 1 in place of h² times that of the data.

    The base class keeps the covariance of the data in these two attributes, computes them only
    where they are missing, and scales them by its factor, which is ``bw_method``.
    """

    def __init__(self, dataset: Matrix, bw_method: float, weights: Vector | None) -> None:
        self._data_covariance = self._data_cho_cov = np.eye(len(dataset))
        super().__init__(dataset, bw_method=bw_method, weights=weights)
