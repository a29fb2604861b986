"""Do the sets hold the truth as often as they say? By what they learned from, on every floor."""

from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.localization.kept import Kept
from benchmarks.localization.uji import LIBRARY, zone
from core.datasets import load
from core.localization import (
    Experiment,
    GroupedSets,
    fit_method,
    make_experiment,
    method,
    simulated_scores,
)
from core.localization.credible_sets import LEVELS
from core.localization.set_study import Held, ScoredScans, held_by, score_scans

Scored = tuple[ScoredScans, np.ndarray]  # test scans at their truth, and simulated ones
KEYS = ("kernel", "map", "likelihood", "heavy_tails")
DRAWS = 200
# What sets learn from: how many stops, and whether simulated holdings count for ten more.
CASES = {
    "simulated holdings alone": (0, True),
    "5 stops, simulated": (5, True),
    "10 stops, simulated": (10, True),
    "10 stops alone": (10, False),
    "20 stops alone": (20, False),
}
# The least coverage of the kernel vote's 90% sets, in percent, and the most places in them.
TARGETS = {
    ("simulated holdings alone", "P3"): (83, None),
    ("simulated holdings alone", "P2"): (75, None),
    ("10 stops, simulated", "P3"): (90, 45),
    ("10 stops, simulated", "P2"): (86, 45),
    ("20 stops alone", "P3"): (91, 45),
    ("20 stops alone", "P2"): (87, 45),
    ("10 stops, simulated", "UJI phone 2"): (85, None),
    ("10 stops, simulated", "UJI phone 3"): (85, None),
}


def set_lines(data: dict[str, Experiment], kept: Kept) -> list[str]:
    """A table in markdown: coverage, size and promise of 90% sets, with what was aimed at."""
    floors = {**data, **uji_phones(), "building": _building()}
    lines = [
        "## Do the sets hold the truth?",
        "",
        "90% sets of places, by what they learned how large to be from. Coverage is that of scans",
        "at all other stops: the mean of 200 draws of the stops [10th to 90th percentile of the",
        "draws]; without stops, one number [95 % interval over the stops]. Size: mean number of",
        "registered places, and mean area. On the real survey (P3, P2; 276 places) a place is",
        "0.2 m of corridor. UJI: the library of the UJI BLE database (Mendoza-Silva et al., 2019,",
        "CC BY 4.0), 58 places surveyed by one phone, used with another. Building: the simulated",
        "one, five holdings together, a stop being 10 s of a walk. The promise holds for the next",
        "stop of the same phone and holding, on average over stops, whatever the simulator is",
        "worth.",
        "",
        "| floor | method | learned from | promised | covered | places | m² | aimed at |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for floor, experiment in floors.items():
        for key in KEYS:
            scored: list[Scored] = []  # filled by the first case that is to be measured
            for case in CASES:
                make = partial(_line, floor, key, case, experiment, scored)
                start = f"| {floor} | {method(key).title} | {case} |"
                lines.append(kept.row(start, f"sets of {method(key).title}", make))
    return [*lines, "", *_levels(floors, kept)]


def _line(floor: str, key: str, case: str, experiment: Experiment, scored: list[Scored]) -> str:
    if not scored:
        locator = fit_method(method(key), experiment)
        scans = score_scans(locator, experiment.test)
        scored.append((scans, simulated_scores(locator, random_state=0)))
    found = _draws(*scored[0], case)
    aim = _aim(found, case, floor) if key == "kernel" else ""
    return f"| {' | '.join([floor, method(key).title, case, *_cells(found), aim])} |"


def uji_phones() -> dict[str, Experiment]:
    """The library, surveyed by phone 1, with scans of phones 2 and 3."""
    scans = zone(LIBRARY).scans
    found = {}
    for number in ("2", "3"):
        used = np.isin(scans.device_id, ("1", number))
        part = scans.select(used)
        role = np.where(part.device_id == "1", "survey", "test")
        name = f"UJI phone {number}"
        found[name] = make_experiment(name, name, "measured", replace(part, role=role))
    return found


def _building() -> Experiment:
    return make_experiment("building", "Building", "simulated", load("building"))


def _draws(scored: ScoredScans, simulated: np.ndarray, case: str, level: float = 0.9) -> list[Held]:
    n_stops, with_simulated = CASES[case]
    rng, stops = np.random.default_rng(0), np.unique(scored.stop)
    found = []
    for _ in range(DRAWS if n_stops else 1):
        used = np.isin(scored.stop, rng.choice(stops, n_stops, replace=False))
        sets = GroupedSets().calibrate(
            scored.at_truth[used],
            scored.stop[used],
            simulated=simulated if with_simulated else None,
        )
        found.append(held_by(sets, scored, used, level, with_interval=not n_stops))
    return found


def _cells(found: list[Held]) -> list[str]:
    covered = [held.covered for held in found]
    low, high = np.quantile(covered, [0.1, 0.9])
    if len(found) == 1:
        low, high = found[0].low, found[0].high
    places, area_m2 = (np.mean([getattr(h, name) for h in found]) for name in ("places", "area_m2"))
    spread = f"{np.mean(covered):.1%} [{low:.0%}, {high:.0%}]"
    promised = f"{found[0].promised:.0%}" if found[0].promised else "nothing"
    return [promised, spread, f"{places:.0f}", f"{area_m2:.0f}"]


def _aim(found: list[Held], case: str, floor: str) -> str:
    if (case, floor) not in TARGETS:
        return ""
    least, most = TARGETS[case, floor]
    covered = 100 * np.mean([held.covered for held in found])
    places = np.mean([held.places for held in found])
    met = covered >= least and (most is None or places <= most)
    size = "" if most is None else f", ≤ {most} places"
    return f"≥ {least} %{size}: {'met' if met else '**missed**'}"


def _levels(floors: dict[str, Experiment], kept: Kept) -> list[str]:
    asked = " / ".join(f"{level:.0%}" for level in LEVELS)
    lines = [
        f"The kernel vote at other levels, learned from 10 stops and simulated holdings: {asked}.",
        "",
        "| floor | covered | promised |",
        "|---|---|---|",
    ]
    for floor, experiment in floors.items():
        start = f"| {floor} | "  # the rows above begin alike, and go on with a method
        known = [line for line in kept.lines if line.startswith(start) and line.count("|") == 4]
        lines.append(known[0] if known else f"{start}{_of_levels(experiment)} |")
    return lines


def _of_levels(experiment: Experiment) -> str:
    locator = fit_method(method("kernel"), experiment)
    scored = score_scans(locator, experiment.test)
    simulated = simulated_scores(locator, random_state=0)
    rows = [_draws(scored, simulated, "10 stops, simulated", level) for level in LEVELS]
    covered = " / ".join(f"{np.mean([held.covered for held in row]):.0%}" for row in rows)
    return f"{covered} | {' / '.join(f'{row[0].promised:.0%}' for row in rows)}"
