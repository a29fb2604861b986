"""Speed, memory and error of kernel density estimates side by side, as a table beside this script.

    python benchmarks/density.py

needs what requirements.txt lists and KDEpy in one environment. Each measurement
runs in a process of its own, with one thread (and ours with all cores as well). One thread is timed
by its processor time, which other work on the machine disturbs least; all cores by the clock.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import onnxruntime

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.density_methods import METHODS, MIXED, Method  # noqa: E402
from benchmarks.machine import described  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
REPEATS = 5
FEW = 20  # queries that slow methods are timed on
SLOW_S = 4.0  # what is expected to take longer in full is timed on FEW queries and scaled
FULL = "all cores"
SINGLE = "1"


@dataclass(frozen=True)
class Case:
    """Standard normal data, whitened, with a bandwidth near its leave-one-out optimum."""

    n: int
    queries: int
    d: int
    bandwidth: float

    @property
    def data_mb(self) -> float:
        """Megabytes of the data in float64."""
        return self.n * self.d * 8 / 1e6


CASES = (
    Case(10_000, 1_000, 2, 0.21),
    Case(100_000, 1_000, 8, 0.45),
    Case(100_000, 10_000, 32, 0.82),
    Case(1_000_000, 1_000, 32, 0.77),
)


@dataclass
class Measured:
    """Seconds for all queries (median) and to fit, megabytes beyond the data, error in nats."""

    score_s: float
    scaled: bool
    fit_s: float
    extra_mb: float
    error: float
    blas: str


def main() -> int:
    """Measure, print and write the table; with --measure, one cell of it in this process."""
    if sys.argv[1:2] == ["--measure"]:
        case, method = CASES[int(sys.argv[2])], METHODS[int(sys.argv[3])]
        print(json.dumps(asdict(measure(case, method, sys.argv[4]))))
        return 0
    lines, blas = [], set()
    for index, case in enumerate(CASES):
        lines += _section(index, case, blas)
    TABLE.write_text("\n".join([*_head(blas), *lines]) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def measure(case: Case, method: Method, threads: str) -> Measured:
    """Time one method on one case, on all queries or, if that takes long, on a few."""
    clock = time.process_time if threads == SINGLE else time.perf_counter
    X, queries = whitened(case)
    method.fit(X[:100], case.bandwidth)(queries[:2])  # imports, thread pools
    before = _reset_peak()
    started = clock()
    score = method.fit(X, case.bandwidth)
    fit_s = clock() - started
    started = clock()
    few = score(queries[:FEW])
    expected_s = (clock() - started) * case.queries / FEW
    scaled = expected_s > SLOW_S and method.scalable
    asked = queries[:FEW] if scaled else queries
    times = []
    repeats = 3 if scaled or method.title.startswith("KDEpy Naive") else REPEATS
    for repeat in range(repeats):
        some = queries[FEW * repeat : FEW * (repeat + 1)] if scaled else asked
        started = clock()
        score(some)
        times.append((clock() - started) * case.queries / len(some))
    extra_mb = _peak_mb() - before
    error = float("nan") if method.grid else float(np.abs(few - _exact(case, X, queries)).max())
    return Measured(statistics.median(times), scaled, fit_s, extra_mb, error, _blas())


def whitened(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Data (n, d) whose sample covariance is the unit matrix, and queries (m, d)."""
    random = np.random.default_rng(case.d)
    X = random.normal(size=(case.n, case.d))
    X -= X.mean(axis=0)
    X = X @ np.linalg.inv(np.linalg.cholesky(np.cov(X.T))).T
    return np.ascontiguousarray(X), random.normal(size=(case.queries, case.d))


def _exact(case: Case, X: np.ndarray, queries: np.ndarray) -> np.ndarray:
    """Log densities at the first queries in float64, by differences, independent of `core`."""
    result = np.empty(FEW)
    for i, q in enumerate(queries[:FEW]):
        exponent = -np.sum((X - q) ** 2, axis=1) / (2 * case.bandwidth**2)
        peak = exponent.max()
        total = np.log(np.sum(np.exp(exponent - peak))) + peak
        result[i] = total - np.log(case.n) - case.d / 2 * np.log(2 * np.pi * case.bandwidth**2)
    return result


def _reset_peak() -> float:
    """Megabytes in use now; the peak counts from here (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak_mb() -> float:
    return _status("VmHWM")


def _status(key: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return float(line.split()[1]) * 1024 / 1e6
    raise KeyError(key)


def _blas() -> str:
    from threadpoolctl import threadpool_info

    kinds = {f"{row['internal_api']} {row.get('version')} {row.get('architecture')}"
             for row in threadpool_info() if row["user_api"] == "blas"}  # fmt: skip
    return ", ".join(sorted(kinds))


def _run(case: int, method: int, threads: str) -> Measured:
    """Measure in a process that sees one core, or all."""
    environment = dict(os.environ)
    command = [sys.executable, __file__, "--measure", str(case), str(method), threads]
    if threads == SINGLE:
        environment |= dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
        )
        core = str(min(os.sched_getaffinity(0)))
        command = ["taskset", "-c", core, *command]
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Measured(**json.loads(output.stdout.splitlines()[-1]))


def _section(index: int, case: Case, blas: set[str]) -> list[str]:
    rows: list[tuple[str, str, Measured]] = []
    for number, method in enumerate(METHODS):
        if case.d > method.most_dimensions:
            continue
        for threads in (SINGLE, FULL) if method.title == MIXED else (SINGLE,):
            measured = _run(index, number, threads)
            print(case, method.title, threads, measured, file=sys.stderr, flush=True)
            rows.append((method.title, threads, measured))
            blas.add(measured.blas)
    ours_s = next(each.score_s for title, _, each in rows if title == MIXED)
    lines = [
        f"## n = {case.n:,}, {case.queries:,} queries, d = {case.d}, h = {case.bandwidth}",
        "",
        f"The data take {case.data_mb:.0f} MB in float64.",
        "",
        "| method | threads | fit, s | all queries, s | against ours, mixed, 1 thread each "
        "| extra memory, MB | largest error, nats |",
        "|---|---|---|---|---|---|---|",
    ]
    for title, threads, each in rows:
        star = "*" if each.scaled else ""
        ratio = f"{each.score_s / ours_s:.1f} ×" if threads == SINGLE else ""
        error = "–" if np.isnan(each.error) else f"{each.error:.0e}"
        lines.append(
            f"| {title} | {threads} | {each.fit_s:.3f} | {each.score_s:.3g}{star} | {ratio} "
            f"| {each.extra_mb:.0f} | {error} |"
        )
    return [*lines, ""]


def _head(blas: set[str]) -> list[str]:
    packages = described("numpy", "scipy", "scikit-learn", "KDEpy")
    return [
        "# Kernel density estimates side by side",
        "",
        f"Measured {packages}, ONNX Runtime {onnxruntime.__version__}; "
        f"BLAS {'; '.join(sorted(blas))}.",
        "",
        "Gaussian kernel, standard normal data (whitened, so that SciPy's kernel is the isotropic",
        "one of the others), bandwidths near the leave-one-out optimum. Times are medians of",
        f"{REPEATS}; those marked * (and KDEpy's NaiveKDE) of three, * of batches of {FEW} queries",
        "scaled to all. Each measurement has a process of its own, bound to one core and timed by",
        "its processor time; ours is shown on all cores as well, by the clock, which suffers from",
        "whatever else runs. None of the others can use a second core. Extra memory is the peak of",
        "fitting and scoring beyond the data. The error is the largest of 20 queries, against a",
        "sum of differences in float64; KDEpy's grid is not at the queries.",
        "",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
