"""Graphs without a full matrix: quality, time, memory, each in a fresh process (part of speed.py).

python benchmarks/graphs/large.py N_NODES MEASURE X     prints one JSON object
python benchmarks/graphs/large.py                       prints the tables
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.datasets import GraphData

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CASES = (("NHeat", 0.9), ("logNHeat", 0.9), ("PPR", 0.9), ("logPPR", 0.9), ("Comm", 0.3))
N_CLASSES, DEGREE, MIXING = 8, 20.0, 0.35
SHARED, SHARED_NODES = "logPPR", 20_000
SHARED_X = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


def planted(n_nodes: int) -> "GraphData":
    """Equal classes with the mean degree and mixing above."""
    from core.datasets.generators.planted_partition import planted_partition

    size = n_nodes // N_CLASSES
    return planted_partition(
        sizes=(size,) * N_CLASSES,
        p_in=DEGREE * (1 - MIXING) / size,
        p_out=DEGREE * MIXING / (size * (N_CLASSES - 1)),
        random_state=0,
    )


def measured(n_nodes: int, measure: str, x: float) -> dict[str, object]:
    """ARI, seconds and memory of one clustering."""
    from core.graphs import cluster_large, partition_score

    graph = planted(n_nodes)
    wall, processor = time.perf_counter(), time.process_time()
    result = cluster_large(graph.adjacency, measure, x, N_CLASSES, random_state=0)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return {
        "edges": graph.n_edges,
        "ari": partition_score("ari", result.labels, graph.communities),
        "wall": wall,
        "processor": processor,
        "memory": _largest_memory_gb(),
        "approximation": result.approximation,
    }


def _largest_memory_gb() -> float:
    """Largest resident memory of this process; ru_maxrss would include the one that started it."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1e6
    return float("nan")


def shared(way: str) -> dict[str, object]:
    """Ten x of one logarithm at 20,000 nodes: one at a time, or from powers computed once."""
    from core.graphs import cluster_large, partition_score, sweep_large

    graph = planted(SHARED_NODES)
    processor = time.process_time()
    if way == "together":
        cells = sweep_large(graph.adjacency, [SHARED], SHARED_X, N_CLASSES, random_state=0)
        labels = [cell.labels for cell in cells]
    else:
        labels = [
            cluster_large(graph.adjacency, SHARED, x, N_CLASSES, random_state=0).labels
            for x in SHARED_X
        ]
    processor = time.process_time() - processor
    scores = [partition_score("ari", each, graph.communities) for each in labels]
    return {
        "processor": processor,
        "memory": _largest_memory_gb(),
        "ari": [min(scores), max(scores)],
    }


def shared_lines() -> list[str]:
    """One pass for all x against one pass for each."""
    lines = [
        "## Every x at once",
        "",
        f"{SHARED} at {len(SHARED_X)} x on {SHARED_NODES:,} nodes of the same model; labels are "
        "the same (tests/core/graphs/test_large_sweeps.py).",
        "",
        "| way | CPU, s | memory, GB | ARI, lowest to highest |",
        "|---|---|---|---|",
    ]
    took = {}
    for way in ("one at a time", "together"):
        got = _in_a_process("shared", way)
        took[way] = got["processor"]
        low, high = got["ari"]
        lines.append(
            f"| {way} | {got['processor']:.1f} | {got['memory']:.2f} | {low:.4f} to {high:.4f} |"
        )
    share = took["together"] / took["one at a time"]
    return [*lines, "", f"Together takes {share:.2f} of the processor time of one at a time."]


def _in_a_process(*arguments: str) -> dict:
    answer = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


def large_lines() -> list[str]:
    """10,000 and 100,000 nodes, plain measures and their logarithms."""
    lines = [
        "## Large graphs",
        "",
        f"Planted partitions with {N_CLASSES} classes, mean degree {DEGREE:.0f}, mixing {MIXING}.",
        "Memory is the largest of the whole process, imports and the graph included.",
        "",
        "| nodes | edges | measure | x | ARI | clock, s | CPU, s | memory, GB | approximation |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for n_nodes in (10_000, 100_000):
        for measure, x in CASES:
            got = _in_a_process(str(n_nodes), measure, str(x))
            lines.append(
                f"| {n_nodes:,} | {got['edges']:,} | {measure} | {x} | {got['ari']:.4f} | "
                f"{got['wall']:.1f} | {got['processor']:.1f} | {got['memory']:.2f} | "
                f"{got['approximation']} |"
            )
    return lines


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print("\n".join([*large_lines(), "", *shared_lines()]))
    elif sys.argv[1] == "shared":
        print(json.dumps(shared(sys.argv[2])))
    else:
        print(json.dumps(measured(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))))
