"""The trackers that a user can choose: what each says of a walk, and whether speed matters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depths import NO_DEPTHS, Depths
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
    depths : a sentence in plain words, and a paragraph with mathematics
    """

    key: str
    label: str
    follower: Callable[[NDArray[np.float64], object | None, float], Follow] | None
    has_speed: bool = False
    depths: Depths = NO_DEPTHS


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
    TrackerKind(
        "none",
        "Each scan alone",
        None,
        depths=Depths(
            "Every scan is located by itself, as if the phone had been nowhere before.",
            r"The position is $\hat x_t = \sum_\ell w_\ell(q_t)\, x_\ell$ of the scan $q_t$ "
            r"alone; errors of scans in a row do not help each other. (P. C. Ng, P. Spachos, "
            r"J. She, K. N. Plataniotis, 2023.)",
        ),
    ),
    TrackerKind(
        "smoothing",
        "Exponential smoothing",
        _smoothing,
        depths=Depths(
            "The new position is a mix of the last one and what the scan says; it lags behind "
            "a walker.",
            r"$x_t = (1 - \beta)\, x_{t-1} + \beta\, \hat x_t$ with $\beta = 1 - (1 - "
            r"\alpha)^{\Delta t}$: a share $\alpha$ of the way each second, walls not asked. "
            r"(R. G. Brown, Statistical Forecasting for Inventory Control, 1959.)",
        ),
    ),
    TrackerKind(
        "filter",
        "Filter (what came before)",
        _filter,
        has_speed=True,
        depths=Depths(
            "Carries all places along as possibilities, moves them at walking speed around "
            "walls, and weighs them by each scan.",
            r"A hidden Markov model: $p_t(\ell) \propto w_\ell(q_t) \sum_i p_{t-1}(i)\, "
            r"e^{-d_{i\ell}^2 / 2 (v \Delta t)^2}$ with walking distances $d$ and speed $v$; "
            r"it knows the past only. (L. R. Rabiner, Proceedings of the IEEE, 1989.)",
        ),
    ),
    TrackerKind(
        "smoother",
        "Smoother (before and after)",
        _smoother,
        has_speed=True,
        depths=Depths(
            "The filter run forwards and backwards: each position also knows where the walk "
            "went afterwards. Not for live use.",
            r"The forward–backward algorithm: $p_t(\ell)$ of the past times $\sum_i "
            r"e^{-d_{\ell i}^2 / 2 (v \Delta t)^2}\, w_i(q_{t+1})\, b_{t+1}(i)$ of the "
            r"future, scaled to a sum of 1. (L. R. Rabiner, Proceedings of the IEEE, 1989.)",
        ),
    ),
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
