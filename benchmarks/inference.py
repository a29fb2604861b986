"""Latency, throughput and parity of exported models, against their peers in the same run.

    python benchmarks/inference.py

Writes the table beside this script. On a machine with an NVIDIA GPU and its libraries
(pip install 'onnxruntime-gpu[cuda,cudnn]') the same table is measured on the GPU as well.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.datasets import make_swiss_roll
from sklearn.neighbors import KernelDensity as SklearnDensity
from sklearn.neural_network import MLPRegressor

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.density import KernelDensity  # noqa: E402
from core.embedding.heat.geodesic import HeatGeodesic  # noqa: E402
from core.inference import Engine, export_onnx  # noqa: E402
from core.inference.device import gpu_available  # noqa: E402
from core.inference.export.parity import away_from_ties  # noqa: E402
from core.inference.speed import neighbors_baseline  # noqa: E402
from core.localization import KernelLocator  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
SIZES = ((2_000, 32), (20_000, 64))
BATCH = 1024
ROUNDS = 7
MISSING_DBM = -105.0
Run = Callable[[], object]


def main() -> int:
    """Measure, print and write the table."""
    lines = [
        "# Exported models: speed and parity",
        "",
        f"Measured {described('numpy', 'scikit-learn', 'onnxruntime*', 'onnx')}.",
        "",
        "Contenders take turns, seven rounds each; the median of the rounds, and in brackets the "
        "quickest. Batches are of 1,024 rows; “a core” is rows per second of processor time, which "
        "other load on the machine does not touch. Parity is the largest difference to the "
        "estimator.",
        "",
        "## On the CPU",
        "",
        *table_lines("cpu"),
        "",
        "## On the GPU",
        "",
    ]
    usable, reason = gpu_available()
    if usable:
        lines += [*table_lines("cuda"), "", *billion_lines("cuda")]
    else:
        lines += [
            f"Not run here ({reason}). On a machine with an NVIDIA GPU:",
            "",
            "    pip install 'onnxruntime-gpu[cuda,cudnn]'",
            "    python benchmarks/inference.py",
            "",
            "It measures the same table, and a density of 10⁹ kernel evaluations at d = 32.",
        ]
    text = "\n".join(lines) + "\n"
    print(text)
    TABLE.write_text(text, encoding="utf-8")
    return 0


def table_lines(device: str) -> list[str]:
    """The rows of one device."""
    lines = [
        "| model | parity | one row: engine | one row: peer | batch: engine | batch: peer "
        "| a core: engine | a core: peer |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        lines += [locator(size, device), locator(size, device, how_sure=True)]
    lines += [network(device)]
    lines += [density(device), lab_density(device), transform(device)]
    return lines


def locator(size: tuple[int, int], device: str, *, how_sure: bool = False) -> str:
    """Kernel vote against scikit-learn's 20 nearest neighbours on the same fingerprints.

    The peer gives positions; ``how_sure`` adds the posterior over all places and its spread.
    """
    n_places, n_beacons = size
    rng = np.random.default_rng(0)
    level = rng.uniform(-100, -45, size)
    survey_dbm = np.where(rng.random(size) < 0.6, level, np.nan)
    position_m = rng.uniform(0, 40, (n_places, 2))
    kernel = KernelLocator().fit(survey_dbm, position_m)
    scans = survey_dbm[rng.integers(n_places, size=BATCH)] + rng.normal(0, 4, (BATCH, n_beacons))
    scans = np.minimum(scans, -1.0).astype(np.float32)
    outputs = None if how_sure else ["position_m"]
    engine = Engine(export_onnx(kernel), device, outputs=outputs)
    settled = away_from_ties(kernel.registered_map(), scans)
    found = engine.run({"rss_dbm": scans})["position_m"]
    error_m = np.abs(found - kernel.predict(scans))[settled].max()
    filled = np.nan_to_num(scans, nan=MISSING_DBM)
    registered = np.nan_to_num(kernel.fingerprint_dbm_, nan=MISSING_DBM).astype(np.float32)
    peer = neighbors_baseline(registered, kernel.grid_, 20)
    return row(
        f"kernel locator, {n_places:,} × {n_beacons}, {'all outputs' if how_sure else 'positions'} "
        "(peer: scikit-learn neighbours)",
        f"{error_m:.1e} m",
        (lambda: engine.run({"rss_dbm": scans[:1]}), lambda: peer(filled[:1])),
        (lambda: engine.run({"rss_dbm": scans}), lambda: peer(filled)),
    )


def network(device: str) -> str:
    """A neural network 32-64-64-2 against scikit-learn's own prediction."""
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(2_000, 32)), rng.normal(size=(2_000, 2))
    mlp = MLPRegressor(hidden_layer_sizes=(64, 64), tol=1.0, random_state=0).fit(X, Y)
    rows = X[:BATCH].astype(np.float32)
    engine = Engine(export_onnx(mlp), device)
    expected = mlp.predict(rows)
    error = np.abs(engine.run({"rss_dbm": rows})["position_m"] - expected).max()
    return row(
        "network 32-64-64-2 (peer: scikit-learn)",
        f"{error / np.abs(expected).max():.1e} relative",
        (lambda: engine.run({"rss_dbm": rows[:1]}), lambda: mlp.predict(rows[:1])),
        (lambda: engine.run({"rss_dbm": rows}), lambda: mlp.predict(rows)),
    )


