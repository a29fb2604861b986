"""Kernels, clustering, leaderboard and large graphs against pygkernels and scipy, as a table.

    export KERNELSCOPE_PYGKERNELS=FOLDER KERNELSCOPE_PYGKERNELS_PYTHON=PYTHON
    python benchmarks/graphs/speed.py
    python benchmarks/graphs/speed.py large leaderboard     only these sections of the table again

FOLDER is a checkout of pygkernels, PYTHON the interpreter of an environment with what it needs
(torch, joblib, networkx, pandas, scikit-learn). Without them its columns are left out. CPU seconds
of one thread on both sides: the ratio does not depend on what else the machine does.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
for _name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # a generic core is slow on both sides
    os.environ.pop(_name, None)

import networkx as nx  # noqa: E402
import numpy as np  # noqa: E402
import scipy.linalg  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.graphs.large import large_lines, shared_lines  # noqa: E402
from benchmarks.graphs.leaderboard import leaderboard_lines  # noqa: E402
from benchmarks.machine import described  # noqa: E402
from core.datasets.generators.planted_partition import planted_partition  # noqa: E402
from core.graphs import MEASURES, measure_named, shared_series, sweep_cells  # noqa: E402
from core.graphs.graph_matrices import GraphMatrices  # noqa: E402
from core.graphs.kernel_family import family_kernels  # noqa: E402
from core.graphs.walk_matrix import WalkMatrix  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
FLAT = MEASURES[:25]
X = np.linspace(0.02, 0.98, 50)
N_CLASSES, DEGREE, MIXING = 4, 20.0, 0.35
# nodes: parameters the peer is timed at, kernels it clusters, repeats of ours
PLAN = {100: (50, 25, 5), 300: (5, 3, 3), 1000: (2, 2, 1)}
N_STARTS = 10


def main() -> int:
    """Measure, print and write the table, or the sections that are asked for."""
    sections = {
        "kernels": kernel_lines,
        "one": scipy_lines,
        "leaderboard": leaderboard_lines,
        "large": large_lines,
        "shared": shared_lines,
    }
    chosen = sys.argv[1:] or list(sections)
    old = TABLE.read_text(encoding="utf-8").split("\n## ")[1:] if TABLE.exists() else []
    parts = {name: f"## {part.strip()}" for name, part in zip(sections, old, strict=False)}
    for name in chosen:
        when = f"Measured {described('numpy', 'scipy', 'scikit-learn', 'networkx')}."
        title, *rest = sections[name]()
        parts[name] = "\n".join([title, "", when, *rest]).strip()
    text = "\n\n".join(["# Graph clustering: speed", *(parts[name] for name in sections)])
    TABLE.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def planted(n_nodes: int) -> Any:
    """G(n, (4)) with mean degree 20, of which 35 % lead out of the class."""
    size = n_nodes // N_CLASSES
    p_in = DEGREE * (1 - MIXING) / size
    p_out = DEGREE * MIXING / (size * (N_CLASSES - 1))
    return planted_partition(sizes=(size,) * N_CLASSES, p_in=p_in, p_out=p_out, random_state=1)


def kernel_lines() -> list[str]:
    """Our 1,250 kernels and clusterings against the peer's."""
    lines = [
        "## 25 measures × 50 parameters against pygkernels",
        "",
        f"Planted partitions, {N_CLASSES} classes, mean degree {DEGREE:.0f}, mixing {MIXING}. CPU",
        "seconds of one thread, both sides in the same run. * the peer is timed at a few",
        "parameters or kernels and extrapolated to all 1,250.",
        "",
        "| nodes | what | evaluation | ours, s | pygkernels, s | ratio |",
        "|---|---|---|---|---|---|",
    ]
    for n_nodes, (n_parameters, n_clustered, repeats) in PLAN.items():
        graph = planted(n_nodes)
        peer = _peer(graph, n_parameters, n_clustered)
        ours, products, sums = _own_kernels(graph, repeats)
        star = "" if n_parameters == len(X) else "*"
        theirs = None if peer is None else sum(peer["kernels"].values())
        how = f"{products} products of n³, {sums} kernels by subtraction-free sums"
        lines.append(_row(n_nodes, "kernels", how, ours, theirs, star))
        for method, title in (("kernel_kmeans", "k-means, 10 starts"), ("ward", "Ward")):
            both = _seconds(lambda: _clustered(graph, method), 1)  # noqa: B023 - called at once
            each = [] if peer is None else peer["clustering"][method]
            total = None if not each or theirs is None else theirs + 1250 * float(np.mean(each))
            evaluation = "centred kernel, double precision"
            lines.append(_row(n_nodes, f"kernels + {title}", evaluation, both, total, "*"))
    if _peer_paths() is None:
        lines += ["", "pygkernels is not here: see the head of benchmarks/graphs/speed.py."]
    else:
        lines += ["", "pygkernels runs Ward and k-means in single precision, on N ≤ 300 for Ward."]
    return lines


