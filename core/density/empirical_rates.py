"""Does the theory of Gaussian data hold for others? Distances and weights of drawn points."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.density.neighborhoods import HILL_NEIGHBORS
from core.errors import ParameterError

Array = NDArray[np.float64]
N_POINTS, N_QUERIES = 3_000, 200
RELATIVE = np.geomspace(0.2, 2.0, 25)  # bandwidths over the median h_G
TWO_SCALES = (0.3, 1.0)
MANIFOLD_SHARE, MANIFOLD_NOISE = 0.1, 0.05  # of the dimensions; standard deviation across it


def _gaussian(n: int, d: int, random: np.random.Generator) -> Array:
    return np.asarray(random.normal(size=(n, d)))


def _mixture(n: int, d: int, random: np.random.Generator) -> Array:
    scale = random.choice(TWO_SCALES, size=(n, 1))
    centre = np.where(scale == TWO_SCALES[0], 1.0, -1.0)
    return np.asarray(scale * random.normal(size=(n, d)) + centre)


def _sphere(n: int, d: int, random: np.random.Generator) -> Array:
    points = random.normal(size=(n, d))
    return np.asarray(np.sqrt(d) * points / np.linalg.norm(points, axis=1, keepdims=True))


def _manifold(n: int, d: int, random: np.random.Generator) -> Array:
    """A sheet of a tenth of the dimensions, bent by sines: its directions are the same always."""
    k = max(round(MANIFOLD_SHARE * d), 1)
    frame = np.random.default_rng(7).normal(size=(k, d)) / np.sqrt(k)
    flat = random.normal(size=(n, k)) @ frame
    return np.asarray(np.sqrt(2) * np.sin(flat) + MANIFOLD_NOISE * random.normal(size=(n, d)))


CASES: dict[str, Callable[[int, int, np.random.Generator], Array]] = {
    "gaussian": _gaussian,
    "mixture": _mixture,
    "sphere": _sphere,
    "manifold": _manifold,
}


@dataclass(frozen=True, eq=False)
class EmpiricalRate:
    """3,000 points of one law, seen from 200 others of it.

    ``squared_radius`` (n,) geometric mean over the places of ‖x − y_(k)‖²/d, and ``log_count``
    (n,) (1/d) log k: α − I(r) of the rate function · ``local_condensation`` (q,) h_G around each
    place by Hill's estimator · ``bandwidths`` (H,), ``participation`` (H,) mean Σw² measured,
    ``predicted`` (H,) mean of 1 − h²/h_G(x)² where that is above 0.
    """

    squared_radius: Array
    log_count: Array
    local_condensation: Array
    bandwidths: Array
    participation: Array
    predicted: Array

    @property
    def condensation(self) -> float:
        """Median h_G over the places."""
        return float(np.median(self.local_condensation))

    @property
    def largest_gap(self) -> float:
        """By how much Σw² departs from the prediction at most, below the median h_G."""
        below = self.bandwidths < self.condensation
        return float(np.abs(self.participation - self.predicted)[below].max())


def empirical_rate(case: str, n_dimensions: int, *, random_state: int = 0) -> EmpiricalRate:
    """Draw points and places of a law and compare what carries an estimate with the theory.

    Nothing about the law enters the prediction but the eleven nearest distances of each place: that
    is what makes it good for data of which nothing is known.

    Parameters
    ----------
    case : "gaussian"; "mixture" of two halves with scales 0.3 and 1; "sphere" of radius √d;
        "manifold" of d/10 dimensions, bent, with noise 0.05
    n_dimensions : d, from 2
    random_state : seed

    Raises ParameterError for other cases and fewer dimensions.

    >>> found = empirical_rate("sphere", 50)
    >>> round(found.condensation, 2), found.largest_gap < 0.15
    (1.37, True)
    """
    if case not in CASES:
        raise ParameterError(f"The case is {case!r}; choose one of: {', '.join(CASES)}.")
    d = int(n_dimensions)
    if d < 2:
        raise ParameterError(f"The number of dimensions is {d}; choose at least 2.")
    random = np.random.default_rng(random_state)
    points, places = CASES[case](N_POINTS, d, random), CASES[case](N_QUERIES, d, random)
    half = np.sort(cdist(places, points, "sqeuclidean"), axis=1) / 2
    k = HILL_NEIGHBORS
    local = np.sqrt((half[:, k : k + 1] - half[:, :k]).mean(axis=1))
    bandwidths = RELATIVE * float(np.median(local))
    participation = np.empty(len(bandwidths))
    for number, h in enumerate(bandwidths.tolist()):
        term = np.exp((half[:, :1] - half) / h**2)
        participation[number] = ((term**2).sum(axis=1) / term.sum(axis=1) ** 2).mean()
    predicted = np.maximum(1 - (bandwidths / local[:, None]) ** 2, 0.0).mean(axis=0)
    return EmpiricalRate(
        np.exp(np.log(np.maximum(half, 1e-300)).mean(axis=0)) * 2 / d,
        np.log(np.arange(1, N_POINTS + 1)) / d,
        local,
        bandwidths,
        participation,
        predicted,
    )
