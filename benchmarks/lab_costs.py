"""What the labs take for data of a size, beside what the Data page says that they take.

    python benchmarks/lab_costs.py                 # print the table
    python benchmarks/lab_costs.py --write         # and keep it in benchmarks/lab_costs.md

Seconds are those of the processor, all threads; memory is the most that numpy held at a time. The
two are measured in separate runs, since watching memory takes time.
"""

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import described  # noqa: E402
from core.cost import Cost  # noqa: E402
from core.density.bandwidth_scan import scan_bandwidths  # noqa: E402
from core.density.cost import scan_cost  # noqa: E402
from core.graphs import cluster_large  # noqa: E402
from core.graphs.clustering import cluster_kernel  # noqa: E402
from core.graphs.cost import measures_cost  # noqa: E402
from core.graphs.graph_matrices import GraphMatrices  # noqa: E402
from core.graphs.kernels import scaled_kernel  # noqa: E402
from core.limits import LIMITS  # noqa: E402
from core.localization import KernelLocator, NeighborsLocator  # noqa: E402
from core.localization.cost import locating_cost  # noqa: E402

TABLE = Path(__file__).with_suffix(".md")
SIZES_OF_POINTS = ((150, 4), (1_000, 4), (5_000, 50), (20_000, 4), (20_000, 500))
SIZES_OF_SURVEYS = ((200, 50, 6), (2_000, 500, 15), (8_000, 2_000, 100), (16_000, 4_000, 100))
SIZES_OF_GRAPHS = (100, 400, 1_000, 2_000, 10_000, 40_000)
PAIR, CLUSTERS, DEGREE = ("Comm", "logComm"), 4, 20


class Case(NamedTuple):
    """A computation of a lab, and what is said of it before."""

    what: str
    size: str
    run: Callable[[], object]
    cost: Cost


def cases() -> Iterator[Case]:
    """What a page of each lab computes when it opens; the map has a table of its own."""
    rng = np.random.default_rng(0)
    for n, d in SIZES_OF_POINTS:
        X, scored = rng.normal(size=(n, d)), 1_000 if n > 5_000 else None
        yield Case(
            "Your data: scan of bandwidths",
            f"{n:,} × {d:,}",
            lambda X=X, scored=scored: scan_bandwidths(X, n_scored=scored),
            scan_cost(n, d, scored),
        )
    for n, n_test, n_beacons in SIZES_OF_SURVEYS:
        rss_dbm = rng.uniform(-100, -40, size=(n, n_beacons))
        position_m = rng.uniform(0, 50, size=(n, 2)).round()
        yield Case(
            "Where?: all test scans located",
            f"{n:,} + {n_test:,} scans, {n_beacons} beacons",
            lambda r=rss_dbm, p=position_m, t=n_test: (
                KernelLocator().fit(r, p).predict(r[:t] + 1),
                NeighborsLocator(n_neighbors=50).fit(r, p).predict(r[:t] + 1),
            ),
            locating_cost(n, n_test, n_beacons),
        )
    for n in SIZES_OF_GRAPHS:
        graph = nx.fast_gnp_random_graph(n, DEGREE / n, seed=1)
        adjacency = sparse.csr_array(nx.to_scipy_sparse_array(graph, dtype=float))
        yield Case(
            "One graph: a measure and its logarithm",
            f"{n:,} nodes, {graph.number_of_edges():,} edges",
            lambda a=adjacency: _clusters(a),
            measures_cost(n, graph.number_of_edges()),
        )


def _clusters(adjacency: sparse.csr_array) -> None:
    if adjacency.shape[0] > LIMITS["kernel_nodes"].maximum:
        for name in PAIR:
            cluster_large(adjacency, name, 0.5, CLUSTERS, random_state=0)
        return
    matrices = GraphMatrices(adjacency)
    for name in PAIR:
        cluster_kernel(scaled_kernel(matrices, name, 0.5), name, CLUSTERS, "ward", 0)


def row(case: Case) -> str:
    """A line of the table: measured beside said."""
    begun = time.process_time()
    case.run()
    seconds = time.process_time() - begun
    tracemalloc.start()
    case.run()
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return (
        f"| {case.what} | {case.size} | {seconds:.2f} | {case.cost.seconds:.2f} | "
        f"{megabytes:.0f} | {case.cost.n_bytes / 1e6:.0f} |"
    )


def main() -> None:
    """Print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the table")
    arguments = parser.parse_args()
    lines = [
        "# What the labs take, beside what the Data page says",
        "",
        f"By benchmarks/lab_costs.py; {described('numpy', 'scipy')}.",
        "",
        "Estimates are right to a factor of about three; they order runs, no more. What a map "
        "takes stands in embedding.md.",
        "",
        "| what | size | processor, s | said, s | memory, MB | said, MB |",
        "|---|---|---|---|---|---|",
    ]
    for case in cases():
        lines.append(row(case))
        print(lines[-1], flush=True)
    if arguments.write:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
