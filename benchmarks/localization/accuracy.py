"""Accuracy and speed of the locators on the real survey, as a table beside this script.

    python benchmarks/localization/accuracy.py [--new] [folder or ZIP archive of the survey]

Without a folder the survey is taken from KERNELSCOPE_DATA or an earlier download. With --new the
rows and sections that the table has are kept as they are, and only methods that it lacks are
measured.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.localization.bands import band_lines  # noqa: E402
from benchmarks.localization.kept import Kept, kept_of  # noqa: E402
from benchmarks.localization.sets import set_lines  # noqa: E402
from benchmarks.localization.uji import is_here  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from core.datasets.guelph import load_guelph, load_guelph_packets  # noqa: E402
from core.errors import UploadError  # noqa: E402
from core.localization import (  # noqa: E402
    METHODS,
    Experiment,
    KernelLocator,
    NeighborsLocator,
    bootstrap_mean,
    fit_method,
    hand_held_oracle,
    localization_report,
    make_experiment,
    walking_distance,
)
from core.localization.error_map import along_path_error  # noqa: E402
from core.localization.experiment import independent_blocks  # noqa: E402
from core.localization.kernels import KERNEL_TABLE  # noqa: E402
from core.localization.locator import Locator  # noqa: E402
from core.localization.method_row import Method  # noqa: E402
from core.localization.representations import ON_PAGES  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
PROTOCOLS = {"P3": "1 s", "P2": "all beacons"}
USUAL = KernelLocator()
VARIANTS: dict[str, Locator] = {
    "power 64": KernelLocator(power=64),
    **{
        f"kernel {row.label}": KernelLocator(kernel=row.name)
        for row in KERNEL_TABLE.values()
        if row.name != USUAL.kernel
    },
    **{
        f"representation {row.label}": KernelLocator(representation=row.name)
        for row in ON_PAGES
        if row.name != USUAL.representation
    },
    "nearest scan in dBm (scikit-learn)": NeighborsLocator(n_neighbors=1),
}


def main() -> int:
    """Measure, print and write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", help="folder or ZIP archive of the survey")
    asked.add_argument("--new", action="store_true", help="only rows that the table lacks")
    given = asked.parse_args()
    folder = given.folder
    try:
        data = {
            name: make_experiment(name, name, "measured", load_guelph(windows, folder))
            for name, windows in PROTOCOLS.items()
        }
        packets = load_guelph_packets(folder)
    except UploadError as error:
        print(f"The survey is not here: {error}")
        return 2
    if not is_here():
        print("The UJI BLE database does not lie beside this checkout.")
        return 2
    kept = kept_of(TABLE) if given.new else Kept()
    sections = [
        kept.section("## Over the band of settings", lambda: band_lines(data, packets)),
        _accuracy(data, kept),
        set_lines(data, kept),
        kept.section("## Speed", lambda: _speed(data["P3"])),
    ]
    lines = _head(kept)
    for section in sections:
        lines += ["", *section]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def _head(kept: Kept) -> list[str]:
    return [
        "# Localization on the real survey",
        "",
        *kept.measured(described("numpy", "scipy", "scikit-learn")),
        "",
        "Survey: phone on the floor, 276 places, 15 beacons. Test: phone in the hand, all scans,",
        "the mislabelled two seconds at 31.0 m included. Nothing is fitted or chosen on the test;",
        "what uses information beyond registered fingerprints says so. P3: windows of 1 s (5,573",
        "scans); P2: until every beacon in range was heard (3,129). Errors in metres.",
    ]


def _accuracy(data: dict[str, Experiment], kept: Kept) -> list[str]:
    columns = "mean [95 % interval] / median / 75 % / 90 % / 95 % / mean along the path"
    lines = [
        "## Every method at its defaults",
        "",
        "The interval is the 95 % percentile interval of the mean, from a bootstrap over the 275",
        "stops; the third quartile (75 %) is what the IPIN competitions rank by.",
        "",
        f"| method | uses | P3: {columns} | P2: {columns} |",
        "|---|---|---|---|",
    ]
    cells: Sequence[Callable[[], str]]
    for row in METHODS:
        uses = ", ".join(row.marks) or "–"
        cells = [partial(_method, row, each) for each in data.values()]
        lines.append(_row(kept, row.title, uses, cells))
    for name, locator in VARIANTS.items():
        cells = [partial(_variant, locator, each) for each in data.values()]
        lines.append(_row(kept, f"Kernel vote: {name}", "–", cells))
    cells = [partial(_oracle, each) for each in data.values()]
    lines.append(_row(kept, "*Ceiling: survey by the same hand*", "the test itself", cells))
    return lines


def _row(kept: Kept, title: str, uses: str, cells: Sequence[Callable[[], str]]) -> str:
    def make() -> str:
        return f"| {title} | {uses} | {' | '.join(cell() for cell in cells)} |"

    return kept.row(f"| {title} |", title, make)


def _method(row: Method, experiment: Experiment) -> str:
    return _cell(fit_method(row, experiment), experiment)


def _variant(locator: Locator, experiment: Experiment) -> str:
    survey = experiment.survey
    return _cell(locator.fit(survey.rss_dbm, survey.known_position_m), experiment)


def _oracle(experiment: Experiment) -> str:
    return _numbers(experiment, hand_held_oracle(experiment.test))


def _cell(locator: Locator, experiment: Experiment) -> str:
    return _numbers(experiment, locator.predict(experiment.test.rss_dbm))


def _numbers(experiment: Experiment, predicted_m: np.ndarray) -> str:
    true_m = experiment.test.known_position_m
    report = localization_report(true_m, predicted_m)
    error_m = np.linalg.norm(predicted_m - true_m, axis=1)
    low, high = bootstrap_mean(error_m, independent_blocks(experiment.test), random_state=0)
    grid_m = np.unique(experiment.survey.known_position_m, axis=0)
    floor = experiment.survey.floor
    distance_m = walking_distance(grid_m, None if floor is None else floor.walkable)
    along_m = np.nanmean(along_path_error(true_m, predicted_m, grid_m, distance_m))
    rest = " / ".join(f"{report[key]:.2f}" for key in ("median", "p75", "p90", "p95"))
    return f"{report['mean']:.2f} [{low:.2f}, {high:.2f}] / {rest} / {along_m:.2f}"


def _speed(experiment: Experiment) -> list[str]:
    lines = [
        "## Speed",
        "",
        "Time on P3, best of five (fit: 22,977 scans; one: a single scan; all: 5,573 scans).",
        "",
        "| method | fit, s | one, ms | all, s | all, against scikit-learn's neighbours |",
        "|---|---|---|---|---|",
    ]
    survey, test = experiment.survey, experiment.test
    rows = []
    timed: tuple[tuple[str, Locator], ...] = (
        ("KernelLocator()", KernelLocator()),
        ("50 nearest scans in dBm (scikit-learn)", NeighborsLocator(n_neighbors=50)),
    )
    for name, locator in timed:
        fit_s = _best(partial(locator.fit, survey.rss_dbm, survey.known_position_m))
        one_s = _best(partial(locator.predict, test.rss_dbm[:1]), repeats=50)
        all_s = _best(partial(locator.predict, test.rss_dbm))
        rows.append((name, fit_s, one_s, all_s))
    peer_s = rows[-1][3]
    for name, fit_s, one_s, all_s in rows:
        ratio = f"{peer_s / all_s:.1f} ×"
        lines.append(f"| {name} | {fit_s:.3f} | {1000 * one_s:.3f} | {all_s:.3f} | {ratio} |")
    return lines


def _best(work: Callable[[], object], repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
