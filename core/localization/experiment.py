"""A survey and the scans it is tried on: the data behind every localization view."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.errors import ParameterError
from core.localization.floors import distinct_places
from core.localization.random_fifth import random_fifth
from core.localization.room_scores import knows_only_rooms

STAY_S = 10.0  # a phone that stays shorter at a place is walked, not put down


@dataclass(frozen=True, eq=False)
class Experiment:
    """Registered fingerprints and test scans.

    Attributes
    ----------
    key : str
        Identifies the data: a catalogue key or a content hash.
    title : str
        What pages call it.
    origin : str
        "simulated", "measured" or "yours".
    survey : FingerprintSet
        What locators learn from.
    test : FingerprintSet
        What they are tried on.
    split : str
        Where the test scans come from, in words.
    held_out : bool
        Whether the test scans are survey scans themselves: nobody then held a phone in another way.
    """

    key: str
    title: str
    origin: str
    survey: FingerprintSet
    test: FingerprintSet
    split: str
    held_out: bool = False


def make_experiment(
    key: str, title: str, origin: str, scans: FingerprintSet, *, random_state: int = 0
) -> Experiment:
    """Take the test scans of a set, or hold out a random fifth of the places when it has none.

    Where places are rooms, of which one that is held out could never be named, it is a fifth of the
    scans of each room.

    Parameters
    ----------
    key, title, origin : str
        As in :class:`core.localization.Experiment`.
    scans : FingerprintSet
        With positions.
    random_state : int, optional
        Seed of the choice of places.

    Returns
    -------
    Experiment
        Survey and test scans.

    Raises
    ------
    ParameterError
        When the set has no positions or only one place.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0]] * 10, np.eye(10)[:, :2] + np.arange(10)[:, None], ["a"])
    >>> experiment = make_experiment("ten", "Ten places", "yours", scans)
    >>> experiment.survey.n_scans, experiment.test.n_scans, experiment.held_out
    (8, 2, True)
    """
    position_m = scans.known_position_m
    survey, test = scans.only("survey"), scans.only("test")
    if survey.n_scans and test.n_scans:
        return Experiment(key, title, origin, survey, test, _test_words(survey, test))
    floors = scans.floor_id if len(scans.floor_names) > 1 else None
    found = distinct_places(position_m, floors)
    places, place = found.grid_m, found.index
    if len(places) < 2:
        raise ParameterError(
            f"This survey has {len(places)} place; at least 2 are needed to tell places apart."
        )
    if scans.floor is not None and knows_only_rooms(places, scans.floor.rooms):
        held_out = _fifth_of_each(place, random_state)
        if held_out.any():
            split = "no test scans in the data: a fifth of the scans of each room was held out"
            survey, test = scans.select(~held_out), scans.select(held_out)
            return Experiment(key, title, origin, survey, test, split, held_out=True)
    chosen = random_fifth(len(places), random_state)
    held_out = chosen[place]
    count = int(chosen.sum())
    split = (
        f"no test scans in the data, so a held-out fifth: {count} of the {len(places)} places, "
        f"drawn at random, {'was' if count == 1 else 'were'} held out of the survey"
    )
    survey, test = scans.select(~held_out), scans.select(held_out)
    return Experiment(key, title, origin, survey, test, split, held_out=True)


def _fifth_of_each(place: NDArray[np.intp], random_state: int) -> NDArray[np.bool_]:
    """(n,) a random fifth of the scans of each place, at least one of two."""
    rng = np.random.default_rng(random_state)
    held_out = np.zeros(len(place), dtype=bool)
    for each in np.unique(place):
        rows = np.flatnonzero(place == each)
        if len(rows) > 1:
            held_out[rng.permutation(rows)[: max(1, len(rows) // 5)]] = True
    return held_out


def _test_words(survey: FingerprintSet, test: FingerprintSet) -> str:
    """What test scans of a set's own are, as far as it says."""
    if not _held_otherwise(survey, test):
        return "those that the data name as tests"
    if any("hand" in name.lower() for name in holdings_of(test)):
        return "hand-held scans of the same floor"
    return "those that the data name as tests, the phone held in another way than in the survey"


def _held_otherwise(survey: FingerprintSet, test: FingerprintSet) -> bool:
    return bool(
        survey.holding is not None
        and test.holding is not None
        and set(test.holding.tolist()) - set(survey.holding.tolist())
    )


def held_otherwise(experiment: Experiment) -> bool:
    """Whether the data say that the phone was held otherwise in some test scans than in the survey.

    Only then do pages speak of how a phone is held: nobody knows it of other data.
    """
    return not experiment.held_out and _held_otherwise(experiment.survey, experiment.test)


