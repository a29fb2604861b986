"""Could a withheld time point be predicted from its neighbours in time, on the map?

After A. Tong et al., "TrajectoryNet", 2020, and G. Huguet et al., 2023, by exact optimal transport.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.errors import ParameterError

TIMES_AT_MOST = 20  # more distinct times are binned
BINS = 6  # of equal size
POINTS_AT_MOST = 500  # of each time point


def withheld_time_scores(
    embedding: object, time: object, *, random_state: int = 0
) -> dict[str, float]:
    """Mean Wasserstein distance between each withheld time point and what its neighbours predict.

    Points of the times before and after are matched by exact optimal transport (squared costs);
    each matched pair is cut at the share of time that has passed (McCann's interpolation), and
    ``withheld_w1`` is the mean over the inner times of the 1-Wasserstein distance between those
    points and the withheld ones, on the standardised map. ``withheld_w1_unmoved`` is the same for
    the nearer of the two neighbouring times left where it is: the score to beat.

    Parameters
    ----------
    embedding : (n, m) coordinates on the map
    time : (n,) numbers; more than 20 distinct ones are cut into 6 bins of equal size, and points
        whose time is not known (NaN) take no part
    random_state : chooses 500 points of a time point that has more

    Both are NaN with fewer than three time points or when all points of the map coincide.

    Raises ParameterError when the lengths differ.

    >>> walk = np.arange(3.0).repeat(4)
    >>> scores = withheld_time_scores(walk[:, None], walk)
    >>> round(scores["withheld_w1"], 9), round(scores["withheld_w1_unmoved"], 3)
    (0.0, 1.225)
    """
    points, times = np.asarray(embedding, dtype=np.float64), np.asarray(time, dtype=np.float64)
    if len(points) != len(times):
        raise ParameterError(
            f"The map has {len(points):,} points and there are {len(times):,} times."
        )
    known = ~np.isnan(times)
    points, times = points[known], times[known]
    spread = float(np.sqrt(points.var(axis=0).mean())) if len(points) else 0.0
    code, moments = _time_points(times)
    if len(moments) < 3 or not spread > 0:
        return {"withheld_w1": float("nan"), "withheld_w1_unmoved": float("nan")}
    # One scale for all axes: standardising each would change which way is short.
    standard = (points - points.mean(axis=0)) / spread
    rng = np.random.default_rng(random_state)
    groups = [_some(standard[code == i], rng) for i in range(len(moments))]
    predicted, unmoved = [], []
    for i in range(1, len(moments) - 1):
        share = (moments[i] - moments[i - 1]) / (moments[i + 1] - moments[i - 1])
        middle, mass = _interpolate(groups[i - 1], groups[i + 1], share)
        predicted.append(wasserstein_1(middle, groups[i], mass))
        unmoved.append(min(wasserstein_1(groups[j], groups[i]) for j in (i - 1, i + 1)))
    return {
        "withheld_w1": float(np.mean(predicted)),
        "withheld_w1_unmoved": float(np.mean(unmoved)),
    }


def wasserstein_1(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    first_mass: NDArray[np.float64] | None = None,
) -> float:
    """Exact 1-Wasserstein distance of two clouds, uniform unless ``first_mass`` says otherwise.

    >>> wasserstein_1(np.array([[0.0], [1.0]]), np.array([[2.0], [3.0]]))
    2.0
    """
    import ot  # importing POT takes a second, and only this score needs it

    mass = _uniform(first) if first_mass is None else first_mass
    return float(ot.emd2(mass, _uniform(second), cdist(first, second)))


def _interpolate(
    before: NDArray[np.float64], after: NDArray[np.float64], share: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on the way of the optimal plan, and their masses."""
    import ot

    plan = ot.emd(_uniform(before), _uniform(after), cdist(before, after, "sqeuclidean"))
    row, column = np.nonzero(plan)
    mass = plan[row, column]
    return (1 - share) * before[row] + share * after[column], mass / mass.sum()


def _uniform(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.full(len(points), 1 / len(points))


def _some(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    if len(points) <= POINTS_AT_MOST:
        return points
    return points[rng.choice(len(points), POINTS_AT_MOST, replace=False)]


def _time_points(times: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """(n,) the time point of each row, and the moment of each time point."""
    moments, code = np.unique(times, return_inverse=True)
    if len(moments) <= TIMES_AT_MOST:
        return code, moments
    order = np.argsort(times, kind="stable")
    code = np.empty(len(times), dtype=np.intp)
    code[order] = np.arange(len(times)) * BINS // len(times)
    return code, np.array([times[code == i].mean() for i in range(BINS)])
