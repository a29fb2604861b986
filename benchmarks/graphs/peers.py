"""Communities and ranking against scikit-network and igraph: how well, and at what cost.

    export KERNELSCOPE_NETWORK_PEERS_PYTHON=PYTHON
    python benchmarks/graphs/peers.py > benchmarks/graphs/peers.md

PYTHON is the interpreter of an environment of its own with scikit-network and igraph, which are
measured against and never imported by the program. CPU seconds of one thread on both sides.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from scipy import sparse
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.datasets import GraphData, load  # noqa: E402
from core.datasets.generators.planted_partition import planted_partition  # noqa: E402
from core.graphs import cluster, partition_score, rank_from  # noqa: E402
from core.graphs.baselines import find_communities  # noqa: E402
from core.graphs.ranking import pagerank_from  # noqa: E402
from core.limits import LIMITS  # noqa: E402

SEEDS = 5
RANKING = "from three known nodes"
Tasks = dict[str, Callable[[int], Any]]


def graphs() -> dict[str, GraphData]:
    """What everything is tried on, by title."""
    karate = cast(GraphData, load("karate"))
    return {
        "karate, 34": karate,
        "3 × 34, .3/.1": planted_partition(sizes=(34,) * 3, p_in=0.3, p_out=0.1, random_state=0),
        "4 × 250": _mixed(1_000, 4),
        "8 × 1,250": _mixed(10_000, 8),
    }


def _mixed(n_nodes: int, n_classes: int) -> GraphData:
    """Equal classes, mean degree 20, of which 35 % lead out of the class."""
    size = n_nodes // n_classes
    p_in, p_out = 20 * 0.65 / size, 20 * 0.35 / (size * (n_classes - 1))
    return planted_partition(sizes=(size,) * n_classes, p_in=p_in, p_out=p_out, random_state=0)


def own_tasks(graph: GraphData, k: int, known: np.ndarray) -> dict[str, Tasks]:
    """What we offer for each task, by name."""
    matrix, small = graph.adjacency, graph.n_nodes <= LIMITS["kernel_nodes"].maximum
    tasks: dict[str, Tasks] = {
        "Leiden": {"leiden": lambda seed: find_communities(matrix, "leiden", random_state=seed)},
        "Louvain": {"louvain": lambda seed: find_communities(matrix, "louvain", random_state=seed)},
        "label propagation": {
            "propagation": lambda seed: find_communities(matrix, "propagation", random_state=seed)
        },
        "told the number": {
            f"{measure} {x}, kernel k-means": partial(_by_measure, matrix, measure, x, k)
            for measure, x in (("NHeat", 0.9), ("logNHeat", 0.9))
        },
    }
    if small:
        tasks[RANKING] = {
            "plain PageRank": lambda seed: pagerank_from(matrix, known[seed].tolist()),
            "HeatPR .97": lambda seed: rank_from(matrix, known[seed].tolist()),
        }
    return tasks


def _by_measure(matrix: sparse.csr_array, measure: str, x: float, k: int, seed: int) -> Any:
    return cluster(matrix, measure, x, k, "kernel_kmeans", random_state=seed)


def lines_of(title: str, graph: GraphData, python: str) -> tuple[list[str], dict[str, str]]:
    """Rows of the table for one graph, and the versions of the peers."""
    _, truth = np.unique(np.asarray(graph.communities), return_inverse=True)
    rng = np.random.default_rng(0)
    # three nodes of one community, another one in turn
    known = np.array(
        [
            rng.choice(np.flatnonzero(truth == seed % (truth.max() + 1)), 3, False)
            for seed in range(SEEDS)
        ]
    )
    theirs = _peers(graph, int(truth.max()) + 1, known, python)
    rows = []
    for task, ways in own_tasks(graph, int(truth.max()) + 1, known).items():
        for way, work in ways.items():
            work(0)  # imports and code compiled once are no part of it
            started = time.process_time()
            found = [work(seed) for seed in range(SEEDS)]
            seconds = time.process_time() - started
            cells = [f"{_quality(task, found, truth, known)} | {seconds / SEEDS:.4f}"]
            for peer in theirs[task].values():
                score = _quality(task, peer["found"], truth, known)
                cells.append(f"{score} | {peer['seconds'] / seconds:.2g}")
            rows.append(f"| {title} | {task} | {way} | " + " | ".join(cells) + " |")
    return rows, theirs["versions"]


def _quality(task: str, found: list[Any], truth: np.ndarray, known: np.ndarray) -> str:
    """Mean ARI over seeds, or AUC of a community's other nodes, with the standard error."""
    if task == RANKING:
        each = []
        for scores, seeds in zip(found, known, strict=True):
            others = np.setdiff1d(np.arange(len(truth)), seeds)
            each.append(roc_auc_score(truth[others] == truth[seeds[0]], np.asarray(scores)[others]))
    else:
        each = [partition_score("ari", np.asarray(labels), truth) for labels in found]
    return f"{np.mean(each):.3f} ± {np.std(each, ddof=1) / np.sqrt(len(each)):.3f}"


def _peers(graph: GraphData, k: int, known: np.ndarray, python: str) -> dict[str, Any]:
    upper = sparse.triu(graph.adjacency, k=1).tocoo()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "graph.npz"
        np.savez(file, ends=np.array(upper.coords).T, n_nodes=graph.n_nodes, k=k, known=known)
        script = str(Path(__file__).with_name("network_peers.py"))
        answer = subprocess.run(
            [python, script, str(file), str(SEEDS)], capture_output=True, text=True, check=True
        )
    return json.loads(answer.stdout.splitlines()[-1])


def main() -> int:
    """Print the table."""
    python = os.environ.get("KERNELSCOPE_NETWORK_PEERS_PYTHON")
    if not python:
        print(__doc__, file=sys.stderr)
        return 2
    rows: list[str] = []
    versions: dict[str, str] = {}
    for title, graph in graphs().items():
        more, versions = lines_of(title, graph, python)
        rows += more
    named = ", ".join(f"{name} {number}" for name, number in versions.items())
    print("# Communities and ranking beside scikit-network and igraph\n")
    print(f"{described('numpy', 'scipy', 'scikit-learn', 'networkx', 'graspologic*')}; {named}.\n")
    print(
        f"Mean and standard error over {SEEDS} seeds: ARI, or from three known nodes the AUC of\n"
        "the community's others. × is the peer's CPU time divided by ours: above 1 we are faster.\n"
        "Told the number, scikit-network is KCenters and igraph is Walktrap cut there; ranking is\n"
        "personalised PageRank on both sides, beside our default.\n"
    )
    print(
        "| graph | task | ours | quality | CPU, s | scikit-network | × | igraph | × |\n"
        "|" + "---|" * 9
    )
    print("\n".join(rows))
    print(
        "\nWhat costs more than over there: their Leiden, Louvain and propagation are C and C++\n"
        "on their own form of a graph; ours check the matrix, and hand its edges as text to a\n"
        "compiled library (Leiden) or to networkx, which is Python (Louvain, label propagation)."
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
