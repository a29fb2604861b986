"""Graphs without a full matrix: quality, time, memory, each in a fresh process (part of speed.py).

python benchmarks/graphs/large.py N_NODES MEASURE X     prints one JSON object
"""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CASES = (("NHeat", 0.9), ("logNHeat", 0.9), ("PPR", 0.9), ("logPPR", 0.9), ("Comm", 0.3))
N_CLASSES, DEGREE, MIXING = 8, 20.0, 0.35


def measured(n_nodes: int, measure: str, x: float) -> dict[str, object]:
    """ARI, seconds and memory of one clustering."""
    from core.datasets.generators.planted_partition import planted_partition
    from core.graphs import cluster_large, partition_score

    size = n_nodes // N_CLASSES
    graph = planted_partition(
        sizes=(size,) * N_CLASSES,
        p_in=DEGREE * (1 - MIXING) / size,
        p_out=DEGREE * MIXING / (size * (N_CLASSES - 1)),
        random_state=0,
    )
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
            answer = subprocess.run(
                [sys.executable, __file__, str(n_nodes), measure, str(x)],
                capture_output=True,
                text=True,
                check=True,
            )
            got = json.loads(answer.stdout)
            lines.append(
                f"| {n_nodes:,} | {got['edges']:,} | {measure} | {x} | {got['ari']:.4f} | "
                f"{got['wall']:.1f} | {got['processor']:.1f} | {got['memory']:.2f} | "
                f"{got['approximation']} |"
            )
    return lines


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]))))
