"""scikit-network and igraph, scored and timed in an environment of their own: run by peers.py.

    python network_peers.py GRAPH.npz N_SEEDS

Prints one JSON object: for each library and task the labels of every seed, or the scores of every
set of known nodes, with CPU seconds of one thread. The graph is handed over before the clock runs.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import igraph
import numpy as np
from scipy import sparse
from sknetwork.clustering import KCenters, Leiden, Louvain, PropagationClustering
from sknetwork.ranking import PageRank

Tasks = dict[str, Callable[[int], Any]]


def main() -> None:
    """Run every task with every seed and print what came out."""
    with np.load(sys.argv[1]) as data:
        ends, n_nodes, k, known = data["ends"], int(data["n_nodes"]), int(data["k"]), data["known"]
    libraries = {
        "scikit-network": sknetwork_tasks(ends, n_nodes, k, known),
        "igraph": igraph_tasks(ends, n_nodes, k, known),
    }
    answer: dict[str, Any] = {"versions": {name: version(name) for name in libraries}}
    for library, tasks in libraries.items():
        for task, work in tasks.items():
            found, seconds = [], 0.0
            for seed in range(int(sys.argv[2])):
                started = time.process_time()
                result = work(seed)
                seconds += time.process_time() - started
                found.append(np.asarray(result).tolist())
            answer.setdefault(task, {})[library] = {"found": found, "seconds": seconds}
    print(json.dumps(answer))


def sknetwork_tasks(ends: np.ndarray, n: int, k: int, known: np.ndarray) -> Tasks:
    """What scikit-network is asked, by task."""
    half = sparse.csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    matrix = sparse.csr_matrix(half + half.T)

    def told(seed: int) -> Any:
        np.random.seed(seed)  # noqa: NPY002 - it has no seed of its own
        return KCenters(k).fit_predict(matrix)

    def from_known(seed: int) -> Any:
        return PageRank(damping_factor=0.85).fit_predict(matrix, dict.fromkeys(known[seed], 1.0))

    return {
        "Leiden": lambda seed: Leiden(random_state=seed, shuffle_nodes=True).fit_predict(matrix),
        "Louvain": lambda seed: Louvain(random_state=seed, shuffle_nodes=True).fit_predict(matrix),
        "label propagation": lambda seed: _propagated(matrix, seed),
        "told the number": told,
        "from three known nodes": from_known,
    }


def _propagated(matrix: sparse.csr_matrix, seed: int) -> np.ndarray:
    """Label propagation has no seed there: the nodes' order is what differs."""
    order = np.random.default_rng(seed).permutation(matrix.shape[0])
    labels = np.empty(len(order), dtype=int)
    labels[order] = PropagationClustering().fit_predict(matrix[order][:, order])
    return labels


def igraph_tasks(ends: np.ndarray, n: int, k: int, known: np.ndarray) -> Tasks:
    """What igraph is asked, by task."""
    graph = igraph.Graph(n=n, edges=ends.tolist())

    def seeded(work: Callable[[], Any]) -> Callable[[int], Any]:
        def run(seed: int) -> Any:
            random.seed(seed)
            return work()

        return run

    return {
        "Leiden": seeded(lambda: graph.community_leiden("modularity", n_iterations=10).membership),
        "Louvain": seeded(lambda: graph.community_multilevel().membership),
        "label propagation": seeded(lambda: graph.community_label_propagation().membership),
        "told the number": seeded(lambda: graph.community_walktrap().as_clustering(k).membership),
        "from three known nodes": lambda seed: graph.personalized_pagerank(
            damping=0.85, reset_vertices=known[seed].tolist()
        ),
    }


if __name__ == "__main__":
    main()
