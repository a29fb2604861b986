"""What the graph views compute, kept between reruns.

Results on built-in data are shared by all visitors; results on a visitor's own graph are kept in
that visitor's session only.
"""

import functools
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from components.graphs.graph_choice import GraphChoice
from components.memory import Kept
from core.datasets import GraphData
from core.errors import ComputeError, ParameterError
from core.graphs import sweep_cells
from core.graphs.cluster_count import CountProposal, eigengap, propose_counts
from core.graphs.clustering import cluster_kernel
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernels import scaled_kernel
from core.graphs.louvain_communities import louvain
from core.graphs.node_layout import layout_nodes
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.sweeps import SweepCell
from core.parallel import one_blas_thread

Result = TypeVar("Result")
# Threads of BLAS only hinder each other on small matrices.
ONE_THREAD_UP_TO = 400
MATRICES_UP_TO = 2_000  # nodes


def kept(function: Callable[..., Result], *, grows: bool = False) -> Callable[..., Result]:
    """``function(key, *arguments, _graph)`` → a function of (choice, *arguments) with memory.

    Arguments whose names begin with "_" are no part of the key.
    """

    @functools.wraps(function)
    def computed(key: str, *arguments: Any, _graph: GraphData, **hidden: Any) -> Result:
        with one_blas_thread() if _graph.n_nodes <= ONE_THREAD_UP_TO else nullcontext():
            return function(key, *arguments, _graph=_graph, **hidden)

    memory = Kept(computed, grows=grows)

    def of_choice(choice: GraphChoice, *arguments: Any, **hidden: Any) -> Result:
        store = memory.of(choice.origin)
        return store(choice.key, *arguments, _graph=choice.graph, **hidden)

    return of_choice


def _layout(key: str, *, _graph: GraphData) -> NDArray[np.float64]:
    return layout_nodes(_graph.adjacency, random_state=0)


def _matrices(key: str, *, _graph: GraphData) -> GraphMatrices:
    return GraphMatrices(_graph.adjacency)


def _kernel(
    key: str, measure: str, x: float | None, *, _graph: GraphData, _matrices: GraphMatrices
) -> ScaledKernel:
    return scaled_kernel(_matrices, measure, x)


def _curves(
    key: str,
    measures: tuple[str, ...],
    x: tuple[float, ...],
    method: str,
    n_clusters: int,
    scores: tuple[str, ...],
    seed: int,
    *,
    _graph: GraphData,
) -> tuple[SweepCell, ...]:
    return tuple(
        sweep_cells(
            _graph.adjacency,
            _graph.communities,
            measures,
            x,
            (method,),
            n_clusters=n_clusters,
            scores=scores,
            random_state=seed,
        )
    )


def _partition(
    key: str,
    measure: str,
    method: str,
    n_clusters: int,
    seed: int,
    x: float | None,
    *,
    _graph: GraphData,
    _kernel: Callable[[], ScaledKernel],
) -> NDArray[np.int64]:
    return cluster_kernel(_kernel(), measure, n_clusters, method, seed)


def _proposals(
    key: str, measure: str, x: float | None, *, _graph: GraphData, _kernel: ScaledKernel
) -> tuple[CountProposal, ...]:
    return propose_counts(_graph.adjacency, _kernel.matrix)


def _gap_alone(key: str, *, _graph: GraphData) -> tuple[CountProposal, ...]:
    return (eigengap(_graph.adjacency),)


def _louvain(key: str, seed: int, *, _graph: GraphData) -> NDArray[np.int64]:
    return louvain(_graph.adjacency, random_state=seed)


layout = kept(_layout)
curves = kept(_curves)
gap_alone = kept(_gap_alone)
_kept_partition = kept(_partition)
_kept_proposals = kept(_proposals)
louvain_partition = kept(_louvain)
_kept_matrices = kept(_matrices, grows=True)
_kept_kernel = kept(_kernel)


def kernel(choice: GraphChoice, measure: str, x: float | None) -> ScaledKernel:
    """The kernel up to a factor (plain) or a summand (logarithm), which no partition sees.

    The eigendecompositions behind it serve every measure and parameter; above 2,000 nodes they are
    not kept.
    """
    if choice.graph.n_nodes <= MATRICES_UP_TO:
        matrices = _kept_matrices(choice)
    else:
        matrices = GraphMatrices(choice.graph.adjacency)
    return _kept_kernel(choice, measure, x, _matrices=matrices)


def partition(
    choice: GraphChoice, measure: str, x: float | None, method: str, n_clusters: int, seed: int
) -> NDArray[np.int64]:
    """Labels (n,) of one clustering.

    The kernel is asked for only where they are not kept: it may have gone to make room.
    """

    def its_kernel() -> ScaledKernel:
        return kernel(choice, measure, x)

    return _kept_partition(choice, measure, method, n_clusters, seed, x, _kernel=its_kernel)


def proposals(choice: GraphChoice, measure: str, x: float | None) -> tuple[CountProposal, ...]:
    """The proposals for the number of clusters; the eigengap alone without a kernel."""
    try:
        found = kernel(choice, measure, x)
    except (ComputeError, ParameterError):
        return gap_alone(choice)
    return _kept_proposals(choice, measure, x, _kernel=found)
