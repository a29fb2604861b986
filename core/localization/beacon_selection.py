"""Which beacons do not mind how the phone is held: three scores, and what leaving one out costs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from core.errors import ParameterError
from core.localization.kernel_locator import KernelLocator
from core.localization.locator import Locator
from core.localization.validation import check_positions, check_rss
from core.parallel import Progress, no_progress

NOT_HEARD_DBM = -105.0
KEPT_ABOVE = 0.5  # share of the best score that a beacon needs when no number is asked for
SHIFT_DB = 6.0
PROBES = 400


def stability(
    rss_dbm: NDArray[np.float64], place: NDArray[np.intp], group: NDArray[np.intp] | None
) -> NDArray[np.float64]:
    """Share of a beacon's variance that place explains: V_place / (V_place + V_scan + V_holding).

    V_place is the variance of the means over places, V_scan the variance within a place, V_holding
    the variance of the mean difference between holdings at the same places (0 without groups).
    """
    filled = np.nan_to_num(rss_dbm, nan=NOT_HEARD_DBM)
    means, within = _means_and_variance(filled, place)
    between = means.var(axis=0)
    holding = np.zeros(filled.shape[1])
    if group is not None and len(np.unique(group)) > 1:
        excess = filled - means[place]
        gains = [excess[group == value].mean(axis=0) for value in np.unique(group)]
        holding = np.var(gains, axis=0)
    total = between + within + holding
    return np.divide(between, total, out=np.zeros(len(total)), where=total > 0)


def fisher_ratio(
    rss_dbm: NDArray[np.float64], place: NDArray[np.intp], group: NDArray[np.intp] | None
) -> NDArray[np.float64]:
    """Variance between places over variance within a place; groups are not used."""
    filled = np.nan_to_num(rss_dbm, nan=NOT_HEARD_DBM)
    means, within = _means_and_variance(filled, place)
    return means.var(axis=0) / np.maximum(within, 1e-12)


def offset_robustness(
    rss_dbm: NDArray[np.float64], place: NDArray[np.intp], group: NDArray[np.intp] | None
) -> NDArray[np.float64]:
    """1 / (1 + m): m is how many places the answer moves when the beacon is 6 dB louder.

    Measured in steps along the survey's own order of places, over at most 400 scans.
    """
    steps = np.column_stack([place.astype(float), np.zeros(len(place))])
    locator = KernelLocator().fit(rss_dbm, steps)
    probes = rss_dbm[np.linspace(0, len(rss_dbm) - 1, min(PROBES, len(rss_dbm))).astype(int)]
    before = locator.predict(probes)
    moved = np.zeros(rss_dbm.shape[1])
    for beacon in range(rss_dbm.shape[1]):
        louder = probes.copy()
        louder[:, beacon] = np.minimum(louder[:, beacon] + SHIFT_DB, -1.0)
        distance = np.abs(locator.predict(louder) - before)[:, 0]
        moved[beacon] = np.nanmean(distance) if np.isfinite(distance).any() else 0.0
    return 1 / (1 + moved)


@dataclass(frozen=True)
class Criterion:
    """A score (B,) of scans (n, B), places (n,) and groups (n,) or None: higher is better."""

    name: str
    label: str
    score: Callable[..., NDArray[np.float64]]


CRITERIA: dict[str, Criterion] = {
    row.name: row
    for row in (
        Criterion("stability", "Stability", stability),
        Criterion("fisher", "Fisher ratio", fisher_ratio),
        Criterion("offset", "Robustness to gain", offset_robustness),
    )
}


class BeaconSelector(BaseEstimator):
    """Score beacons and keep the best.

    Parameters
    ----------
    n_beacons : int or None
        How many to keep; None keeps those with at least half of the best score.
    criterion : str
        "stability" (across scans and holdings), "fisher" or "offset" (robustness to a gain).

    Attributes
    ----------
    stability_ : (B,) array of float64
        The score of each beacon, higher is better.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> rss_dbm = np.array([[-50.0, -70.0], [-51.0, -90.0], [-90.0, -90.0], [-91.0, -70.0]])
    >>> place_m = np.array([[0.0, 0.0], [0.0, 0.0], [9.0, 0.0], [9.0, 0.0]])
    >>> BeaconSelector(n_beacons=1).fit(rss_dbm, place_m).get_support()
    array([ True, False])
    """

    def __init__(self, *, n_beacons: int | None = None, criterion: str = "stability") -> None:
        self.n_beacons = n_beacons
        self.criterion = criterion

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, groups: ArrayLike | None = None
    ) -> "BeaconSelector":
        """Score the beacons of a survey.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, below 0, NaN where not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres, finite.
        groups : (n,) array or None, optional
            How the phone was held in each scan; None: always alike.

        Returns
        -------
        BeaconSelector
            The selector itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, an unknown criterion, and
            more beacons than there are.

        Examples
        --------
        >>> rss_dbm = [[-50.0, -70.0], [-52.0, -90.0], [-90.0, -90.0], [-92.0, -70.0]]
        >>> BeaconSelector().fit(rss_dbm, [[0, 0], [0, 0], [9, 0], [9, 0]]).stability_.round(4)
        array([0.9975, 0.    ])
        """
        if self.criterion not in CRITERIA:
            choices = ", ".join(CRITERIA)
            raise ParameterError(f"criterion is {self.criterion!r}; choose one of: {choices}.")
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        n_beacons = rss_dbm.shape[1]
        if self.n_beacons is not None and not 1 <= self.n_beacons <= n_beacons:
            raise ParameterError(
                f"n_beacons is {self.n_beacons}; choose between 1 and {n_beacons}."
            )
        place = np.unique(position_m, axis=0, return_inverse=True)[1].ravel()
        group = None if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
        self.n_features_in_ = n_beacons
        self.stability_ = CRITERIA[self.criterion].score(rss_dbm, place, group)
        return self

    def get_support(self) -> NDArray[np.bool_]:
        """Which beacons are kept.

        Returns
        -------
        (B,) array of bool
            True for each that is kept.

        Examples
        --------
        >>> selector = BeaconSelector(n_beacons=2, criterion="fisher")
        >>> rss_dbm = [[-50.0, -70.0, -60.0], [-52.0, -90.0, -63.0], [-90.0, -90.0, -80.0]]
        >>> selector.fit(rss_dbm, [[0, 0], [0, 0], [9, 0]]).get_support()
        array([ True, False,  True])
        """
        check_is_fitted(self)
        if self.n_beacons is None:
            return np.asarray(self.stability_ >= KEPT_ABOVE * self.stability_.max())
        support = np.zeros(len(self.stability_), dtype=bool)
        support[np.argsort(-self.stability_, kind="stable")[: self.n_beacons]] = True
        return support


def leave_one_out_cost(
    locator: Locator,
    survey: tuple[NDArray[np.float64], NDArray[np.float64]],
    test: tuple[NDArray[np.float64], NDArray[np.float64]],
    *,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """What each beacon is worth: the change of the error when it is dead.

    Parameters
    ----------
    locator : Locator
        Its parameters count; a copy is fitted without each beacon in turn.
    survey, test : tuple of (n, B) array and (n, 2) array
        Received powers in dBm, NaN where not heard, and positions in metres.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    DataFrame
        One row per beacon: mean_m and p95_m without it, cost_m (mean without it minus mean with
        all), in metres, and available (share located).

    Examples
    --------
    >>> survey = np.array([[-50.0, -90.0], [-90.0, -50.0]]), np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> leave_one_out_cost(KernelLocator(), survey, survey)["cost_m"].round(3).tolist()
    [5.0, 5.0]
    """
    rows = []
    n_beacons = survey[0].shape[1]
    everything = _errors(locator, survey, test, np.ones(n_beacons, dtype=bool))
    located = everything[np.isfinite(everything)]
    usual_m = float(located.mean()) if len(located) else float("nan")
    for beacon in range(n_beacons):
        progress(beacon / n_beacons, f"Leaving out beacon {beacon + 1} of {n_beacons}")
        keep = np.arange(n_beacons) != beacon
        error_m = _errors(locator, survey, test, keep) if keep.any() else everything * np.nan
        known = error_m[np.isfinite(error_m)]
        mean_m = float(known.mean()) if len(known) else float("nan")
        p95_m = float(np.quantile(known, 0.95)) if len(known) else float("nan")
        cost_m = mean_m - usual_m
        rows.append((mean_m, p95_m, cost_m, len(known) / max(len(error_m), 1)))
    return pd.DataFrame(rows, columns=["mean_m", "p95_m", "cost_m", "available"])


def _errors(locator: Locator, survey: tuple, test: tuple, keep: NDArray) -> NDArray[np.float64]:
    parameters = locator.get_params()
    fresh = clone(locator)
    if parameters.get("beacon_position_m") is not None:
        fresh.set_params(beacon_position_m=np.asarray(parameters["beacon_position_m"])[keep])
    fresh.fit(survey[0][:, keep], survey[1])
    return np.linalg.norm(fresh.predict(test[0][:, keep]) - test[1], axis=1)


def _means_and_variance(
    filled: NDArray[np.float64], place: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    count = np.bincount(place)[:, None]
    means = np.column_stack([np.bincount(place, column) for column in filled.T]) / count
    return means, ((filled - means[place]) ** 2).mean(axis=0)
