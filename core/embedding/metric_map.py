"""From distances to a map: all pairs alike where they fit, near pairs first where they do not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.map_fit import intercept, kept_neighborhoods, row_fit
from core.embedding.stress_descent import N_EPOCHS, descend_stress
from core.parallel import Progress, no_progress

FITS = 0.98  # mean row correlation above which all pairs can be believed
LOCAL = 0.9  # share of near points that a map must keep for its near pairs to be believed
POWER = 4.0
PULL = 0.03
FEW_POINTS, FEW_EPOCHS = 300, 6  # with more points, all pairs alike are at rest by then


@dataclass(frozen=True, eq=False)
class MetricMap:
    """A map and how it was found.

    ``coordinates`` (n, axes) · ``fit`` mean correlation of its distances with the given ones, row
    by row, when all pairs count alike · ``offset`` what was taken off every distance as noise ·
    ``near_first`` whether near pairs count more, because far ones were made short by shortcuts ·
    ``stopped`` whether it is the last iterate of a run that was stopped.
    """

    coordinates: NDArray[np.float64]
    fit: float
    offset: float
    near_first: bool
    stopped: bool


def metric_map(
    distance: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    n_components: int = 2,
    *,
    short_cuts: bool | None = None,
    island: NDArray[np.int64] | None = None,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> MetricMap:
    """The map (n, n_components) that follows ``distance`` (n, m) to the landmarks (m,).

    First metric scaling with all pairs alike. Where its distances follow the given ones (row
    correlation 0.98), that is the map. Where not, or where shortcuts are known and it loses more
    than one near point in ten, one of two things has happened:

    * noise adds about the same length to every pair: the intercept of the regression of the given
      distances on the map's is taken off them (interval scaling, Borg & Groenen, 2005), at most
      as far as near points lie apart, and nothing where all are equally far;
    * noise opens shortcuts, which shorten far pairs while near ones stay true. Then near pairs can
      still be mapped: weights (d / median)^−4 and a pull of 0.03 on pairs that the map puts
      farther apart than given. That map is kept if it keeps nine in ten of the near points; where
      even near pairs need more axes than the map has, all pairs count alike.

    ``short_cuts`` says whether there are any; where it is False the second is not tried, and None
    tries it. ``island`` (n,) numbers the parts between which there are gaps: what the map keeps is
    looked at within the largest.

    >>> line = np.abs(np.arange(20.0)[:, None] - np.arange(20.0))
    >>> metric_map(line, np.arange(20)).near_first
    False
    """
    few = len(landmarks) == len(distance) > FEW_POINTS

    def descend(
        target: NDArray[np.float64], share: tuple[float, float], *, near_first: bool
    ) -> tuple[NDArray[np.float64], bool]:
        low, high = share
        return descend_stress(
            target,
            landmarks,
            n_components,
            power=POWER if near_first else 0.0,
            pull=PULL if near_first else 1.0,
            n_epochs=FEW_EPOCHS if few and not near_first else N_EPOCHS,
            random_state=random_state,
            progress=lambda done, what: progress(low + (high - low) * done, what),
        )

    Y, stopped = descend(distance, (0.0, 0.2), near_first=False)
    fit = row_fit(Y, distance, landmarks, island)
    follows = fit >= FITS
    if follows and short_cuts:
        follows = kept_neighborhoods(Y, distance, landmarks, island) >= LOCAL
    if stopped or follows:
        return MetricMap(Y, fit, 0.0, False, stopped)
    offset = intercept(Y, distance, landmarks, island)
    reduced = np.maximum(distance - offset, 0.0)
    if short_cuts is not False:
        near, stopped = descend(reduced, (0.2, 0.8), near_first=True)
        if stopped:
            return MetricMap(Y, fit, 0.0, False, True)
        if kept_neighborhoods(near, distance, landmarks, island) >= LOCAL:
            return MetricMap(near, fit, offset, True, False)
    if offset == 0:
        return MetricMap(Y, fit, 0.0, False, False)
    plain, stopped = descend(reduced, (0.8, 1.0), near_first=False)
    return MetricMap(plain, fit, offset, False, stopped)
