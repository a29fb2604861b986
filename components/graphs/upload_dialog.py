"""The dialog in which a visitor's file becomes a graph: look, confirm, use."""

from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.own_data.file_forms import confirm_files
from components.own_data.own_set import OwnSet
from components.own_data.store import check_room, keep
from components.upload_dialog import (
    Understood,
    choose_files,
    confirm,
    offer_dialog,
    offer_templates,
    point_to_data_page,
    say_where_files_stay,
)
from core.datasets import GraphData
from core.datasets.readers.result import DataSet
from core.datasets.readers.text_table import TEXT_TABLE

LARGEST_MB = 200
KIND = "graph"


def offer_upload() -> None:
    """The button in the sidebar that opens the dialog."""
    offer_dialog("graph", _dialog)


@st.dialog("Use your own graph", width="large")
def _dialog() -> None:
    say_where_files_stay()
    point_to_data_page()
    formats = f"{formats_in_words(KIND)} {CONTENT_DECIDES}"
    files = choose_files("Graph", largest_mb=LARGEST_MB, key="graph_file", help=formats)
    labels = choose_files(
        "Communities of the nodes (optional): a table with node and community",
        largest_mb=LARGEST_MB,
        key="node_file",
        help=f"{TEXT_TABLE.title}: one row per node. Not needed if the graph's file has them.",
    )
    if not files:
        st.caption(formats)
        offer_templates(KIND)
        return
    confirm(
        lambda: _understood(files[0], labels), keep, button="Use this graph", behind="The graph"
    )


def _understood(file: Any, label_files: list[Any]) -> Understood[OwnSet]:
    own = confirm_files([file], KIND, label_files)
    check_room(own)
    return Understood(own, _summary(own.dataset), own.notices)


def _summary(graph: DataSet) -> str:
    assert isinstance(graph, GraphData)  # noqa: S101 - the form gives nothing else
    known = "no communities"
    if graph.communities is not None:
        known = f"{len(set(graph.communities.tolist()))} communities"
    return f"{graph.n_nodes:,} nodes, {graph.n_edges:,} edges, {known}."
