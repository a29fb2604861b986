"""The trackers that a user can choose: what each says of a walk, and whether speed matters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.localization.trackers import ExponentialSmoother, Step, WalkTracker

Walk = Sequence[tuple[NDArray[np.float64], float]]
Follow = Callable[[Walk], list[Step]]


@dataclass(frozen=True)
class TrackerKind:
    """A row of the table of trackers.

    Attributes
    ----------
    key : what links call it; label : what pages call it
    follower : of places (M, 2) metres, the walkable floor or None, and a walking speed in m/s: a
        function that turns a walk of (posterior (M,), time_s) into positions and covariances; None
        where each scan is alone
    has_speed : whether the walking speed matters
    """

    key: str
    label: str
    follower: Callable[[NDArray[np.float64], object | None, float], Follow] | None
    has_speed: bool = False


def _smoothing(grid_m: NDArray[np.float64], walkable: object | None, speed: float) -> Follow:
    return ExponentialSmoother(grid_m).smooth


def _filter(grid_m: NDArray[np.float64], walkable: object | None, speed: float) -> Follow:
    tracker = WalkTracker(grid_m, walkable, speed_m_per_s=speed)

    def follow(walk: Walk) -> list[Step]:
        tracker.reset()
        return [tracker.step(*scan) for scan in walk]

    return follow


def _smoother(grid_m: NDArray[np.float64], walkable: object | None, speed: float) -> Follow:
    return WalkTracker(grid_m, walkable, speed_m_per_s=speed).smooth


# In the order in which pages list them.
TRACKERS: tuple[TrackerKind, ...] = (
    TrackerKind("none", "Each scan alone", None),
    TrackerKind("smoothing", "Exponential smoothing", _smoothing),
    TrackerKind("filter", "Filter (what came before)", _filter, has_speed=True),
    TrackerKind("smoother", "Smoother (before and after)", _smoother, has_speed=True),
)


def tracker_named(key: str) -> TrackerKind:
    """The row of the table; ParameterError lists the keys when there is none.

    >>> tracker_named("smoother").has_speed
    True
    """
    for row in TRACKERS:
        if row.key == key:
            return row
    raise ParameterError(
        f"tracker is {key!r}; choose one of: {', '.join(row.key for row in TRACKERS)}."
    )
