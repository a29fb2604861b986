"""Does the live loop run for a long time without growing? Memory, threads and rate, as a table.

    python benchmarks/soak.py [--minutes 10] [--write] [--survey FOLDER]

Two loops at once, 25 fixes a second each: the simulated walker in the simulated building, and a
replay of the real survey where a copy of it is here (KERNELSCOPE_DATA or an earlier download). With
--write the table beside this script is replaced.
"""

import argparse
import gc
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.datasets import FingerprintSet, load  # noqa: E402
from core.datasets.guelph import load_guelph  # noqa: E402
from core.datasets.simulation.building import draw_building  # noqa: E402
from core.errors import UploadError  # noqa: E402
from core.inference import Engine, export_onnx  # noqa: E402
from core.inference.live import (  # noqa: E402
    LiveLoop,
    LiveModel,
    ReplaySource,
    SimulatedWalker,
    timeline_of_scans,
)
from core.localization import KernelLocator, WalkTracker  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
RATE_HZ = 25.0
SETTLE_SHARE = 0.5  # caches fill in the first half; growth is measured after it


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the start, resident MB, threads, and each loop's rate."""

    time_s: float
    memory_mb: float
    n_threads: int
    rates_hz: tuple[float, ...]


@dataclass(frozen=True)
class Soak:
    """What a soak found. ``growth_mb_per_min``: slope in the second half."""

    names: tuple[str, ...]
    samples: tuple[Sample, ...]
    fixes: tuple[int, ...]
    median_error_m: tuple[float, ...]
    growth_mb_per_min: float
    threads_after: int
    threads_before: int


def make_loops(folder: str | None = None, *, speed: float = 4.0) -> dict[str, LiveLoop]:
    """The walker, and the real survey where it is; both with a tracker on the floor."""
    building = load("building")
    walker = SimulatedWalker(draw_building(random_state=0), "texting", speed=speed)
    loops = {"simulated building, walker": _loop(building, walker)}
    try:
        real = load_guelph(folder=folder)
    except UploadError:
        return loops
    test = real.only("test")
    replay = ReplaySource(timeline_of_scans(test, np.arange(test.n_scans)), speed=speed)
    return loops | {"real survey, replay": _loop(real, replay)}


def _loop(scans: FingerprintSet, source: ReplaySource) -> LiveLoop:
    survey = scans.only("survey")
    locator = KernelLocator().fit(survey.rss_dbm, survey.known_position_m)
    floor = None if survey.floor is None else survey.floor.walkable
    tracker = WalkTracker(locator.grid_, floor)
    beacon_ids = tuple(str(name) for name in survey.beacon_ids)
    engine = Engine(export_onnx(locator))
    model = LiveModel("kernel vote", engine, beacon_ids, locator.grid_, tracker.twin)
    return LiveLoop(source, [model], rate_hz=RATE_HZ, watched=False)


def soak(loops: dict[str, LiveLoop], seconds: float, every_s: float = 5.0) -> Soak:
    """Run the loops, look every few seconds, stop them, and count what is left."""
    process = psutil.Process()
    threads_before = threading.active_count()
    for loop in loops.values():
        loop.start()
    begun = time.monotonic()
    samples = []
    while time.monotonic() - begun < seconds:
        time.sleep(min(every_s, seconds / 8))
        gc.collect()
        samples.append(
            Sample(
                time.monotonic() - begun,
                process.memory_info().rss / 1e6,
                threading.active_count(),
                tuple(loop.state.rate_hz for loop in loops.values()),
            )
        )
    for loop in loops.values():
        loop.stop()
    settled = [one for one in samples if one.time_s >= SETTLE_SHARE * seconds]
    slope = np.polyfit([s.time_s / 60 for s in settled], [s.memory_mb for s in settled], 1)[0]
    return Soak(
        tuple(loops),
        tuple(samples),
        tuple(loop.state.n_ticks for loop in loops.values()),
        tuple(loop.state.median_error_m[0] for loop in loops.values()),
        float(slope),
        threading.active_count(),
        threads_before,
    )


def table(found: Soak, seconds: float) -> str:
    """The table as markdown."""
    first, last = found.samples[0], found.samples[-1]
    lines = [
        "# Soak of the live loop",
        "",
        f"Measured {described('numpy', 'onnxruntime*')}.",
        "",
        f"{seconds / 60:.0f} minutes, {len(found.names)} loops at once, {RATE_HZ:.0f} fixes a "
        "second asked of each, four times true speed, with a tracker on the floor. Load average of "
        f"the machine, over the last minutes: {load_average()}; niceness of the soak {niceness()}.",
        "",
        "| | |",
        "|---|---|",
        f"| memory at the start, in the middle, at the end | {first.memory_mb:.0f}, "
        f"{found.samples[len(found.samples) // 2].memory_mb:.0f}, {last.memory_mb:.0f} MB |",
        f"| growth in the second half | {found.growth_mb_per_min:+.3f} MB a minute |",
        f"| threads while running, lowest and highest | "
        f"{min(s.n_threads for s in found.samples)}, {max(s.n_threads for s in found.samples)} |",
        f"| threads before the start and after the stop | {found.threads_before}, "
        f"{found.threads_after} |",
        "",
        "| loop | fixes | rate: lowest, median | median error |",
        "|---|---|---|---|",
    ]
    for number, name in enumerate(found.names):
        rates = [sample.rates_hz[number] for sample in found.samples]
        lines.append(
            f"| {name} | {found.fixes[number]:,} | {min(rates):.1f}, {np.median(rates):.1f} Hz | "
            f"{found.median_error_m[number]:.2f} m |"
        )
    lines += ["", "| minute | memory, MB | threads | rates, Hz |", "|---|---|---|---|"]
    step = max(1, len(found.samples) // 20)
    for sample in found.samples[::step]:
        rates = ", ".join(f"{rate:.1f}" for rate in sample.rates_hz)
        lines.append(
            f"| {sample.time_s / 60:.1f} | {sample.memory_mb:.1f} | {sample.n_threads} | {rates} |"
        )
    return "\n".join(lines) + "\n"


def load_average() -> str:
    """What else the machine was doing: rates fall when others take the cores."""
    return (
        ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "–"
    )


def niceness() -> int:
    """The soak's own priority among the machine's other work, 0 as usual."""
    return os.nice(0) if hasattr(os, "nice") else 0


def main() -> int:
    """Soak, print, and write the table if asked."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--minutes", type=float, default=10.0)
    arguments.add_argument("--survey", default=None, help="folder or ZIP archive of the survey")
    arguments.add_argument("--write", action="store_true")
    asked = arguments.parse_args()
    found = soak(make_loops(asked.survey), 60 * asked.minutes)
    text = table(found, 60 * asked.minutes)
    print(text)
    if asked.write:
        TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
