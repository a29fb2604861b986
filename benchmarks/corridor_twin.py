"""The measured corridor simulated: its places, stops and beacons, with radio drawn from a seed.

    python benchmarks/corridor_twin.py [folder or ZIP archive of the survey]

writes corridor_twin.md beside this script: the survey and its simulated twin in numbers.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon, box

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.corridor_statistics import corridor_statistics  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from core.datasets.fingerprint_set import FingerprintSet  # noqa: E402
from core.datasets.guelph import load_guelph  # noqa: E402
from core.datasets.simulation.layout import BRICK_DB, Layout  # noqa: E402
from core.datasets.simulation.poses import check_pose  # noqa: E402
from core.datasets.simulation.radio import Radio  # noqa: E402
from core.datasets.simulation.windows import one_second_windows, slow_fading_db  # noqa: E402
from core.errors import UploadError  # noqa: E402

TABLE, SEEDS = Path(__file__).with_suffix(".md"), range(5)
SURVEY_WINDOWS, TEST_WINDOWS, SURVEY_STEP_S = 40, 20, 2.0  # 80 s and 20 s, as measured
HALF_WIDTH_M = 1.2
STAIRWELL_M = (2.0, 5.0)  # open towards the long leg, where beacon 11 hangs


def simulated_corridor(measured: FingerprintSet, random_state: int) -> FingerprintSet:
    """The measured set with its levels replaced by simulated ones, floor and hand (texting)."""
    rng = np.random.default_rng(random_state)
    radio = Radio.draw(_corridor(), np.asarray(measured.beacon_position_m), rng)
    parts = []
    for role, pose, n_windows, step_s in (
        ("survey", "floor", SURVEY_WINDOWS, SURVEY_STEP_S),
        ("test", "texting", TEST_WINDOWS, 1.0),
    ):
        scans = measured.only(role)
        _, first = np.unique(scans.known_position_m, axis=0, return_index=True)
        places = scans.select(np.repeat(first, n_windows))
        place_m = scans.known_position_m[first]
        held = check_pose(pose)
        mean_dbm = radio.mean_dbm(place_m, held, rng)
        mean_dbm += radio.body_db(place_m, _heading(place_m), held)
        rss_dbm = _scans(mean_dbm, n_windows, step_s, rng)
        heard = np.isfinite(rss_dbm).any(axis=1)
        parts.append(replace(places, rss_dbm=rss_dbm).select(heard))
    survey, test = parts
    joined = {
        name: np.concatenate([getattr(survey, name), getattr(test, name)])
        for name in ("rss_dbm", "position_m", "stop_id", "holding", "role")
    }
    return replace(measured, **joined, row_id=np.empty(0, dtype=str))  # rows of no file


def _scans(
    mean_dbm: NDArray[np.float64], n_windows: int, step_s: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(places · n_windows, B) one-second scans at places with these mean levels."""
    fading = slow_fading_db(n_windows, mean_dbm.size, rng, step_s=step_s)
    level = mean_dbm[:, None, :] + fading.reshape(n_windows, *mean_dbm.shape).swapaxes(0, 1)
    level = level.reshape(-1, mean_dbm.shape[1])
    return one_second_windows(level, np.zeros_like(level), rng)


def _corridor() -> Layout:
    """Walls on both sides of the L; a line that crosses the inner corner loses one wall."""
    inner = (
        LineString([(STAIRWELL_M[1], HALF_WIDTH_M), (46, HALF_WIDTH_M)]),
        LineString(
            [(HALF_WIDTH_M, 16), (HALF_WIDTH_M, HALF_WIDTH_M), (STAIRWELL_M[0], HALF_WIDTH_M)]
        ),
    )
    outer = LineString([(46, -HALF_WIDTH_M), (-HALF_WIDTH_M, -HALF_WIDTH_M), (-HALF_WIDTH_M, 16)])
    floor = box(-HALF_WIDTH_M, -HALF_WIDTH_M, 46, 16)
    walls = tuple((wall, BRICK_DB) for wall in (*inner, outer))
    return Layout({}, Polygon(floor.exterior), walls, {}, floor)


def _heading(place_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Towards the corner on the long leg, away from it on the short one: one walk along the path.

    The order of the stops tells the direction for a fifth of the path only.
    """
    return np.where(place_m[:, 0] > 0, np.pi, np.pi / 2)


def main() -> int:
    """Measure, print and write the table."""
    try:
        measured = load_guelph("1 s", sys.argv[1] if len(sys.argv) > 1 else None)
    except UploadError as error:
        print(f"The survey is not here: {error}")
        return 2
    real = corridor_statistics(measured)
    drawn = [corridor_statistics(simulated_corridor(measured, seed)) for seed in SEEDS]
    lines = [
        "# The measured corridor and its simulated twin",
        "",
        f"Measured {described('numpy', 'scipy')}.",
        "",
        "Twin: the survey's own places, stops and beacons, with levels drawn by the simulator's",
        f"radio, poses floor and texting; {len(SEEDS)} seeds, mean ± standard deviation.",
        "The radio's constants were fitted to the survey's packets and levels, never to an error",
        "in metres.",
        "",
        "| quantity | measured | twin |",
        "|---|---|---|",
    ]
    for name, value in real.items():
        found = [each[name] for each in drawn]
        lines.append(f"| {name} | {value:.2f} | {np.mean(found):.2f} ± {np.std(found):.2f} |")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