def on_floor(experiment: Experiment, floor: str) -> Experiment:
    """One floor of an experiment, with the beacons that its survey heard.

    Where the floor has no test scans, a fifth of its places is held out instead. Raises
    ParameterError for a floor that the survey does not know, and for one with a single place.

    >>> place_m, floor = np.eye(4)[:, :2] * 9, ["1", "1", "2", "2"]
    >>> scans = FingerprintSet([[-50.0]] * 4, place_m, ["a"], floor_id=floor)
    >>> both = Experiment("e", "E", "yours", scans, scans, "the survey itself")
    >>> on_floor(both, "2").survey.n_scans, on_floor(both, "2").key
    (2, 'e/floor 2')
    """
    key = f"{experiment.key}/floor {floor}"
    survey = experiment.survey.on_floor(floor)
    heard = np.asarray(~np.isnan(survey.rss_dbm).all(axis=0))
    survey = with_beacons(survey, heard)
    if floor not in experiment.test.floor_names:
        whole = replace(survey, role=None)
        return make_experiment(key, experiment.title, experiment.origin, whole)
    test = with_beacons(experiment.test.on_floor(floor), heard)
    return replace(experiment, key=key, survey=survey, test=test)


def with_beacons(scans: FingerprintSet, on: NDArray[np.bool_]) -> FingerprintSet:
    """The same scans with only the beacons ``on`` (B,), as if the others did not exist."""
    known = scans.beacon_position_m
    return replace(
        scans,
        rss_dbm=scans.rss_dbm[:, on],
        beacon_ids=scans.beacon_ids[on],
        beacon_position_m=None if known is None else known[on],
    )


def holdings_of(test: FingerprintSet) -> tuple[str, ...]:
    """The ways of holding the phone that the test scans name, in order of appearance."""
    if test.holding is None:
        return ()
    names, first = np.unique(test.holding, return_index=True)
    return tuple(str(name) for name in names[np.argsort(first)])


def with_holding(experiment: Experiment, holding: str) -> Experiment:
    """The experiment with only the test scans of one holding."""
    held = np.asarray(experiment.test.holding) == holding
    if not held.any():
        raise ParameterError(
            f"No test scan was made with the phone held as {holding!r}; choose one of: "
            f"{', '.join(holdings_of(experiment.test))}."
        )
    return replace(experiment, key=f"{experiment.key}/{holding}", test=experiment.test.select(held))


def independent_blocks(test: FingerprintSet) -> NDArray[np.intp]:
    """(n,) block of each scan: all scans of one walk, or of one stop, err together.

    Intervals are drawn over blocks, since scans of one block are not independent. A session with
    times is a walk where the phone stayed less than 10 s at a place on average (its duration over
    its places); everywhere else a block is a stop, by ``stop_id`` or by position.
    """
    stop = _stop_of(test)
    found = _walked(test)
    if found is None:
        return stop
    session, walked, _ = found
    block = np.where(walked, session, session.max() + 1 + stop)
    return np.unique(block, return_inverse=True)[1].ravel()


def stops_to_learn_from(test: FingerprintSet) -> NDArray[np.intp]:
    """(n,) the stop of each scan, as sets of places learn from stops.

    Where the phone was put down, a stop; of a walk, every 10 s of it; numbered along the places,
    walk by walk.
    """
    stop = _stop_of(test)
    found = _walked(test)
    session, piece = np.zeros((2, test.n_scans), dtype=np.intp)
    if found is not None:
        session, walked, since_s = found
        piece = np.where(walked, since_s // STAY_S, -1).astype(np.intp)
        session, stop = np.where(walked, session, 0), np.where(walked, 0, stop)
    centre_m = np.zeros((test.n_scans, 2))
    alone = piece < 0 if found is not None else np.ones(test.n_scans, dtype=bool)
    count = np.bincount(stop[alone], minlength=stop.max(initial=0) + 1)
    for axis, along in enumerate(test.known_position_m.T):
        total = np.bincount(stop[alone], along[alone], minlength=len(count))
        centre_m[alone, axis] = (total / np.maximum(count, 1))[stop[alone]]
    key = np.column_stack([session, piece, centre_m, stop])
    return np.unique(key, axis=0, return_inverse=True)[1].ravel()


def _stop_of(test: FingerprintSet) -> NDArray[np.intp]:
    """(n,) by ``stop_id``, else by position and floor."""
    if test.stop_id is not None:
        return np.unique(test.stop_id, return_inverse=True)[1].ravel()
    floors = test.floor_id if len(test.floor_names) > 1 else None
    return distinct_places(test.known_position_m, floors).index


def _walked(
    test: FingerprintSet,
) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.float64]] | None:
    """(n,) the session of each scan, whether that is a walk, and seconds since its begin."""
    if test.session_id is None or test.time_s is None or not test.n_scans:
        return None
    session = np.unique(test.session_id, return_inverse=True)[1].ravel()
    places = np.unique(np.column_stack([session, test.known_position_m]), axis=0)[:, 0].astype(int)
    begin_s, end_s = np.full((2, session.max() + 1), np.nan)
    np.fmin.at(begin_s, session, test.time_s)
    np.fmax.at(end_s, session, test.time_s)
    walked = (end_s - begin_s) / np.bincount(places) < STAY_S
    return session, walked[session], np.nan_to_num(test.time_s - begin_s[session])


def walk_order(test: FingerprintSet) -> NDArray[np.intp]:
    """Row order of the walk: by session and time, or along the order of the file."""
    if test.session_id is None or test.time_s is None:
        return np.arange(test.n_scans)
    return np.lexsort((test.time_s, test.session_id))
