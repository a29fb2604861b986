"""Which method is best on a survey: what left-out places say, and what they cannot foresee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.experiment import Experiment
from core.localization.floors import distinct_places
from core.localization.method_row import FOLDS, Method
from core.localization.methods import STACK, STACKED, method, quick_methods
from core.localization.place_folds import place_folds, thinned
from core.localization.report import bootstrap_mean
from core.localization.stack_locator import mixing_shares
from core.parallel import Progress, no_progress

LEARNED_FROM = 1_500  # scans, of every place as many
CLOSE = 1.05  # times the least mean error: chance
USUAL = method("kernel")
MIXED = {STACK.key: STACKED}  # of the others' answers, without fitting them again
PHONE, HOLDING, DAY = "another phone", "the phone held in another way", "another day"
# How differently many beacons test scans must hear, where the data do not say how they were made.
# On the two public surveys another phone or holding hears 1.30 to 1.79 times as many, 14 to 25
# standard errors off; the same phone at other places up to 1.43 times, at most 3.4 standard errors.
HEARD_RATIO, HEARD_ERRORS, FEWEST_PLACES = 1.25, 5.0, 5


@dataclass(frozen=True, eq=False)
class Recommendation:
    """What is recommended on a survey, and why.

    Attributes
    ----------
    method : Method
        The row that is recommended.
    best : Method
        The row with the least mean error at places left out of the survey, or the mixture where
        that is within 5% of it.
    table : DataFrame
        Columns key, method, mean_m, low_m, high_m (95% interval over places, NaN for fewer than
        five), best first, in metres.
    changed : tuple of str
        What differs between survey and test scans as the data say, and the folds could not foresee:
        then the usual method is kept.
    heard : (float, float) or None
        Mean number of beacons heard in a scan of the survey and in a test scan, where that differs
        by more than chance and the data do not say how the test scans were made: a sign of another
        phone or holding, for which the usual method is kept, too.
    unforeseen : tuple of str
        Changes that no fold contains.
    scans_a_place : float
        Median number of scans at a place.
    """

    method: Method
    best: Method
    table: pd.DataFrame
    changed: tuple[str, ...]
    heard: tuple[float, float] | None
    unforeseen: tuple[str, ...]
    scans_a_place: float

    def mean_m(self, row: Method) -> float:
        """Mean error of a row at places left out, in metres."""
        return float(self.table.set_index("key")["mean_m"][row.key])


def recommend(experiment: Experiment, *, progress: Progress = no_progress) -> Recommendation:
    """The method with the least error at places left out of the survey, unless the phone changed.

    Places are dealt into five folds; each is located by every candidate from a survey of the other
    four. Differences of 5% are chance: among methods that close to the best the mixture is taken.
    Where the survey was made by several phones, or with the phone held in several ways, a fold
    leaves one of them out, too, unless the data say that the test scans bring no other: what wins
    then has met another phone. What no fold contains, no fold foresees: where the data say that the
    test scans differ in such a way, the usual method is kept, which trusts little but which beacons
    are strong. Where the data do not say it, the radio is asked: test scans that hear a quarter
    more or fewer beacons than the survey's, by five standard errors over places, count as another
    phone or holding. At most 1,500 scans are learned from.

    Parameters
    ----------
    experiment : Experiment
        Its survey is validated on; of the test scans only what the data call them, and how many
        beacons they hear, is read.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    Recommendation
        With the table of errors that it rests on.

    Raises
    ------
    ParameterError
        For a survey without positions.

    Examples
    --------
    >>> place_m = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)])
    >>> survey_dbm = -60 - 3 * abs(place_m[:, :1] - np.array([0.0, 10.0, 20.0]))
    >>> scans = FingerprintSet(survey_dbm, place_m, ["a", "b", "c"])
    >>> found = recommend(Experiment("k", "K", "yours", scans, scans, "the survey itself"))
    >>> found.method is found.best, found.unforeseen, found.scans_a_place
    (True, ('another phone', 'the phone held in another way', 'another day'), 1.0)
    """
    survey = experiment.survey
    few = survey.select(thinned(survey.known_position_m, LEARNED_FROM, _floors(survey)))
    rows = [row for row in quick_methods(experiment) if FOLDS in row.compared_in]
    test = experiment.test
    pairs = {PHONE: (survey.device_id, test.device_id), HOLDING: (survey.holding, test.holding)}
    met = {
        name: _several(here) and (experiment.held_out or there is None or _differ(here, there))
        for name, (here, there) in pairs.items()
    }
    groups = {PHONE: few.device_id, HOLDING: few.holding}
    left_out = [names for name, names in groups.items() if met[name] and names is not None]
    folds = list(_folds(few, left_out))
    table = _table(rows, _left_out(rows, few, folds, progress), few)
    best = method(str(table["key"].iloc[_preferred(table)]))
    differing = {name: _differ(*pair) for name, pair in pairs.items()}
    changed = tuple(
        name
        for name, differs in differing.items()
        if differs and not met[name] and not experiment.held_out
    )
    said = all(not _unsaid(*pair) for pair in pairs.values())
    heard = None if experiment.held_out or said or met[PHONE] else _heard_otherwise(survey, test)
    unforeseen = (*(name for name, known in met.items() if not known), DAY)
    count = np.bincount(distinct_places(survey.known_position_m, _floors(survey)).index)
    return Recommendation(
        method(USUAL.key) if changed or heard else best,
        best,
        table,
        changed,
        heard,
        unforeseen,
        float(np.median(count)),
    )


def _preferred(table: pd.DataFrame) -> int:
    """The row of the mixture where it is close to the best, else the first."""
    close = table["mean_m"] <= CLOSE * table["mean_m"].iloc[0]
    mixed = np.flatnonzero(close & table["key"].isin(MIXED.keys()))
    return int(mixed[0]) if len(mixed) else 0


def _folds(
    survey: FingerprintSet, groups: Sequence[NDArray[np.str_]]
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """(n,) scans that are learned from, and those that are located: other places, other phones."""
    fold = place_folds(survey.known_position_m, _floors(survey))
    for number in range(int(fold.max(initial=-1)) + 1):
        located = fold == number
        learned = ~located
        for group in groups:
            names = np.unique(group)
            left_out = group == names[number % len(names)]
            located, learned = located & left_out, learned & ~left_out
        if located.any() and learned.any():
            yield learned, located


def _left_out(
    rows: Sequence[Method],
    survey: FingerprintSet,
    folds: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
    progress: Progress,
) -> dict[str, NDArray[np.float64]]:
    """(n, 2) metres by each row's key; NaN for scans that no fold locates."""
    alone = [row for row in rows if row.key not in MIXED]
    found = {row.key: np.full((survey.n_scans, 2), np.nan) for row in rows}
    for number, (learned, located) in enumerate(folds):
        part = survey.select(learned)
        for each, row in enumerate(alone):
            progress((number + each / len(alone)) / len(folds), f"Left-out places: {row.title}")
            locator = row.fitted(part, survey.rss_dbm[located])
            found[row.key][located] = locator.predict(survey.rss_dbm[located])
    for key in found.keys() & MIXED.keys():
        parts = np.stack([found[each] for each in MIXED[key]])
        for _, located in folds:
            share = mixing_shares(parts[:, ~located], survey.known_position_m[~located])
            found[key][located] = np.tensordot(share, parts[:, located], axes=1)
    return found


