"""The dialog in which a visitor's file becomes points on the map: look, confirm, use."""

import streamlit as st

from components.embedding.map_data import MapData
from components.embedding.own_points import (
    forget,
    make_own,
    own_points,
    use,
    with_colours_only,
)
from components.embedding.points_form import confirm_points
from components.failures import show_error
from components.text import as_plain_text
from core.datasets.readers import TEMPLATES, Upload, inspect_upload, open_upload
from core.errors import KernelscopeError

LARGEST_MB = 400
HOLDS = {
    "points": "Points",
    "distances": "Distances",
    "graph": "Graph",
    "fingerprints": "Survey",
}


def offer_points_upload() -> None:
    """The buttons in the sidebar: open the dialog, and delete what was uploaded."""
    if st.button("Use your own points", icon=":material/upload_file:", width="stretch"):
        _dialog()
    if own_points() is not None:
        st.button(
            "Delete my points",
            icon=":material/delete:",
            width="stretch",
            on_click=forget,
            help="Remove the uploaded points and their maps from this session.",
        )


@st.dialog("Use your own points", width="large")
def _dialog() -> None:
    st.caption(
        "Your file stays in the memory of this tab's session, is gone when it ends, and never "
        "leaves the machine that runs Kernelscope."
    )
    holds = st.segmented_control(
        "The file holds",
        list(HOLDS),
        default="points",
        required=True,
        format_func=HOLDS.__getitem__,
        key="points_holds",
        help="Points: one row a point. Distances: a square table. Graph: an adjacency matrix or a "
        "list of edges. Survey: received power by place.",
    )
    # No list of file types: the widget would stop the page on a wrong one. The content decides.
    file = st.file_uploader(
        "CSV, TSV, Parquet, NPY, NPZ or .h5ad",
        max_upload_size=LARGEST_MB,
        key="points_file",
        help="NPZ: arrays X (points), and perhaps labels, time, truth and feature_names; or "
        "adjacency (graph). .h5ad needs the extras.",
    )
    if file is None:
        _offer_template()
        return
    try:
        data, upload = _read(file.getvalue(), file.name, holds)
    except KernelscopeError as error:
        show_error(error)
        st.caption("The map behind this dialog is as it was.")
        return
    _show_summary(data, upload)
    if st.button("Use these points", type="primary", on_click=use, args=(data,)):
        st.rerun()


def _read(content: bytes, name: str, holds: str) -> tuple[MapData, Upload]:
    kind = "points" if holds == "distances" else holds
    inspected = inspect_upload(content, name, kind) if holds in ("points", "graph") else None
    colours: tuple[str, ...] = ()
    how = holds
    if inspected is None:
        upload = open_upload(content, name, kind)
    else:
        upload, mapping, colours = confirm_points(*inspected, data=content, name=name)
        how = f"{holds}{mapping}{colours}"
    title = as_plain_text(name, longest=40)
    made = make_own(upload.dataset, title, content, how, holds_distances=holds == "distances")
    return with_colours_only(made, colours), upload


def _show_summary(data: MapData, upload: Upload) -> None:
    points = data.points
    known = [
        word
        for word, there in (
            ("labels", points.labels is not None),
            ("times", points.time is not None),
            (f"the truth ({data.truth_name})", data.truth is not None),
        )
        if there
    ]
    what = "distances between all pairs" if data.metric == "precomputed" else (
        f"{data.X.shape[1]:,} features"
    )  # fmt: skip
    st.markdown(
        f"**Understood as:** {len(data):,} points, {what}"
        + (f", with {', '.join(known)}." if known else ".")
    )
    for notice in (*upload.notices, *data.notices):
        st.markdown(f"- {as_plain_text(notice)}")


def _offer_template() -> None:
    st.markdown("**A template to fill in**")
    template = TEMPLATES["points"]
    st.download_button(
        template.filename,
        template.text,
        file_name=template.filename,
        mime="text/csv",
        help=template.title,
        on_click="ignore",
        key="template-points",
    )
