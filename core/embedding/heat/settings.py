"""What a heat-geodesic map is made with, checked before anything is computed."""

import warnings
from dataclasses import dataclass
from typing import Any

from sklearn.utils import check_random_state

from core.embedding.dissimilarity import MEANS
from core.embedding.heat.kernels import check_time
from core.embedding.laplacian import check_laplacian
from core.embedding.metrics import METRICS as ROW_METRICS
from core.errors import ParameterError

KEEPS = ("lengths", "neighbors")
METRICS = (*ROW_METRICS, "precomputed")


@dataclass(frozen=True)
class MapSettings:
    """The settings of HeatGeodesic as numbers; ``t`` and ``n_landmarks`` are None for "auto".

    ``scale`` is the length of 1 in the points that the map is made from.
    """

    n_components: int
    t: float | None
    volume: float
    volume_mean: str
    laplacian: str
    n_landmarks: int | None
    triplet: float
    random_state: int
    edge_lengths: bool = True
    keep: str = "lengths"
    scale: float = 1.0


def checked_settings(estimator: Any) -> MapSettings:
    """The settings of a HeatGeodesic; ParameterError for the first outside its range."""
    if estimator.metric not in METRICS:
        raise ParameterError(f"metric is {estimator.metric!r}; choose one of {', '.join(METRICS)}.")
    check_laplacian(estimator.laplacian)
    if estimator.volume_mean not in MEANS:
        raise ParameterError(
            f"volume_mean is {estimator.volume_mean!r}; choose one of {', '.join(MEANS)}."
        )
    if estimator.keep not in KEEPS:
        raise ParameterError(f"keep is {estimator.keep!r}; choose one of {', '.join(KEEPS)}.")
    _check_at_least("n_components", estimator.n_components, 1)
    _check_at_least("n_neighbors", estimator.n_neighbors, 1)
    _check_between("volume", estimator.volume, 2)
    _check_between("triplet", estimator.triplet, 1)
    automatic = isinstance(estimator.t, str) and estimator.t == "auto"
    t = None if automatic else check_time(estimator.t)
    if t == 0:
        raise ParameterError("t is 0; heat that has not flowed says nothing; choose t > 0.")
    m = estimator.n_landmarks
    if isinstance(m, str) and m == "auto":
        m = None
    else:
        _check_at_least("n_landmarks", m, estimator.n_components + 2)
    random = check_random_state(estimator.random_state)
    return MapSettings(
        n_components=int(estimator.n_components),
        t=t,
        volume=float(estimator.volume),
        volume_mean=estimator.volume_mean,
        laplacian=estimator.laplacian,
        n_landmarks=None if m is None else int(m),
        triplet=float(estimator.triplet),
        edge_lengths=bool(estimator.edge_lengths),
        keep=estimator.keep,
        random_state=int(random.randint(2**31 - 1)),
    )


def neighbors_for(n_neighbors: int, n_points: int) -> int:
    """``n_neighbors`` cut to n − 1, with a warning."""
    if n_points > 1 and n_neighbors > n_points - 1:
        warnings.warn(
            f"n_neighbors is {n_neighbors} but there are {n_points} distinct points; "
            f"{n_points - 1} are used.",
            UserWarning,
            stacklevel=3,
        )
    return max(1, min(int(n_neighbors), n_points - 1))


def _check_at_least(name: str, value: Any, least: int) -> None:
    if isinstance(value, str) or value is None or not value >= least or value != int(value):
        raise ParameterError(f"{name} is {value!r}; choose a whole number of at least {least}.")


def _check_between(name: str, value: Any, most: float) -> None:
    if isinstance(value, str) or value is None or not 0 <= value <= most:
        raise ParameterError(f"{name} is {value!r}; choose between 0 and {most}.")
