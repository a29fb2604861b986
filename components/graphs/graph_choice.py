"""Which graph is on screen: built-in, drawn from a model, joined from points, or one's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from components.badges import Badge
from components.controls import control
from components.graphs.given_graph import (
    JOINED,
    NEIGHBORS,
    GivenGraph,
    may_be_clustered,
    own_given_graph,
)
from components.graphs.graph_models import CHOICES, GraphModel
from components.graphs.graph_parameters import (
    HIDDEN,
    KNOWN,
    MODEL_PARAMETERS,
    component_parameter,
    truth_parameter,
)
from components.graphs.upload_dialog import offer_upload
from components.memory import shared
from components.own_data.chosen_data import choose
from components.own_data.lab_data import Lab, Option, built_in_options
from components.page_frame import PageFrame
from components.settings import keep, value_of
from components.text import as_plain_text
from core.datasets import FingerprintSet, GraphData, PointCloud, as_graph, catalog, load
from core.datasets.graph_parts import largest_component, n_components
from core.errors import ParameterError
from core.parameters import Parameter

FIRST = "planted_34"  # neither so easy that measures tie, nor so hard that all fail
CLASSIC = "karate"
_NEIGHBOR_GRAPHS = ("wine", "breast_cancer", "digits", "moons", "building")
GRAPHS = Lab(
    name="graph",
    label="Graph",
    help="The graph whose nodes are clustered. The last ones are drawn at random from a model "
    "whose settings appear below, or joined from the nearest neighbours of points.",
    make=own_given_graph,
    usable=may_be_clustered,
    lost="a graph",
    offer_upload=offer_upload,
)


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
    chosen = choose(frame, GRAPHS, _options(), FIRST)
    given, (parameter, *settings) = chosen.payload, chosen.parameters
    if chosen.key == FIRST:
        st.button(
            "Open the karate club",
            on_click=keep,
            args=(parameter, CLASSIC),
            key="graph-classic",
            width="stretch",
            help="Zachary's 34 members of a club that split: small enough to check by eye.",
        )
    graph, attributes = given.graph, given.attributes
    truth_row = truth_parameter(graph, list(attributes), chosen.key)
    truth = control(truth_row)
    whole = graph.n_nodes
    split = n_components(graph) > 1
    component_row = component_parameter(chosen.key)
    component = control(component_row, idle="" if split else "This graph is in one piece.")
    if truth != KNOWN:
        labels = None if truth == HIDDEN else attributes[truth]
        graph = replace(graph, communities=labels)
    notes = (*chosen.notices, JOINED) if given.joined else chosen.notices
    if split and component:
        graph = largest_component(graph)
        notes += (f"Only the largest component is used: {graph.n_nodes:,} of {whole:,} nodes.",)
    set_to = sorted((row.name, value_of(row)) for row in settings)
    return GraphChoice(
        graph,
        repr((chosen.key, set_to, truth, split and component)),
        f"Neighbours of {chosen.title}" if given.joined else chosen.title,
        chosen.origin,
        notes,
        (parameter, *MODEL_PARAMETERS.values(), truth_row, component_row),
        graph_key=chosen.key,
        judged_as=f"{chosen.key}/{truth}",
    )


def show_notes(choice: GraphChoice) -> None:
    """What was left out of the graph, in small print."""
    if choice.notes:
        st.caption(" ".join(as_plain_text(note) for note in choice.notes))


def _options() -> dict[str, Option[GivenGraph]]:
    """Graphs of the catalogue, then those drawn from a model, then points to join."""
    entries = {entry.key: entry for entry in catalog()}
    graphs = [entry for entry in entries.values() if entry.kind == "graph"]
    options = built_in_options(graphs, lambda key, _: GivenGraph(built_in(key)))
    for key, model in CHOICES.items():
        rows = tuple(MODEL_PARAMETERS[name] for name in model.settings)
        options[key] = Option(
            f"{model.title} (simulated)", model.title, "simulated", _drawn_from(model), rows
        )
    for entry in (entries[key] for key in _NEIGHBOR_GRAPHS):
        options[f"neighbors_{entry.key}"] = Option(
            f"Neighbours of: {entry.title} ({entry.origin})",
            entry.title,
            entry.origin,
            _joined_from(entry.key),
        )
    return options


def _joined_from(key: str) -> Callable[[Mapping[str, Any]], GivenGraph]:
    return lambda _: GivenGraph(neighbor_graph(key), joined=True)


def _drawn_from(model: GraphModel) -> Callable[[Mapping[str, Any]], GivenGraph]:
    return lambda settings: GivenGraph(model.make(settings))


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
