"""Speed, memory and error of kernel density estimates side by side, as a table beside this script.

    python benchmarks/density/side_by_side.py

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
from dataclasses import asdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.density.cases import (  # noqa: E402
    CASES,
    FEW,
    FULL,
    REPEATS,
    SINGLE,
    SLOW_S,
    Case,
    Measured,
    Row,
)
from benchmarks.density.methods import METHODS, MIXED, Method  # noqa: E402
from benchmarks.density.table import rendered  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")


def main() -> int:
    """Measure, print and write the table; with --measure, one cell of it in this process."""
    if sys.argv[1:2] == ["--measure"]:
        case, method = CASES[int(sys.argv[2])], METHODS[int(sys.argv[3])]
        print(json.dumps(asdict(measure(case, method, sys.argv[4]))))
        return 0
    tables = [_measure_all(index, case) for index, case in enumerate(CASES)]
    TABLE.write_text(rendered(tables), encoding="utf-8")
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


def _measure_all(index: int, case: Case) -> list[Row]:
    rows: list[Row] = []
    for number, method in enumerate(METHODS):
        if case.d > method.most_dimensions:
            continue
        for threads in (SINGLE, FULL) if method.title == MIXED else (SINGLE,):
            measured = _run(index, number, threads)
            print(case, method.title, threads, measured, file=sys.stderr, flush=True)
            rows.append((method.title, threads, measured))
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
