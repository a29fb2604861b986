"""Trackers: what scans in a row say together, one by one or looking back over the whole walk."""

import copy
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.localization.walkable_graph import walking_distance

Step = tuple[NDArray[np.float64], NDArray[np.float64]]
LONGEST_GAP_S = 30.0  # after a longer silence the phone may be anywhere


class ExponentialSmoother:
    """x_t = (1 − β) x_{t−1} + β x̂_t with β = 1 − (1 − α)^{Δt}: α of the way each second.

    The position moves towards the mean of each scan's weights; the covariance likewise. A gap of
    more than 30 s, or time running backwards, starts again.

    Parameters
    ----------
    grid_m : (M, 2) array of float64
        The registered places in metres.
    rate_per_s : float
        α above 0 and at most 1, per second.

    Raises
    ------
    ParameterError
        For a rate outside its range.

    References
    ----------
    R. G. Brown, Statistical Forecasting for Inventory Control, 1959.

    Examples
    --------
    >>> smoother = ExponentialSmoother(np.array([[0.0, 0.0], [10.0, 0.0]]), rate_per_s=0.5)
    >>> smoother.step(np.array([1.0, 0.0]), 0.0)[0].tolist()
    [0.0, 0.0]
    >>> smoother.step(np.array([0.0, 1.0]), 1.0)[0].tolist()
    [5.0, 0.0]
    """

    def __init__(self, grid_m: NDArray[np.float64], *, rate_per_s: float = 0.5) -> None:
        if not 0 < rate_per_s <= 1:
            raise ParameterError(f"rate_per_s is {rate_per_s}; choose above 0 and at most 1.")
        self.grid_m = np.asarray(grid_m, dtype=np.float64)
        self.rate_per_s = rate_per_s
        self.reset()

    def reset(self) -> None:
        """Forget the walk so far."""
        self._state: Step | None = None
        self._time_s = 0.0

    def step(self, weights: NDArray[np.float64], time_s: float) -> Step:
        """Take one scan.

        Parameters
        ----------
        weights : (M,) array of float64
            Of the scan over the registered places.
        time_s : float
            When it was made, in seconds.

        Returns
        -------
        tuple of (2,) array and (2, 2) array
            Position in metres and covariance in square metres.

        Examples
        --------
        >>> smoother = ExponentialSmoother(np.array([[0.0, 0.0], [10.0, 0.0]]))
        >>> position_m, covariance_m2 = smoother.step(np.array([0.5, 0.5]), 0.0)
        >>> position_m.tolist(), covariance_m2.tolist()
        ([5.0, 0.0], [[25.0, 0.0], [0.0, 0.0]])
        """
        mean, covariance = _moments(np.asarray(weights, dtype=np.float64), self.grid_m)
        if self._state is not None and 0 <= time_s - self._time_s <= LONGEST_GAP_S:
            rate = 1 - (1 - self.rate_per_s) ** (time_s - self._time_s)
            mean = self._state[0] + rate * (mean - self._state[0])
            covariance = self._state[1] + rate * (covariance - self._state[1])
        self._state, self._time_s = (mean, covariance), time_s
        return self._state

    def smooth(self, sequence: Sequence[tuple[NDArray[np.float64], float]]) -> list[Step]:
        """Take a whole walk, forwards: this tracker does not look back.

        Parameters
        ----------
        sequence : sequence of tuple
            Weights (M,) and time in seconds of each scan.

        Returns
        -------
        list of tuple
            Position (2,) in metres and covariance (2, 2) in square metres of each scan.

        Examples
        --------
        >>> smoother = ExponentialSmoother(np.array([[0.0, 0.0], [10.0, 0.0]]), rate_per_s=0.5)
        >>> walk = [(np.array([1.0, 0.0]), 0.0), (np.array([0.0, 1.0]), 2.0)]
        >>> [position_m.tolist() for position_m, _ in smoother.smooth(walk)]
        [[0.0, 0.0], [7.5, 0.0]]
        """
        self.reset()
        return [self.step(weights, time_s) for weights, time_s in sequence]


