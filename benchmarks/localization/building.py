"""Does the simulated building show what the measured survey shows? Ten seeds of it.

    python benchmarks/localization/building.py

writes building.md beside this script: powed levels against dBm for each way of holding the phone,
and the order of the methods against the order in accuracy.md (the real survey).
"""

import re
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.datasets import simulate_building  # noqa: E402
from core.localization import METHODS, KernelLocator, make_experiment, try_methods  # noqa: E402
from core.localization.methods import Method, method  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
REAL = TABLE.with_name("accuracy.md")
SEEDS = range(10)
EVERY = "in every way"
DBM = Method("dbm", "Kernel vote, dBm", "", lambda survey: KernelLocator(representation="dbm"))
DUEL = (method("kernel"), DBM, method("neighbors"))
QUICK = tuple(row for row in METHODS if not row.slow)
# Near twins of another row: how two of a pair are ordered is chance on either side.
TWINS = {"scans": "kernel", "tuned_neighbors": "neighbors", "heavy_tails": "likelihood"}


def errors_m(seed: int, rows: tuple[Method, ...]) -> dict[str, NDArray[np.float64]]:
    """Holding (first: all together) → (len(rows), 2) median and mean error in metres."""
    building = make_experiment("b", "b", "simulated", simulate_building(random_state=seed))
    error_m = np.stack([result.error_m for result in try_methods(rows, building)])
    held = np.asarray(building.test.holding)
    scans = {EVERY: np.full(len(held), True)}
    scans |= {name: held == name for name in dict.fromkeys(held.tolist())}
    return {
        name: np.column_stack([f(error_m[:, chosen], axis=1) for f in (np.nanmedian, np.nanmean)])
        for name, chosen in scans.items()
    }


def survey_means_m() -> dict[str, float]:
    """Key of a method → its mean error on the real survey (1 s scans), as accuracy.md says.

    A method that is newer than that table is left out.
    """
    lines = REAL.read_text(encoding="utf-8").splitlines()
    found = {}
    for row in METHODS:
        line = next((line for line in lines if line.startswith(f"| {row.title} |")), None)
        if line is not None:
            found[row.key] = float(re.split(r" \| ", line)[2].split()[0])
    return found


def agreement(mean_m: dict[str, float], *, twins: bool = False) -> float:
    """Kendall's τ between the order of these means and the order on the real survey.

    Over one method of each kind; ``twins`` counts their near twins, too.
    """
    real = survey_means_m()
    both = [key for key in mean_m if key in real and (twins or key not in TWINS)]
    ranks = kendalltau([real[key] for key in both], [mean_m[key] for key in both])
    return float(ranks.statistic)


def main() -> int:
    """Measure, print and write the tables."""
    found = [errors_m(seed, (*QUICK, DBM)) for seed in SEEDS]
    TABLE.write_text("\n".join(tables(found)) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def tables(found: list[dict[str, NDArray[np.float64]]]) -> list[str]:
    """Lines of the report from :func:`errors_m` of the quick methods and the vote in dBm."""
    return [
        "# The simulated building against the real survey",
        "",
        f"Measured {described('numpy', 'scipy', 'scikit-learn')}.",
        "",
        *_holdings(np.stack([np.stack(list(each.values())) for each in found]), list(found[0])),
        "",
        *_methods(np.stack([each[EVERY][:, 1] for each in found])),
    ]


def _holdings(found: NDArray[np.float64], holdings: list[str]) -> list[str]:
    """``found`` (seeds, holdings, methods, 2)."""
    keys = [row.key for row in (*QUICK, DBM)]
    duel = found[:, :, [keys.index(row.key) for row in DUEL]].mean(axis=0)
    lines = [
        "## Powed against dBm",
        "",
        "Survey on the floor, phone carried: median / mean error in metres, mean of ten buildings;",
        "*dBm worse by* compares the means of the kernel vote.",
        "",
        f"| phone held | {' | '.join(row.title for row in DUEL)} | dBm worse by |",
        "|---" * (len(DUEL) + 2) + "|",
    ]
    for name, row in zip(holdings, duel, strict=True):
        cells = " | ".join(f"{median:.2f} / {mean:.2f}" for median, mean in row)
        lines.append(f"| {name} | {cells} | {100 * (row[1, 1] / row[0, 1] - 1):.0f} % |")
    return lines


def _methods(mean_m: NDArray[np.float64]) -> list[str]:
    """``mean_m`` (seeds, methods and the vote in dBm)."""
    real = survey_means_m()
    each = [dict(zip([row.key for row in QUICK], row, strict=False)) for row in mean_m.tolist()]
    mean = {key: float(np.mean([found[key] for found in each])) for key in each[0]}
    order = sorted((row for row in QUICK if row.key in real), key=lambda row: real[row.key])
    taus = [agreement(found) for found in each]
    twins = "; ".join(method(key).title for key in TWINS)
    return [
        "## The order of the methods",
        "",
        "Mean error in metres, phone held in every way, mean of ten buildings; the methods that",
        "*How good?* shows without being asked for regressors. Best on the real survey first.",
        "",
        "| method | real survey | building |",
        "|---|---|---|",
        *(f"| {row.title} | {real[row.key]:.2f} | {mean[row.key]:.2f} |" for row in order),
        "",
        f"Kendall's τ: **{agreement(mean):.2f}** for the mean of ten buildings, over one method of "
        f"each kind; in single ones {min(taus):.2f} to {max(taus):.2f}. With near twins of others "
        f"({twins}), whose order within a pair is chance: {agreement(mean, twins=True):.2f}.",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
