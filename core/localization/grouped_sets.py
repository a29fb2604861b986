"""Sets of places that keep what they say at the next stop: they learn from stops, not scans."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError

ROUNDING = 1e-12  # of sums of shares
ENOUGH_STOPS = 20  # from here on stops alone; below, simulated ones are mixed in


class GroupedSets:
    """Sets that hold the true place in a promised share of the scans, learned at K stops.

    Scans at one stop err together; stops are what is exchangeable. With scores r_ki of the truth at
    stop k (N_k scans), and n₀ stops' worth of J simulated scores r'_j,

        F(τ) = [ Σ_k #{i : r_ki ≤ τ} / N_k + (n₀ / J) #{j : r'_j ≤ τ} ] / (K + 1 + n₀),

    and the set for level q holds the places with scores up to τ_q, the smallest score with
    F(τ_q) ≥ q; where there is none, all places. Without stops F is the share of the simulated
    scores, and nothing is promised.

    Attributes
    ----------
    n_stops_ : int
        K, after ``calibrate``.
    n_simulated_stops_ : float
        n₀, 0 where nothing simulated was given.
    score_ : (m,) array of float64
        All scores in rising order.
    share_ : (m,) array of float64
        F at each of them.

    References
    ----------
    Y. Lee, R. F. Barber, R. Willett, Distribution-free inference with hierarchical data, 2023,
    arXiv:2306.06342. R. Dunn, L. Wasserman, A. Ramdas, Distribution-free prediction sets for
    two-layer hierarchical models, 2018, arXiv:1809.07441.

    Examples
    --------
    >>> scores, stop = [0.1, 0.3, 0.2, 0.5, 0.6, 0.7, 0.9], ["A", "A", "B", "C", "C", "C", "C"]
    >>> sets = GroupedSets().calibrate(scores, stop)
    >>> sets.threshold(0.5), sets.threshold(0.75), sets.threshold(0.8)
    (0.3, 0.9, inf)
    >>> sets.members([[0.2, 0.7, 0.95]], 0.5)
    array([[ True, False, False]])
    """

    n_stops_: int
    n_simulated_stops_: float
    score_: NDArray[np.float64]
    share_: NDArray[np.float64]

    def calibrate(
        self,
        scores: ArrayLike,
        stop: ArrayLike,
        *,
        simulated: ArrayLike | None = None,
        n_simulated_stops: float = 10,
    ) -> "GroupedSets":
        """Learn from scans at stops whose places are known.

        Parameters
        ----------
        scores : (n,) array
            Score of the true place of each scan, from :func:`core.localization.place_scores`; may
            be empty where there are simulated ones.
        stop : (n,) array
            Which stop each scan was made at: numbers or names.
        simulated : (J,) array or None, optional
            Scores of :func:`core.localization.simulated_scores`.
        n_simulated_stops : float, optional
            n₀ ≥ 0, how many stops they count for; not read without them.

        Returns
        -------
        GroupedSets
            The object itself.

        Raises
        ------
        ParameterError
            For no score at all, scores that are no numbers, shapes that disagree, and n₀ below 0.

        Examples
        --------
        >>> sets = GroupedSets().calibrate([], [], simulated=[0.1, 0.2, 0.3, 0.9])
        >>> sets.n_stops_, sets.threshold(0.75), sets.promised(0.75)
        (0, 0.3, 0.0)
        """
        score = _checked("scores", scores)
        name = np.asarray(stop)
        if name.shape != score.shape:
            raise ParameterError(
                f"{len(score)} scores have stop of shape {name.shape}; give one stop to each scan."
            )
        drawn = _checked("simulated", [] if simulated is None else simulated)
        if not (np.isfinite(n_simulated_stops) and n_simulated_stops >= 0):
            raise ParameterError(f"n_simulated_stops is {n_simulated_stops}; choose 0 or more.")
        counted_for = float(n_simulated_stops) if len(drawn) else 0.0
        if not len(score) and not counted_for:
            raise ParameterError(
                "No score to learn from; give scans at stops, or simulated scores that count."
            )
        number = np.unique(name, return_inverse=True)[1].ravel()
        scans = np.bincount(number)
        self.n_stops_, self.n_simulated_stops_ = len(scans), counted_for
        # Without stops there is no next stop to leave room for either.
        total = len(scans) + 1 + counted_for if len(scans) else counted_for
        every = np.concatenate([score, drawn])
        weight = np.concatenate([1 / scans[number], np.full(len(drawn), counted_for)])
        weight[len(score) :] /= max(len(drawn), 1)
        order = np.argsort(every, kind="stable")
        self.score_, self.share_ = every[order], np.cumsum(weight[order]) / total
        return self

    def threshold(self, level: float) -> float:
        """Largest score in the set for a level.

        Parameters
        ----------
        level : float
            q in (0, 1), the share of scans whose set is to hold the truth.

        Returns
        -------
        float
            τ, a score that was seen; inf where the stops are too few for this level.

        Raises
        ------
        ParameterError
            For a level outside (0, 1), and before ``calibrate``.

        Examples
        --------
        >>> sets = GroupedSets().calibrate([0.2, 0.4], ["A", "B"], simulated=[0.1, 0.3])
        >>> sets.threshold(0.5), sets.threshold(0.9), sets.threshold(0.95)
        (0.3, 0.4, inf)
        """
        self._check(level)
        # Equal scores stand beside each other, and the last of them has the whole share.
        enough = np.flatnonzero(self.share_ >= level - ROUNDING)
        return float(self.score_[enough[0]]) if len(enough) else float("inf")

    def promised(self, level: float) -> float:
        """Share of scans that is provably covered at a new stop like the K, whatever was simulated.

        Parameters
        ----------
        level : float
            q in (0, 1).

        Returns
        -------
        float
            q − n₀ (1 − q) / (K + 1), at least 0; 0 without stops. On average over stops, not at
            each of them.

        Raises
        ------
        ParameterError
            As in ``threshold``.

        Examples
        --------
        >>> sets = GroupedSets().calibrate(np.arange(10) / 10, np.arange(10), simulated=[0.5])
        >>> round(sets.promised(0.9), 5)
        0.80909
        """
        self._check(level)
        if not self.n_stops_:
            return 0.0
        return max(0.0, level - self.n_simulated_stops_ * (1 - level) / (self.n_stops_ + 1))

    def members(self, scores: ArrayLike, level: float) -> NDArray[np.bool_]:
        """Which places belong to each scan's set; the likeliest always does.

        Parameters
        ----------
        scores : (n, M) array
            Of all places, from :func:`core.localization.place_scores`.
        level : float
            As in ``threshold``.

        Returns
        -------
        (n, M) array of bool
            True for each place inside.

        Raises
        ------
        ParameterError
            As in ``threshold``, and for scores that are not (n, M).

        Examples
        --------
        >>> sets = GroupedSets().calibrate([], [], simulated=[0.1])
        >>> sets.members([[0.3, 0.8], [0.5, 0.5]], 0.5)
        array([[ True, False],
               [ True,  True]])
        """
        scores = np.asarray(scores, dtype=np.float64)
        if scores.ndim != 2:
            raise ParameterError(f"scores have shape {scores.shape}; they need (n, M).")
        inside = scores <= self.threshold(level) + ROUNDING
        if scores.size:
            inside |= scores <= scores.min(axis=1, keepdims=True)
        return np.asarray(inside)

    def _check(self, level: float) -> None:
        if not hasattr(self, "share_"):
            raise ParameterError("These sets have learned nothing yet; call calibrate first.")
        if not 0 < level < 1:
            raise ParameterError(f"level is {level}; choose between 0 and 1.")


def stops_needed(level: float) -> int:
    """The fewest stops that give a set for a level without simulated ones: q ≤ K / (K + 1).

    >>> [stops_needed(level) for level in (0.5, 0.68, 0.9, 0.95)]
    [1, 3, 9, 19]
    """
    return int(np.ceil(level / (1 - level) - 1e-9))


def _checked(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or not np.isfinite(array).all():
        raise ParameterError(f"{name} must be a list of numbers; leave out scans without a score.")
    return array
