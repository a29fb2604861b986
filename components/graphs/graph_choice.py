"""Which graph is on screen: built-in, drawn from a model, joined from points, or one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from components.badges import Badge
from components.controls import control
from components.data_origin import YOURS, OwnData
from components.failures import show_error
from components.graphs.graph_models import CHOICES
from components.graphs.graph_parameters import (
    HIDDEN,
    KNOWN,
    MODEL_PARAMETERS,
    component_parameter,
    graph_parameter,
    truth_parameter,
)
from components.graphs.own_graph import OwnGraph
from components.graphs.upload_dialog import offer_upload
from components.link_state import note_lost_upload
from components.memory import shared
from components.page_frame import PageFrame
from components.shared_uploads import graphs_here
from components.text import as_plain_text
from core.datasets import FingerprintSet, GraphData, PointCloud, as_graph, catalog, load
from core.datasets.graph_parts import largest_component, n_components
from core.errors import KernelscopeError, ParameterError
from core.parameters import Parameter

NEIGHBORS = 10
FIRST = "karate"
_NEIGHBOR_GRAPHS = ("wine", "breast_cancer", "digits", "moons", "building")


@dataclass(frozen=True, eq=False)
class GraphChoice:
    """The graph on screen, and what must be said of it.

    Attributes
    ----------
    graph : with the communities that count as truth, or none
    key : differs between any two graphs and truths; results are kept under it
    title, origin : shown as badges; origin is "simulated", "measured" or "yours"
    notes : one sentence for each thing that was left out or changed
    parameters : those that chose the graph
    graph_key : names the graph; settings that are about its nodes belong to it
    judged_as : names also what counts as its truth; settings that judge partitions belong to it
    """

    graph: GraphData
    key: str
    title: str
    origin: str
    notes: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    graph_key: str = ""
    judged_as: str = ""

    @property
    def has_truth(self) -> bool:
        """Whether there are communities to compare with."""
        return self.graph.communities is not None

    @property
    def n_communities(self) -> int:
        """Number of known communities, 0 without truth."""
        known = self.graph.communities
        return 0 if known is None else len(np.unique(known))

    @property
    def badges(self) -> list[Badge]:
        """Data set, origin and size."""
        graph = self.graph
        return [
            self.title,
            (self.origin, self.origin),
            f"{graph.n_nodes:,} nodes",
            f"{graph.n_edges:,} edges",
        ]


def choose_graph(frame: PageFrame) -> GraphChoice:
    """Draw the choice in the current container; a graph that cannot be made is explained."""
    own = graphs_here()
    parameter = _graph_options(own)
    note_lost_upload(parameter, what="a graph")
    key = control(parameter)
    offer_upload(own)
    settings = _model_settings(key)
    try:
        graph, title, origin, notes = _load(key, settings, own)
    except KernelscopeError as error:
        with frame.note_box:
            show_error(error)
        key, settings = FIRST, {}
        graph, title, origin, notes = _load(key, settings, own)
    attributes = own[key].attributes if key in own else {}
    digest = own[key].digest if key in own else key
    truth_row = truth_parameter(graph, list(attributes), digest)
    truth = control(truth_row)
    whole = graph.n_nodes
    split = n_components(graph) > 1
    component_row = component_parameter(digest)
    component = control(component_row, disabled=not split)
    if truth != KNOWN:
        labels = None if truth == HIDDEN else attributes[truth]
        graph = GraphData(graph.adjacency, graph.node_ids, labels)
    if split and component:
        graph = largest_component(graph)
        notes += (f"Only the largest component is used: {graph.n_nodes:,} of {whole:,} nodes.",)
    full_key = repr((digest, sorted(settings.items()), truth, split and component))
    parameters = (parameter, *MODEL_PARAMETERS.values(), truth_row, component_row)
    judged_as = f"{digest}/{truth}"
    return GraphChoice(graph, full_key, title, origin, notes, parameters, digest, judged_as)


def show_notes(choice: GraphChoice) -> None:
    """What was left out of the graph, in small print."""
    if choice.notes:
        st.caption(" ".join(as_plain_text(note) for note in choice.notes))


def _graph_options(own: Mapping[str, OwnGraph]) -> Parameter:
    entries = {entry.key: entry for entry in catalog()}
    graphs = [entry for entry in entries.values() if entry.kind == "graph"]
    titles = {entry.key: f"{entry.title} ({entry.origin})" for entry in graphs}
    titles |= {key: f"{model.title} (simulated)" for key, model in CHOICES.items()}
    titles |= {
        f"neighbors_{key}": f"Neighbours of: {entries[key].title} ({entries[key].origin})"
        for key in _NEIGHBOR_GRAPHS
    }
    listed = {option: OwnData(each.digest, each.title) for option, each in own.items()}
    return graph_parameter(titles, FIRST, listed)


def _model_settings(key: str) -> dict[str, Any]:
    names = CHOICES[key].settings if key in CHOICES else ()
    return {name: control(MODEL_PARAMETERS[name]) for name in names}


def _load(
    key: str, settings: dict[str, Any], own: Mapping[str, OwnGraph]
) -> tuple[GraphData, str, str, tuple[str, ...]]:
    if key in own:
        return own[key].graph, own[key].title, YOURS, own[key].notices
    if key in CHOICES:
        return CHOICES[key].make(settings), CHOICES[key].title, "simulated", ()
    if key.startswith("neighbors_"):
        entry = next(e for e in catalog() if e.key == key.removeprefix("neighbors_"))
        note = f"Each of the points is joined to its {NEIGHBORS} nearest neighbours; weights are 1."
        return neighbor_graph(entry.key), f"Neighbours of {entry.title}", entry.origin, (note,)
    entry = next(e for e in catalog() if e.key == key)
    return built_in(key), entry.title, entry.origin, ()


@shared(spinner="Loading the graph …")
def built_in(key: str) -> GraphData:
    """A graph of the catalogue, shared by all visitors."""
    graph = load(key)
    if not isinstance(graph, GraphData):
        raise ParameterError(f"{key} is not a graph; choose a data set of kind graph.")
    return graph


@shared(spinner="Joining neighbours …")
def neighbor_graph(key: str) -> GraphData:
    """The nearest-neighbour graph of a point cloud or survey of the catalogue."""
    points = load(key)
    if not isinstance(points, (PointCloud, FingerprintSet)):
        raise ParameterError(f"{key} has no points to join; choose a point cloud.")
    return as_graph(points, n_neighbors=NEIGHBORS)