class WalkTracker:
    """A hidden Markov model on the walkable graph: forward filter and forward-backward smoother.

    State: the registered place. Motion over Δt: P(j | i) ∝ exp(−d_ij² / (2 (v Δt)²)) with d the
    walking distance. Observation: (1 − ε) w_j + ε / M, since a scan is wrong with probability ε.
    A gap of more than 30 s, or time running backwards, starts again.

    Parameters
    ----------
    grid_m : (M, 2) array of float64
        The registered places in metres.
    walkable : shapely geometry or None
        The floor, in metres; None: every straight step is allowed.
    speed_m_per_s : float
        v > 0, in metres per second.
    outlier_share : float
        ε in (0, 1).

    Raises
    ------
    ParameterError
        For settings outside their ranges.

    References
    ----------
    L. R. Rabiner, A tutorial on hidden Markov models, Proceedings of the IEEE, 1989.

    Examples
    --------
    >>> tracker = WalkTracker(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]))
    >>> position_m, covariance_m2 = tracker.step(np.array([0.0, 1.0, 0.0]), 0.0)
    >>> position_m.round(2).tolist()
    [1.0, 0.0]
    """

    def __init__(
        self,
        grid_m: NDArray[np.float64],
        walkable: object | None = None,
        *,
        speed_m_per_s: float = 1.0,
        outlier_share: float = 0.05,
    ) -> None:
        if not speed_m_per_s > 0 or not 0 < outlier_share < 1:
            raise ParameterError(
                f"speed_m_per_s is {speed_m_per_s} and outlier_share {outlier_share}; choose above "
                "0, and between 0 and 1."
            )
        self.grid_m = np.asarray(grid_m, dtype=np.float64)
        self.speed_m_per_s = speed_m_per_s
        self.outlier_share = outlier_share
        self._distance_m = walking_distance(self.grid_m, walkable)
        self._motions: dict[float, NDArray[np.float64]] = {}
        self.reset()

    def twin(self) -> "WalkTracker":
        """A tracker of another phone on the same floor; the walking distances are shared.

        Returns
        -------
        WalkTracker
            Without a walk so far.
        """
        other = copy.copy(self)
        other._motions = {}
        other.reset()
        return other

    def reset(self) -> None:
        """Forget the walk so far."""
        self._belief = np.full(len(self.grid_m), 1 / len(self.grid_m))
        self._time_s: float | None = None

    def step(self, weights: NDArray[np.float64], time_s: float) -> Step:
        """Filter one scan.

        Parameters
        ----------
        weights : (M,) array of float64
            Of the scan over the registered places.
        time_s : float
            When it was made, in seconds.

        Returns
        -------
        tuple of (2,) array and (2, 2) array
            Position in metres and covariance in square metres.

        Examples
        --------
        >>> tracker = WalkTracker(np.array([[0.0, 0.0], [10.0, 0.0]]), outlier_share=0.1)
        >>> tracker.step(np.array([0.0, 1.0]), 0.0)[0].round(2).tolist()
        [9.5, 0.0]
        >>> tracker.step(np.array([0.6, 0.4]), 1.0)[0].round(2).tolist()  # nobody walks 10 m in 1 s
        [9.3, 0.0]
        """
        self._belief = self._predicted(time_s) * self._observed(weights)
        self._belief /= self._belief.sum()
        self._time_s = time_s
        return _moments(self._belief, self.grid_m)

    def smooth(self, sequence: Sequence[tuple[NDArray[np.float64], float]]) -> list[Step]:
        """Forward-backward over a whole walk: uses what comes later.

        Parameters
        ----------
        sequence : sequence of tuple
            Weights (M,) and time in seconds of each scan.

        Returns
        -------
        list of tuple
            Position (2,) in metres and covariance (2, 2) in square metres of each scan.

        Examples
        --------
        >>> tracker = WalkTracker(np.array([[0.0, 0.0], [10.0, 0.0]]))
        >>> walk = [(np.array([0.5, 0.5]), 0.0), (np.array([0.0, 1.0]), 1.0)]
        >>> [position_m.round(2).tolist() for position_m, _ in tracker.smooth(walk)]
        [[9.75, 0.0], [9.75, 0.0]]
        """
        self.reset()
        beliefs, starts_anew = [], []
        for weights, time_s in sequence:
            starts_anew.append(self._gap(time_s) is None)
            self.step(weights, time_s)
            beliefs.append(self._belief)
        later = np.ones(len(self.grid_m))
        result: list[Step] = []
        for index in range(len(sequence) - 1, -1, -1):
            both = beliefs[index] * later
            result.append(_moments(both / both.sum(), self.grid_m))
            weights, time_s = sequence[index]
            if starts_anew[index]:
                later = np.ones(len(self.grid_m))
            else:
                motion = self._motion(time_s - sequence[index - 1][1])
                later = motion @ (later * self._observed(weights))
                later /= later.max()
        return result[::-1]

    def _gap(self, time_s: float) -> float | None:
        """Seconds since the scan before, or None when the walk starts again."""
        if self._time_s is None or not 0 <= time_s - self._time_s <= LONGEST_GAP_S:
            return None
        return time_s - self._time_s

    def _predicted(self, time_s: float) -> NDArray[np.float64]:
        gap = self._gap(time_s)
        if gap is None:
            return np.full(len(self.grid_m), 1 / len(self.grid_m))
        return self._belief @ self._motion(gap)

    def _observed(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        uniform = self.outlier_share / len(self.grid_m)
        return (1 - self.outlier_share) * np.asarray(weights, dtype=np.float64) + uniform

    def _motion(self, gap_s: float) -> NDArray[np.float64]:
        """(M, M) row-stochastic: where a walker may be after ``gap_s`` seconds."""
        key = round(max(gap_s, 0.05), 2)
        if key not in self._motions:
            if len(self._motions) > 32:  # irregular clocks: keep memory bounded
                self._motions.clear()
            motion = np.exp(-0.5 * (self._distance_m / (self.speed_m_per_s * key)) ** 2)
            self._motions[key] = motion / motion.sum(axis=1, keepdims=True)
        return self._motions[key]


def _moments(weights: NDArray[np.float64], grid_m: NDArray[np.float64]) -> Step:
    mean = weights @ grid_m
    away = grid_m - mean
    return mean, (weights[:, None] * away).T @ away