def _row(n: int, what: str, how: str, ours: float, theirs: float | None, star: str) -> str:
    if theirs is None:
        return f"| {n} | {what} | {how} | {ours:.2f} | – | – |"
    return f"| {n} | {what} | {how} | {ours:.2f} | {theirs:,.1f}{star} | {theirs / ours:.1f} × |"


def _own_kernels(graph: Any, repeats: int) -> tuple[float, int, int]:
    """CPU seconds of all kernels, products of n³ operations, kernels evaluated the slow way."""

    def run() -> None:
        matrices = GraphMatrices(graph.adjacency)
        pairs = [(m, float(x)) for m in FLAT for x in X if measure_named(m).parameter]
        for item in family_kernels(matrices, pairs):
            if not item.error:
                item.kernel()

    products = mock.Mock(wraps=WalkMatrix.spectral)
    sums = mock.Mock(wraps=shared_series.positive_series)
    with (
        mock.patch.object(WalkMatrix, "spectral", lambda *inputs: products(*inputs)),
        mock.patch.object(shared_series, "positive_series", sums),
    ):
        run()
    return _seconds(run, repeats), products.call_count, sums.call_count


def _clustered(graph: Any, method: str) -> None:
    cells = sweep_cells(
        graph.adjacency, graph.communities, FLAT, X, (method,), scores=(), random_state=0
    )
    for _ in cells:
        pass


def scipy_lines() -> list[str]:
    """One parameter at a time with scipy and networkx."""
    lines = [
        "## One kernel at a time",
        "",
        "CPU seconds for one parameter; ours is the share of one kernel in the table above.",
        "",
        "| nodes | ours | scipy expm(tA) | scipy inv(I + tL) | networkx communicability_exp |",
        "|---|---|---|---|---|",
    ]
    for n_nodes, (_, _, repeats) in PLAN.items():
        graph = planted(n_nodes)
        dense = graph.adjacency.toarray()
        laplacian = np.diag(dense.sum(axis=1)) - dense
        network = nx.from_numpy_array(dense)
        identity = np.eye(n_nodes)
        cells = (
            _own_kernels(graph, repeats)[0] / 1250,
            _seconds(lambda: scipy.linalg.expm(0.5 * dense), 2),  # noqa: B023
            _seconds(lambda: scipy.linalg.inv(identity + 0.5 * laplacian), 2),  # noqa: B023
            _seconds(lambda: nx.communicability_exp(network), 1),  # noqa: B023
        )
        lines.append(f"| {n_nodes} | " + " | ".join(f"{cell:.5f}" for cell in cells) + " |")
    return lines


def _peer_paths() -> tuple[str, str] | None:
    folder = os.environ.get("KERNELSCOPE_PYGKERNELS")
    python = os.environ.get("KERNELSCOPE_PYGKERNELS_PYTHON", sys.executable)
    return (folder, python) if folder and Path(folder).is_dir() else None


def _peer(graph: Any, n_parameters: int, n_clustered: int) -> dict[str, Any] | None:
    paths = _peer_paths()
    if paths is None:
        return None
    folder, python = paths
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "graph.npz"
        np.savez(file, A=graph.adjacency.toarray(), x=X, k=N_CLASSES)
        script = str(Path(__file__).with_name("peer.py"))
        numbers = [str(number) for number in (n_parameters, n_clustered, N_STARTS)]
        answer = subprocess.run(
            [python, script, folder, str(file), *numbers], capture_output=True, text=True
        )
    if answer.returncode:
        print(answer.stderr[-2000:], file=sys.stderr)
        return None
    return json.loads(answer.stdout.splitlines()[-1])


def _seconds(work: Callable[[], object], repeats: int) -> float:
    """CPU seconds of ``work``, the best of ``repeats``."""
    times = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
