"""The dialog in which a visitor's file becomes a graph: look, confirm, use."""

import streamlit as st

from components.failures import show_error
from components.graphs.edge_form import confirm_edges
from components.graphs.own_graph import OwnGraph, forget, make_own_graph, own_graph, use
from components.text import as_plain_text
from core.datasets.readers import TEMPLATES, Upload, inspect_cells, label_nodes, open_upload
from core.errors import KernelscopeError

LARGEST_MB = 200
FORMATS = (
    "Edge list as CSV, TSV or text (any separator, with or without header, decimal commas, third "
    "column = weight), GML, GraphML, GEXF, Pajek, Matrix Market, JSON (node-link), NPZ or NPY. The "
    "content decides, not the name."
)


def offer_upload() -> None:
    """The buttons in the sidebar: open the dialog, and delete what was uploaded."""
    if st.button("Use your own graph", icon=":material/upload_file:", width="stretch"):
        _dialog()
    if own_graph() is not None:
        st.button(
            "Delete my graph",
            icon=":material/delete:",
            width="stretch",
            on_click=forget,
            help="Remove the uploaded graph from this session.",
        )


@st.dialog("Use your own graph", width="large")
def _dialog() -> None:
    st.caption(
        "Your file stays in the memory of this tab's session, is gone when it ends, and never "
        "leaves the machine that runs Kernelscope."
    )
    # No list of file types: the widget would stop the page on a wrong one. The content decides.
    file = st.file_uploader("Graph", max_upload_size=LARGEST_MB, key="graph_file", help=FORMATS)
    labels = st.file_uploader(
        "Communities of the nodes (optional): a table with node and community",
        max_upload_size=LARGEST_MB,
        key="node_file",
        help="CSV or TSV, one row a node. Not needed when the graph's file says them.",
    )
    if file is None:
        _offer_template()
        return
    try:
        content = file.getvalue()
        upload, settings = _read(content, file.name)
        contents = [content]
        if labels is not None:
            upload = label_nodes(upload, labels.getvalue(), labels.name)
            contents.append(labels.getvalue())
        graph = make_own_graph(upload, as_plain_text(file.name, longest=40), contents, settings)
    except KernelscopeError as error:
        show_error(error)
        st.caption("The graph behind this dialog is as it was.")
        return
    _show_summary(graph, upload)
    if st.button("Use this graph", type="primary", on_click=use, args=(graph,)):
        st.rerun()


def _read(data: bytes, name: str) -> tuple[Upload, str]:
    table = inspect_cells(data, name, "graph")
    if table is None:
        return open_upload(data, name, "graph"), ""
    return confirm_edges(table, data=data, name=name)


def _show_summary(own: OwnGraph, upload: Upload) -> None:
    graph = own.graph
    known = "no communities"
    if graph.communities is not None:
        known = f"{len(set(graph.communities.tolist()))} communities"
    st.markdown(f"**Understood as:** {graph.n_nodes:,} nodes, {graph.n_edges:,} edges, {known}.")
    for notice in upload.notices:
        st.markdown(f"- {as_plain_text(notice)}")


def _offer_template() -> None:
    st.caption(FORMATS)
    template = TEMPLATES["edges"]
    st.download_button(
        template.filename,
        template.text,
        file_name=template.filename,
        mime="text/csv",
        help=template.title,
        on_click="ignore",
        key="template-edges",
    )
