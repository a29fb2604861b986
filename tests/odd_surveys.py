"""Two hundred surveys that nobody would call typical, each valid, drawn from one seed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import shapely

from core.datasets import FingerprintSet, FloorPlan

N_ODD = 200
MARKUP = ("<b>bold</b>", "[x](y)", "**a**", "`c`", "$\\alpha$", ":smile:", "www.a.b", "a|b", "  ")
Change = Callable[[FingerprintSet, np.random.Generator], FingerprintSet]


def odd_survey(number: int) -> FingerprintSet:
    """The survey of this number: a random layout, then one to three oddities."""
    rng = np.random.default_rng(number)
    scans = _plain(rng)
    first = CHANGES[number % len(CHANGES)]
    others = rng.choice(len(CHANGES), rng.integers(0, 3), replace=False)
    for change in (first, *(CHANGES[each] for each in others)):
        scans = change(scans, rng)
    return scans


def oddities(number: int) -> str:
    """What is odd about it first of all: a name for a test."""
    return CHANGES[number % len(CHANGES)].__name__.strip("_")


def _plain(rng: np.random.Generator) -> FingerprintSet:
    """2 to 12 places, 1 to 6 scans each, 2 to 6 beacons by path loss with noise and silence."""
    n_places, n_beacons = int(rng.integers(2, 13)), int(rng.integers(2, 7))
    place_m = rng.uniform(0, 20, (n_places, 2)).round(1)
    beacon_m = rng.uniform(0, 20, (n_beacons, 2)).round(1)
    position_m = np.repeat(place_m, rng.integers(1, 7, n_places), axis=0)
    away = np.linalg.norm(position_m[:, None] - beacon_m, axis=2)
    level = -50 - 20 * np.log10(np.maximum(away, 1)) + rng.normal(0, 4, away.shape)
    level = np.minimum(np.where(rng.random(level.shape) < 0.1, np.nan, level), -1.0)
    names = np.array([f"B{each}" for each in range(n_beacons)])
    return FingerprintSet(level, position_m, names, beacon_m)


def _rows(scans: FingerprintSet, kept: np.ndarray) -> FingerprintSet:
    return scans.select(np.flatnonzero(kept))


def _one_place(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, position_m=np.tile(scans.known_position_m[:1], (scans.n_scans, 1)))


def _two_places(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    place_m = np.where(np.arange(scans.n_scans)[:, None] % 2, [3.0, 0.0], [0.0, 0.0])
    return replace(scans, position_m=place_m)


def _one_beacon(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    known = scans.beacon_position_m
    return replace(
        scans,
        rss_dbm=scans.rss_dbm[:, :1],
        beacon_ids=scans.beacon_ids[:1],
        beacon_position_m=None if known is None else known[:1],
    )


def _one_scan(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return scans.select(np.arange(1))


def _one_scan_a_place(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return scans.select(np.sort(np.unique(scans.known_position_m, axis=0, return_index=True)[1]))


def _silent_column(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    silent = np.arange(scans.n_beacons) == rng.integers(scans.n_beacons)
    return replace(scans, rss_dbm=np.where(silent, np.nan, scans.rss_dbm))


def _all_silent(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, rss_dbm=np.full(scans.rss_dbm.shape, np.nan))


def _silent_scans(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    silent = rng.random(scans.n_scans) < 0.5
    return replace(scans, rss_dbm=np.where(silent[:, None], np.nan, scans.rss_dbm))


def _constant_levels(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, rss_dbm=np.full(scans.rss_dbm.shape, -70.0))


def _very_quiet(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, rss_dbm=np.where(np.isnan(scans.rss_dbm), np.nan, -119.0))


def _duplicates(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return scans.select(np.repeat(np.arange(scans.n_scans), 3))


def _no_beacon_positions(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, beacon_position_m=None)


def _some_beacon_positions(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    known = rng.uniform(0, 20, (scans.n_beacons, 2))
    known[rng.random(scans.n_beacons) < 0.7] = np.nan
    return replace(scans, beacon_position_m=known)


def _beacons_in_one_spot(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(
        scans, beacon_position_m=np.tile(scans.known_position_m[:1], (scans.n_beacons, 1))
    )


def _negative_coordinates(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return _moved(scans, -1.0, -500.0)


def _huge_coordinates(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return _moved(scans, 1.0, 5.4e6)


def _wide_floor(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return _moved(scans, 1e4, 0.0)


def _tiny_floor(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return _moved(scans, 1e-4, 0.0)


def _on_a_line(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, position_m=scans.known_position_m * np.array([1.0, 0.0]))


def _moved(scans: FingerprintSet, scale: float, shift_m: float) -> FingerprintSet:
    known = scans.beacon_position_m
    return replace(
        scans,
        position_m=scale * scans.known_position_m + shift_m,
        beacon_position_m=None if known is None else scale * known + shift_m,
    )


def _several_floors(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, floor_id=rng.choice(["0", "1", "tower/2"], scans.n_scans))


def _floor_of_one_place(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, floor_id=np.where(np.arange(scans.n_scans) == 0, "attic", "cellar"))


def _floors_like_fractions(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, floor_id=rng.choice(["0/0", "1/0", "0/1"], scans.n_scans))


def _one_time(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, time_s=np.zeros(scans.n_scans), session_id=np.full(scans.n_scans, "s"))


def _walks(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    time_s = np.arange(scans.n_scans, dtype=float)
    return replace(scans, time_s=time_s, session_id=rng.choice(["a", "b"], scans.n_scans))


def _roles(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    role = np.where(rng.random(scans.n_scans) < 0.5, "survey", "test")
    return replace(scans, role=role)


def _all_test(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, role=np.full(scans.n_scans, "test"))


def _one_test_scan(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, role=np.where(np.arange(scans.n_scans) == 0, "test", "survey"))


def _other_place_tests(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    """Test scans far off the survey."""
    test = np.arange(scans.n_scans) % 2 == 1
    position_m = np.where(test[:, None], scans.known_position_m + 1000.0, scans.known_position_m)
    return replace(scans, role=np.where(test, "test", "survey"), position_m=position_m)


def _devices(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, device_id=rng.choice(["one", "two"], scans.n_scans))


def _markup_names(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    names = [f"{MARKUP[each % len(MARKUP)]}{each}" for each in range(scans.n_beacons)]
    return replace(scans, beacon_ids=np.array(names))


def _markup_everywhere(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    names = rng.choice(MARKUP[:-1], scans.n_scans)
    return replace(scans, stop_id=names, session_id=names, device_id=names)


def _long_names(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    names = [f"{'x' * 300}{each}" for each in range(scans.n_beacons)]
    return replace(scans, beacon_ids=np.array(names))


def _holdings(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    test = np.arange(scans.n_scans) % 2 == 1
    return replace(
        scans,
        role=np.where(test, "test", "survey"),
        holding=np.where(test, "pocket", "floor"),
    )


def _plan(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    low, high = scans.known_position_m.min(axis=0) - 1, scans.known_position_m.max(axis=0) + 1
    walkable = shapely.box(*low, *high)
    return replace(scans, floor=FloorPlan(walkable=walkable, rooms=(("a", walkable),)))


def _plan_elsewhere(scans: FingerprintSet, rng: np.random.Generator) -> FingerprintSet:
    return replace(scans, floor=FloorPlan(walkable=shapely.box(900, 900, 901, 901)))


CHANGES: tuple[Change, ...] = (
    *(_one_place, _two_places, _one_beacon, _one_scan, _one_scan_a_place, _silent_column),
    *(_all_silent, _silent_scans, _constant_levels, _very_quiet, _duplicates),
    *(_no_beacon_positions, _some_beacon_positions, _beacons_in_one_spot, _negative_coordinates),
    *(_huge_coordinates, _wide_floor, _tiny_floor, _on_a_line, _several_floors),
    *(_floor_of_one_place, _floors_like_fractions, _one_time, _walks, _roles, _all_test),
    *(_one_test_scan, _other_place_tests, _devices, _markup_names, _markup_everywhere),
    *(_long_names, _holdings, _plan, _plan_elsewhere),
)


# What pages must not say of data that do not say it themselves, and what is no sentence at all.
OF_HANDS = re.compile(r"\bceiling|hand-held|\bholdings?\b|same hand|phone held as", re.IGNORECASE)
NO_NUMBER = re.compile(r"\b(?:nan|inf|None|NaT)\b")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,])1 (?:\w+ )?(?:places|beacons|stops|scans|floors|methods|sessions|labels)\b"
)
RAW_FLOOR = re.compile(r"(?<![\w/])[01]/[01](?![\w/])")


def wrong_words(texts: Iterable[str], scans: FingerprintSet) -> list[str]:
    """The texts that claim what the set does not carry, or that are no sentences."""
    patterns = [NO_NUMBER, ONE_OF_MANY, RAW_FLOOR]
    if not says_how_held(scans):
        patterns.append(OF_HANDS)
    return [text for text in texts if any(each.search(text) for each in patterns)]


def says_how_held(scans: FingerprintSet) -> bool:
    """Whether the set has test scans of its own and says how the phone was held."""
    return scans.holding is not None and scans.role is not None
