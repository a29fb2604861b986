"""Cost and quality of heat-geodesic maps of the Swiss roll, beside the peers.

    python benchmarks/embedding/cost.py [folder of environments] [largest N]

The folder holds an environment for each peer, named after it: heatgeo/ (heatgeo 0.0.1, which needs
numpy 1.23), phate/ and umap/, or embedding/ with several of them. A peer that is not there is
skipped with a message, and keeps the row it has in the table, marked with its date. Isomap is
scikit-learn's, in the project's own environment.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.datasets.generators.swiss_roll import swiss_roll  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
SIZES = (500, 1000, 2000, 5000, 20_000, 100_000)
WIDTH = 5 / 21  # the roll of the paper is 5 wide
LARGEST = {  # beyond it a method needs more memory or time than it is worth
    "heat_geodesic": 100_000,
    "heatgeo": 5_000,
    "phate": 5_000,
    "umap": 20_000,
    "isomap": 5_000,
}
TITLES = {
    "heat_geodesic": "HeatGeodesic",
    "heatgeo": "heatgeo",
    "phate": "PHATE",
    "umap": "UMAP",
    "isomap": "Isomap of scikit-learn",
}
SCORED_ROWS = 1000
ENVIRONMENT_S = 3600


def main() -> int:
    """Measure, print and write the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    largest = int(sys.argv[2]) if len(sys.argv) > 2 else SIZES[-1]
    pythons = {method: _python(method, folder) for method in TITLES}
    for method, python in pythons.items():
        if python is None:
            print(f"{TITLES[method]} is skipped: no environment of that name was given.")
    results: dict[tuple[str, int], dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for n in (size for size in SIZES if size <= largest):
            roll = swiss_roll(n_points=n, noise=0.1, n_dimensions=10, stretch=WIDTH)
            points = Path(scratch) / "points.npy"
            np.save(points, roll.values)
            for method, python in pythons.items():
                if python is None or n > LARGEST[method]:
                    continue
                found = _run(python, method, points, roll.truth)
                if found is not None:
                    results[method, n] = found
                    print(n, TITLES[method], found, flush=True)
    kept = _kept_results(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    measured = {method for method, _ in results}
    for (method, n), found in kept.items():
        if method not in measured and n <= largest:
            results[method, n] = found
    TABLE.write_text("\n".join(_lines(results)) + "\n", encoding="utf-8")
    print(TABLE.read_text(encoding="utf-8"))
    return 0


def _python(method: str, folder: Path | None) -> str | None:
    if method in ("heat_geodesic", "isomap"):
        return sys.executable
    for name in (method, "embedding"):
        candidate = folder / name / "bin" / "python" if folder else None
        if candidate and candidate.exists() and _has(str(candidate), method):
            return str(candidate)
    return None


def _has(python: str, package: str) -> bool:
    code = f"import importlib.util as u; raise SystemExit(u.find_spec({package!r}) is None)"
    return subprocess.run([python, "-c", code], check=False).returncode == 0


def _run(python: str, method: str, points: Path, truth: np.ndarray | None) -> dict[str, Any] | None:
    target = points.with_name("embedding.npy")
    script = str(Path(__file__).with_name("run.py"))
    # Some machines force a BLAS kernel that is slow for numpy; every method runs without.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    done = subprocess.run(
        [python, script, method, str(points), str(target)],
        capture_output=True,
        text=True,
        check=False,
        timeout=ENVIRONMENT_S,
        env=environment,
    )
    if done.returncode:
        print(f"{TITLES[method]} failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    found = json.loads(done.stdout.strip().splitlines()[-1])
    found["pearson"] = row_pearson(np.load(target), truth)
    return dict(found)


def row_pearson(embedding: np.ndarray, truth: np.ndarray | None) -> float:
    """Mean correlation of map distances with true geodesics, over at most 1,000 rows."""
    if truth is None:
        return float("nan")
    rows = np.arange(len(truth))
    if len(rows) > SCORED_ROWS:
        rows = np.random.default_rng(0).choice(len(rows), SCORED_ROWS, replace=False)
    scores = []
    for start in range(0, len(rows), 50):
        part = rows[start : start + 50]
        found, true = cdist(embedding[part], embedding), cdist(truth[part], truth)
        found -= found.mean(axis=1, keepdims=True)
        true -= true.mean(axis=1, keepdims=True)
        size = np.sqrt((found**2).sum(axis=1) * (true**2).sum(axis=1))
        scores.append((found * true).sum(axis=1) / size)
    return float(np.mean(np.concatenate(scores)))


def _kept_results(table: str) -> dict[tuple[str, int], dict[str, Any]]:
    """What a table written before says, each result with the day it was measured."""
    day = re.search(r"^Measured (\S+);", table, re.MULTILINE)
    rows = [line.strip("| ").split("|") for line in table.splitlines() if line.startswith("|")]
    if day is None or not rows:
        return {}
    sizes = [int(cell.split("=")[1].replace(",", "")) for cell in rows[0][1:]]
    results: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows[2:]:
        name, _, marked = row[0].strip().partition(", measured ")
        method = next(key for key, title in TITLES.items() if name.startswith(title))
        for n, cell in zip(sizes, row[1:], strict=False):
            numbers = re.fullmatch(r"([\d.]+) s, (\d+) MB, ([\d.]+)", cell.strip())
            if numbers:
                results[method, n] = {
                    "cpu_s": float(numbers[1]),
                    "peak_bytes": 1e6 * float(numbers[2]),
                    "pearson": float(numbers[3]),
                    "version": name.removeprefix(TITLES[method]).strip(),
                    "measured": marked or day[1],
                }
    return results


def _lines(results: dict[tuple[str, int], dict[str, Any]]) -> list[str]:
    sizes = sorted({n for _, n in results})
    lines = [
        "# Heat-geodesic maps: cost",
        "",
        f"Measured {described('numpy', 'scipy', 'scikit-learn', 'numba')}.",
        "",
        "Swiss roll in 10 dimensions, noise 0.1, width 5, seed 0; 10 neighbours, else defaults;",
        "HeatGeodesic and heatgeo with their automatic t. CPU seconds (all threads) after imports",
        "and compilation; peak memory of the whole process, imports included; Pearson: mean",
        f"correlation of map distances with true geodesics, row by row (at most {SCORED_ROWS:,}).",
        "Empty: not run at that size. A row with a date of its own was measured on that day.",
        "",
        f"| method | {' | '.join(f'N = {n:,}' for n in sizes)} |",
        "|---|" + "---|" * len(sizes),
    ]
    for method, title in TITLES.items():
        cells = [_cell(results.get((method, n))) for n in sizes]
        if any(cells):
            versions = {str(found["version"]) for (m, _), found in results.items() if m == method}
            name = " ".join([title, *sorted(versions)]).strip()
            days = {
                d["measured"] for (m, _), d in results.items() if m == method and "measured" in d
            }
            name = ", measured ".join([name, *sorted(days)])
            lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", *_ratios(results)]
    return lines


def _cell(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    return f"{found['cpu_s']:.2f} s, {found['peak_bytes'] / 1e6:.0f} MB, {found['pearson']:.3f}"


def _ratios(results: dict[tuple[str, int], dict[str, Any]]) -> list[str]:
    lines = []
    for method, title in TITLES.items():
        shared = [n for m, n in results if m == method and ("heat_geodesic", n) in results]
        if method == "heat_geodesic" or not shared:
            continue
        n = max(shared)
        if "measured" in results[method, n]:
            continue  # on another day, so under another load
        ratio = results[method, n]["cpu_s"] / results["heat_geodesic", n]["cpu_s"]
        lines.append(f"At N = {n:,} {title} takes {ratio:.1f} times the CPU of HeatGeodesic.")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
