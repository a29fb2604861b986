"""A visitor's own graph, kept in the memory of that visitor's session and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.data_origin import YOURS, own_key
from components.jobs import forget_mine_and_jobs
from components.settings import forget_data
from core.datasets import GraphData
from core.datasets.readers import Upload, community_candidates
from core.errors import UploadError

_KEY = "own_graph"


@dataclass(frozen=True, eq=False)
class OwnGraph:
    """An uploaded graph; ``attributes`` are those of its nodes that may serve as truth."""

    graph: GraphData
    title: str
    digest: str
    notices: tuple[str, ...]
    attributes: Mapping[str, NDArray[np.str_]]


def own_graph() -> OwnGraph | None:
    """The graph that this session uploaded last, or None."""
    return st.session_state.get(_KEY)


def make_own_graph(upload: Upload, title: str, contents: list[bytes], settings: str) -> OwnGraph:
    """A graph keyed by what the files hold and how they were read, not by what they are called."""
    if not isinstance(upload.dataset, GraphData):
        raise UploadError(
            "The file is readable, but it is not a graph: it needs edges between nodes."
        )
    graph = upload.dataset
    names = community_candidates(upload.node_attributes, graph.n_nodes)
    chosen = {name: upload.node_attributes[name] for name in names}
    return OwnGraph(graph, title, own_key(contents, (settings, graph)), upload.notices, chosen)


def use(graph: OwnGraph) -> None:
    """Put this graph on screen; for use as a button's callback."""
    forget_data(graph.digest)
    st.session_state[_KEY] = graph
    st.session_state["graph"] = YOURS


def forget() -> None:
    """Delete the uploaded graph from this session; for use as a button's callback."""
    given = st.session_state.pop(_KEY, None)
    if given is not None:
        forget_data(given.digest)
    forget_mine_and_jobs()
