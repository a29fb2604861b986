"""What the windows before say about this one: the trackers of the live page."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.memory import once
from core.errors import ParameterError
from core.inference.live.fixes import Tracker
from core.limits import check_limit
from core.localization import ExponentialSmoother, WalkTracker
from core.localization.experiment import Experiment

MakeTracker = Callable[[], Tracker]


@dataclass(frozen=True)
class LiveTracker:
    """``maker`` gives, for a survey and its places (M, 2) metres, a function that makes a fresh
    tracker for each phone, or None.
    """

    key: str
    label: str
    maker: Callable[[Experiment, NDArray[np.float64]], MakeTracker | None]


def _walker(experiment: Experiment, grid_m: NDArray[np.float64]) -> MakeTracker:
    """Walking distances are computed once."""
    check_limit("tracked_places", len(grid_m), what="This survey")
    floor = experiment.survey.floor
    return _walk_tracker(grid_m, None if floor is None else floor.walkable).twin


@once
def _walk_tracker(grid_m: NDArray[np.float64], walkable: object | None) -> WalkTracker:
    return WalkTracker(grid_m, walkable)


TRACKERS: tuple[LiveTracker, ...] = (
    LiveTracker("none", "Each window alone", lambda experiment, grid_m: None),
    LiveTracker(
        "smoothing",
        "Exponential smoothing",
        lambda experiment, grid_m: lambda: ExponentialSmoother(grid_m),
    ),
    LiveTracker("filter", "Walker on the floor", _walker),
)


def tracker_maker(
    experiment: Experiment, grid_m: NDArray[np.float64], tracker: str
) -> MakeTracker | None:
    """A function that makes a fresh tracker, or None; ParameterError lists the trackers."""
    for row in TRACKERS:
        if row.key == tracker:
            return row.maker(experiment, grid_m)
    keys = ", ".join(row.key for row in TRACKERS)
    raise ParameterError(f"tracker is {tracker!r}; choose one of: {keys}.")
