"""The dialog in which a visitor's file becomes a graph: look, confirm, use."""

from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.graphs.edge_form import confirm_edges
from components.own_data.own_set import OwnSet, make_own_set
from components.own_data.store import check_room, keep
from components.upload_dialog import (
    Understood,
    choose_files,
    confirm,
    form_key,
    offer_dialog,
    offer_templates,
    say_where_files_stay,
    shown_title,
)
from core.datasets import GraphData
from core.datasets.readers import Upload, inspect_cells, label_nodes, open_upload
from core.datasets.readers.text_table import TEXT_TABLE
from core.errors import UploadError

LARGEST_MB = 200
KIND = "graph"


def offer_upload() -> None:
    """The button in the sidebar that opens the dialog."""
    offer_dialog("graph", _dialog)


@st.dialog("Use your own graph", width="large")
def _dialog() -> None:
    say_where_files_stay()
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
    contents = [file.getvalue()]
    upload = _read(contents[0], file.name, form_key(contents[0]))
    for labels in label_files:
        upload = label_nodes(upload, labels.getvalue(), labels.name)
        contents.append(labels.getvalue())
    if not isinstance(upload.dataset, GraphData):
        raise UploadError(
            "The file is readable, but it is not a graph: it needs edges between nodes."
        )
    own = make_own_set(upload, shown_title(file), contents)
    check_room(own)
    return Understood(own, _summary(upload.dataset), upload.notices)


def _read(data: bytes, name: str, key: str) -> Upload:
    table = inspect_cells(data, name, KIND)
    if table is None:
        return open_upload(data, name, KIND)
    return confirm_edges(table, key=key)


def _summary(graph: GraphData) -> str:
    known = "no communities"
    if graph.communities is not None:
        known = f"{len(set(graph.communities.tolist()))} communities"
    return f"{graph.n_nodes:,} nodes, {graph.n_edges:,} edges, {known}."