def _table(
    rows: Sequence[Method], predicted_m: dict[str, NDArray[np.float64]], survey: FingerprintSet
) -> pd.DataFrame:
    """One row per method, best first; nothing located counts last, the usual method first."""
    place = distinct_places(survey.known_position_m, _floors(survey)).index
    lines = []
    for row in rows:
        error_m = np.linalg.norm(predicted_m[row.key] - survey.known_position_m, axis=1)
        known = np.isfinite(error_m)
        low = high = mean = float("nan")
        if known.any():
            mean = float(error_m[known].mean())
            low, high = bootstrap_mean(error_m, place)
        lines.append((row.key, row.title, mean, low, high))
    columns = ["key", "method", "mean_m", "low_m", "high_m"]
    return pd.DataFrame(lines, columns=columns).sort_values(
        "mean_m", ignore_index=True, kind="stable"
    )


def _floors(survey: FingerprintSet) -> NDArray[np.str_] | None:
    return survey.floor_id if len(survey.floor_names) > 1 else None


def _several(names: NDArray[np.str_] | None) -> bool:
    return names is not None and len(np.unique(names)) > 1


def _unsaid(survey: NDArray[np.str_] | None, test: NDArray[np.str_] | None) -> bool:
    return survey is None or test is None


def _heard_otherwise(survey: FingerprintSet, test: FingerprintSet) -> tuple[float, float] | None:
    """Beacons heard in a scan of the survey and of the test, where they differ beyond chance.

    Means and standard errors are those of places, since scans of one place hear the same.
    """
    means, squared_errors = [], []
    for scans in (survey, test):
        place = distinct_places(scans.known_position_m, _floors(scans)).index
        n_heard = np.isfinite(scans.rss_dbm).sum(axis=1).astype(float)
        of_place = np.bincount(place, n_heard) / np.bincount(place)
        if len(of_place) < FEWEST_PLACES:
            return None
        means.append(float(of_place.mean()))
        squared_errors.append(float(of_place.var(ddof=1)) / len(of_place))
    low, high = sorted(means)
    apart = high - low > HEARD_ERRORS * np.sqrt(sum(squared_errors))
    return (means[0], means[1]) if apart and high > HEARD_RATIO * low else None


def _differ(survey: NDArray[np.str_] | None, test: NDArray[np.str_] | None) -> bool:
    """Whether the data say that the test scans have something that the survey has not."""
    if survey is None or test is None:
        return False
    return bool(set(test.tolist()) - set(survey.tolist()))
