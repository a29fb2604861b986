"""Does the simulator show what the measured survey shows? Its corridor simulated, and the building.

    python benchmarks/localization_twin.py [folder or ZIP archive of the survey]

writes localization_twin.md beside this script: the survey and its simulated twin in numbers, the
methods' mean errors on both and in the building, and powed against dBm for each holding.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.stats import kendalltau

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.corridor_statistics import corridor_statistics  # noqa: E402
from benchmarks.corridor_twin import simulated_corridor  # noqa: E402
from benchmarks.localization_simulated import errors_by_holding  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from core.datasets import simulate_building  # noqa: E402
from core.datasets.fingerprint_set import FingerprintSet  # noqa: E402
from core.datasets.guelph import load_guelph  # noqa: E402
from core.errors import UploadError  # noqa: E402
from core.localization import METHODS, Experiment, make_experiment, try_methods  # noqa: E402
from core.localization.experiment import with_holding  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
SEEDS, SLOW_SEEDS = range(10), range(3)
QUICK = [row for row in METHODS if not row.slow]
SLOW = [row for row in METHODS if row.slow]


def main() -> int:
    """Measure, print and write the tables."""
    try:
        measured = load_guelph("1 s", sys.argv[1] if len(sys.argv) > 1 else None)
    except UploadError as error:
        print(f"The survey is not here: {error}")
        return 2
    lines = [
        "# The simulator against the measured survey",
        "",
        f"Measured {described('numpy', 'scipy', 'scikit-learn')}.",
        "",
        "Twin: the survey's own places, stops and beacons, with levels drawn by the simulator's",
        "radio, poses floor and texting; ten seeds, mean ± standard deviation. The radio's",
        "constants were fitted to the survey's packets and levels, never to an error in metres.",
        "",
        *_statistics(measured),
        "",
        *_methods(measured),
        "",
        *_holdings(),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def _statistics(measured: FingerprintSet) -> list[str]:
    real = corridor_statistics(measured)
    drawn = [corridor_statistics(simulated_corridor(measured, seed)) for seed in SEEDS]
    lines = ["## The corridor and its twin", "", "| quantity | measured | twin |", "|---|---|---|"]
    for name, value in real.items():
        found = [each[name] for each in drawn]
        lines.append(f"| {name} | {value:.2f} | {np.mean(found):.2f} ± {np.std(found):.2f} |")
    return lines


def _methods(measured: FingerprintSet) -> list[str]:
    """Mean errors of every method, and how far its rank agrees with the measured one."""
    columns: dict[str, dict[str, list[float]]] = {
        name: {row.key: [] for row in METHODS}
        for name in ("measured", "twin", "building, all holdings", "building, texting")
    }

    def collect(name: str, experiment: Experiment, rows: list) -> None:
        for result in try_methods(rows, experiment):
            columns[name][result.method.key].append(float(np.nanmean(result.error_m)))

    collect("measured", make_experiment("m", "Survey", "measured", measured), list(METHODS))
    for seed in SEEDS:
        twin = make_experiment("twin", "Twin", "simulated", simulated_corridor(measured, seed))
        building = make_experiment(
            "b", "Building", "simulated", simulate_building(random_state=seed)
        )
        for rows, seeds in ((QUICK, SEEDS), (SLOW, SLOW_SEEDS)):
            if seed in seeds:
                collect("twin", twin, rows)
                collect("building, all holdings", building, rows)
                collect("building, texting", with_holding(building, "texting"), rows)
    means = {
        name: {key: float(np.mean(found)) for key, found in column.items()}
        for name, column in columns.items()
    }
    lines = [
        "## The methods of “How good?”",
        "",
        "Mean error in metres; ten seeds, the regressors three. Kendall's τ compares the order",
        "with the measured one, over all methods and over those that take no minutes to fit.",
        "",
        f"| method | {' | '.join(means)} |",
        "|---" * (len(means) + 1) + "|",
    ]
    for row in METHODS:
        lines.append(f"| {row.title} | {' | '.join(f'{m[row.key]:.2f}' for m in means.values())} |")
    for title, rows in (("all", METHODS), ("quick", QUICK)):
        order = [[mean[row.key] for row in rows] for mean in means.values()]
        taus = [f"{kendalltau(order[0], each).statistic:.2f}" for each in order]
        lines.append(f"| *τ, {title} methods* | {' | '.join(taus)} |")
    return lines


def _holdings() -> list[str]:
    lines = [
        "## Powed against dBm in the building",
        "",
        "Median / mean error in metres, mean of ten buildings.",
        "",
        "| phone held | kernel vote, powed | kernel vote, dBm | 50 nearest scans in dBm |",
        "|---|---|---|---|",
    ]
    found = [errors_by_holding(seed) for seed in SEEDS]
    for holding in found[0]:
        cells = []
        for key in found[0][holding]:
            median, mean = np.mean([each[holding][key] for each in found], axis=0)
            cells.append(f"{median:.2f} / {mean:.2f}")
        lines.append(f"| {holding} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
