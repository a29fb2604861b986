"""What the graph views compute, kept between reruns.

Results on built-in data are shared by all visitors; results on a visitor's own graph are kept in
that visitor's session only.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from components.graphs.graph_choice import GraphChoice
from components.graphs.own_graph import YOURS
from core.datasets import GraphData
from core.errors import ComputeError, ParameterError
from core.graphs import cluster, kernel_matrix, sweep_cells
from core.graphs.cluster_count import CountProposal, eigengap, propose_counts
from core.graphs.louvain import louvain
from core.graphs.node_layout import layout_nodes
from core.graphs.sweep import SweepCell

Result = TypeVar("Result")
# Threads of BLAS only hinder each other on small matrices.
ONE_THREAD_UP_TO = 400


def kept(function: Callable[..., Result], *, entries: int = 64) -> Callable[..., Result]:
    """``function(key, *arguments, _graph)`` → a function of (choice, *arguments) with memory."""
    shared = st.cache_resource(max_entries=entries, show_spinner=False)(function)
    private = st.cache_resource(
        max_entries=max(entries // 2, 2), show_spinner=False, scope="session"
    )(function)

    def of_choice(choice: GraphChoice, *arguments: Any) -> Result:
        store = private if choice.origin == YOURS else shared
        with threadpool_limits(1 if choice.graph.n_nodes <= ONE_THREAD_UP_TO else None):
            return store(choice.key, *arguments, _graph=choice.graph)

    return of_choice


def _layout(key: str, *, _graph: GraphData) -> NDArray[np.float64]:
    return layout_nodes(_graph.adjacency, random_state=0)


def _kernel(key: str, measure: str, x: float | None, *, _graph: GraphData) -> NDArray[np.float64]:
    return kernel_matrix(_graph.adjacency, measure, x)


def _partition(
    key: str,
    measure: str,
    x: float | None,
    method: str,
    n_clusters: int,
    seed: int,
    *,
    _graph: GraphData,
) -> NDArray[np.int64]:
    return cluster(_graph.adjacency, measure, x, n_clusters, method, seed)


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


def _proposals(
    key: str, measure: str, x: float | None, *, _graph: GraphData
) -> tuple[CountProposal, ...]:
    """The proposals; the eigengap alone where the measure has no kernel."""
    try:
        kernel = kernel_matrix(_graph.adjacency, measure, x)
    except (ComputeError, ParameterError):
        return (eigengap(_graph.adjacency),)
    return propose_counts(_graph.adjacency, kernel)


def _gap_alone(key: str, *, _graph: GraphData) -> tuple[CountProposal, ...]:
    return (eigengap(_graph.adjacency),)


def _louvain(key: str, seed: int, *, _graph: GraphData) -> NDArray[np.int64]:
    return louvain(_graph.adjacency, random_state=seed)


layout = kept(_layout)
kernel = kept(_kernel, entries=4)  # 200 MB each at 5,000 nodes
partition = kept(_partition)
curves = kept(_curves)
proposals = kept(_proposals)
gap_alone = kept(_gap_alone)
louvain_partition = kept(_louvain)
