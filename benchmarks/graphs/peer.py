"""pygkernels, timed in its own environment: run by speed.py, prints one JSON object.

    python peer.py FOLDER_OF_PYGKERNELS GRAPH.npz N_PARAMETERS N_CLUSTERED N_STARTS

It needs names that numpy and networkx have dropped since; they are put back before it is imported.
CPU seconds of one thread: kernels of all 25 measures, and kernel k-means of each kernel.
"""

import contextlib
import io
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import networkx as nx
import numpy as np

for _name, _value in (("float", float), ("int", int), ("bool", bool), ("infty", np.inf)):
    if _name not in np.__dict__:
        setattr(np, _name, _value)
if not hasattr(nx, "from_numpy_matrix"):
    nx.from_numpy_matrix = nx.from_numpy_array

WARD_UP_TO = 300  # at 1000 nodes one tree takes minutes


def main() -> None:
    """Time and print."""
    folder, graph, n_parameters, n_clustered, n_starts = sys.argv[1:6]
    sys.path.insert(0, folder)
    with np.load(graph) as data:
        adjacency, grid, n_clusters = data["A"], data["x"], int(data["k"])
    with contextlib.redirect_stdout(io.StringIO()) as _:
        warnings.simplefilter("ignore")
        result = _timed(
            adjacency, grid, n_clusters, int(n_parameters), int(n_clustered), int(n_starts)
        )
    print(json.dumps(result))


def _timed(
    adjacency: np.ndarray,
    grid: np.ndarray,
    k: int,
    n_parameters: int,
    n_clustered: int,
    n_init: int,
) -> dict[str, Any]:
    import torch
    from pygkernels.cluster import KKMeans, KWard
    from pygkernels.measure import kernels

    torch.set_num_threads(1)
    chosen = grid[np.linspace(0, len(grid) - 1, n_parameters).round().astype(int)]
    seconds: dict[str, float] = {}
    clustering: dict[str, list[float]] = {"kernel_kmeans": [], "ward": []}
    # measures of every kind for the clusterers, as many as there is time for
    clustered = ["logComm", "For", "FE", *(one.name for one in kernels)][:n_clustered]
    for kernel_class in kernels:
        started = time.process_time()
        measure = kernel_class(adjacency)
        once = time.process_time() - started
        started = time.process_time()
        for x in chosen:
            with contextlib.suppress(Exception):
                measure.get_K(measure.scaler.scale(x))
        each = (time.process_time() - started) / len(chosen)
        seconds[kernel_class.name] = once + each * len(grid)
        if kernel_class.name in clustered:
            kernel = measure.get_K(measure.scaler.scale(0.5))
            kmeans = KKMeans(k, n_init=n_init, random_state=42)
            clustering["kernel_kmeans"] += _seconds(partial(kmeans.predict, kernel, A=adjacency))
            if len(adjacency) <= WARD_UP_TO:
                clustering["ward"] += _seconds(partial(KWard(k).predict, kernel))
    return {"parameters": len(chosen), "kernels": seconds, "clustering": clustering}


def _seconds(work: Callable[[], object]) -> list[float]:
    """CPU seconds of ``work`` in a list, or an empty one where it fails."""
    started = time.process_time()
    try:
        work()
    except Exception:  # noqa: BLE001 - whatever goes wrong over there is not our failure
        return []
    return [time.process_time() - started]


if __name__ == "__main__":
    main()