def density(device: str) -> str:
    """Gaussian log density, single precision inside, against scikit-learn's exact sums."""
    rng = np.random.default_rng(2)
    X, Q = rng.normal(size=(5_000, 4)), rng.normal(size=(BATCH, 4))
    h = 0.35
    kde = KernelDensity(bandwidth=h, precision="mixed").fit(X)
    peer = SklearnDensity(bandwidth=h, rtol=0.0).fit(X)
    engine = Engine(export_onnx(kde), device)
    exact = KernelDensity(bandwidth=h).fit(X).score_samples(Q)
    error = np.abs(engine.run({"X": Q})["log_density"] - exact).max()
    return row(
        "density 5,000 × 4, h = 0.35 (peer: scikit-learn, rtol = 0)",
        f"{error:.1e} nats",
        (lambda: engine.run({"X": Q[:1]}), lambda: peer.score_samples(Q[:1])),
        (lambda: engine.run({"X": Q}), lambda: peer.score_samples(Q)),
    )


def lab_density(device: str) -> str:
    """Log density and k_eff of a visitor's own queries, against the lab's estimator."""
    rng = np.random.default_rng(2)
    X, Q = rng.normal(size=(5_000, 32)), rng.normal(size=(BATCH, 32))
    kde = KernelDensity(bandwidth=0.9, precision="mixed").fit(X)
    engine = Engine(export_onnx(kde), device)
    exact = KernelDensity(bandwidth=0.9).fit(X).score_samples(Q)
    error = np.abs(engine.run({"X": Q})["log_density"] - exact).max()

    def peer(rows: np.ndarray) -> object:
        return kde.score_samples(rows), kde.participation(rows)

    return row(
        "density and k_eff 5,000 × 32, h = 0.9 (peer: the estimator)",
        f"{error:.1e} nats",
        (lambda: engine.run({"X": Q[:1]}), lambda: peer(Q[:1])),
        (lambda: engine.run({"X": Q}), lambda: peer(Q)),
    )


def transform(device: str) -> str:
    """Heat-geodesic transform of new points against the estimator's own."""
    X, _ = make_swiss_roll(1_000, random_state=0)
    model = HeatGeodesic(random_state=0).fit(X)
    new = X + np.random.default_rng(3).normal(0, 0.3, X.shape)
    new = np.resize(new, (BATCH, 3))
    engine = Engine(export_onnx(model), device)
    expected = model.transform(new)
    error = np.abs(engine.run({"X": new})["embedding"] - expected).max() / np.abs(expected).max()
    return row(
        "heat-geodesic transform, 1,000 points (peer: the estimator)",
        f"{error:.1e} relative",
        (lambda: engine.run({"X": new[:1]}), lambda: model.transform(new[:1])),
        (lambda: engine.run({"X": new}), lambda: model.transform(new)),
    )


def billion_lines(device: str) -> list[str]:
    """A density of 10⁹ kernel evaluations at d = 32, with parity on some of its rows."""
    rng = np.random.default_rng(4)
    X, Q = rng.normal(size=(31_250, 32)), rng.normal(size=(32_000, 32))
    kde = KernelDensity(bandwidth=0.8, precision="mixed").fit(X)
    engine = Engine(export_onnx(kde), device)
    started = time.perf_counter()
    found = engine.run({"X": Q})["log_density"]
    took_s = time.perf_counter() - started
    exact = KernelDensity(bandwidth=0.8).fit(X).score_samples(Q[:200])
    error = np.abs(found[:200] - exact).max()
    return [
        f"Density of 10⁹ kernel evaluations at d = 32: {took_s:.2f} s on {engine.device}, at most "
        f"{error:.1e} nats off on 200 rows."
    ]


def row(name: str, parity: str, single: tuple[Run, Run], batch: tuple[Run, Run]) -> str:
    """One line of the table."""
    one, one_peer = take_turns(*single, repeats=200)
    many, many_peer = take_turns(*batch, repeats=5)
    times = (_ms(one.wall_s), _ms(one_peer.wall_s), _per_s(many.wall_s), _per_s(many_peer.wall_s))
    processor = (_per_core(many.processor_s), _per_core(many_peer.processor_s))
    return f"| {' | '.join((name, parity, *times, *processor))} |"


@dataclass(frozen=True)
class Taken:
    """Median seconds of a call in each round, by the clock and of the processor."""

    wall_s: np.ndarray
    processor_s: np.ndarray


def take_turns(first: Run, second: Run, *, repeats: int) -> tuple[Taken, Taken]:
    """``repeats`` calls of each in each of seven rounds, the two taking turns."""
    taken_s = np.empty((2, 2, ROUNDS))
    for run in (first, second):
        run()
    for number in range(ROUNDS):
        for who, run in enumerate((first, second)):
            calls = []
            processor = time.process_time()
            for _ in range(repeats):
                started = time.perf_counter()
                run()
                calls.append(time.perf_counter() - started)
            taken_s[who, 0, number] = np.median(calls)
            taken_s[who, 1, number] = (time.process_time() - processor) / repeats
    return Taken(*taken_s[0]), Taken(*taken_s[1])


def _ms(seconds: np.ndarray) -> str:
    return f"{1e3 * np.median(seconds):.3f} ms ({1e3 * seconds.min():.3f})"


def _per_s(seconds: np.ndarray) -> str:
    return f"{BATCH / np.median(seconds):,.0f}/s ({BATCH / seconds.min():,.0f})"


def _per_core(processor_s: np.ndarray) -> str:
    return f"{BATCH / np.median(processor_s):,.0f}/s"


if __name__ == "__main__":
    sys.exit(main())
