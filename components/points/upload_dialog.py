"""The dialog in which a visitor's file becomes points: look, say what the columns are, use."""

from dataclasses import replace

import streamlit as st

from components.failures import show_error
from components.points.own_points import ChosenPoints, forget, make_own, own_points, use
from components.text import as_plain_text
from core.datasets import FingerprintSet, PointCloud, as_points
from core.datasets.readers import TEMPLATES, Upload, build_upload, inspect_upload, open_upload
from core.datasets.readers.mapping import ColumnMapping
from core.datasets.readers.numbers import share_of_numbers
from core.datasets.readers.table import Table
from core.errors import KernelscopeError, UploadError

LARGEST_MB = 400
NOTHING = "(none)"
PREVIEW_ROWS = 6
MOST_LISTED = 200


def offer_upload() -> None:
    """The buttons in the sidebar: open the dialog, and delete what was uploaded."""
    if st.button("Use your own table", icon=":material/upload_file:", width="stretch"):
        _dialog()
    if own_points() is not None:
        st.button(
            "Delete my table",
            icon=":material/delete:",
            width="stretch",
            on_click=forget,
            help="Remove the uploaded table and what was computed from it from this session.",
        )


@st.dialog("Use your own table", width="large")
def _dialog() -> None:
    st.caption(
        "Your file stays in the memory of this tab's session, is gone when it ends, and never "
        "leaves the machine that runs Kernelscope."
    )
    # No list of file types: the widget would stop the page on a wrong one. The content decides.
    file = st.file_uploader(
        "A table: CSV, TSV, Parquet, NPY or NPZ, one row a point",
        max_upload_size=LARGEST_MB,
        key="table_file",
        help="Columns of numbers, and perhaps one of labels. A survey of signals is read as the "
        "mean fingerprint of each place.",
    )
    if file is None:
        template = TEMPLATES["points"]
        st.download_button(
            f"Template: {template.filename}",
            template.text,
            file_name=template.filename,
            mime="text/csv",
            help=template.title,
            on_click="ignore",
            key="template-table",
        )
        return
    try:
        with st.spinner("Reading …"):
            points = _read(file.getvalue(), file.name)
    except KernelscopeError as error:
        show_error(error)
        st.caption("The page behind this dialog is as it was.")
        return
    n, d = points.cloud.values.shape
    labelled = ", with labels" if points.cloud.labels is not None else ""
    st.markdown(f"**Understood as:** {n:,} points in {d:,} dimensions{labelled}.")
    for notice in points.notices:
        st.markdown(f"- {as_plain_text(notice)}")
    if st.button("Use this table", type="primary", on_click=use, args=(points,)):
        st.rerun()


def _read(content: bytes, name: str) -> ChosenPoints:
    inspected = inspect_upload(content, name, "points")
    if inspected is None:
        upload, how = open_upload(content, name, "points"), ""
    else:
        mapping = _confirm(*inspected)
        upload, how = build_upload(inspected[0], mapping), str(mapping)
    title = as_plain_text(name, longest=40)
    return make_own(_cloud(upload), title, content, how, upload.notices)


def _confirm(table: Table, guess: ColumnMapping) -> ColumnMapping:
    """Show the first rows and the guessed meaning of the columns; return it as confirmed."""
    st.dataframe(
        table.frame.head(PREVIEW_ROWS), hide_index=True, alt="The first rows of the file as read"
    )
    with st.expander("What the columns mean", icon=":material/rule:", expanded=False):
        options = [NOTHING, *table.columns]
        guessed = guess.roles.get("label", NOTHING)
        label = st.selectbox(
            "Column of groups",
            options,
            index=options.index(guessed),
            key="table_label",
            help="One group at a time can be looked at; the column takes no part in distances.",
        )
        roles = {} if label == NOTHING else {"label": label}
        numeric = [
            column
            for column in table.columns[:MOST_LISTED]
            if column != label and share_of_numbers(table, column) >= 0.5
        ]
        preset = [column for column in guess.values if column != label]
        values = tuple(preset)
        if len(table.columns) <= MOST_LISTED:
            numbers = [column for column in preset if column in numeric]
            values = tuple(
                st.multiselect("Columns of numbers to use", numeric, numbers, key="table_values")
            )
        drop = st.toggle("Leave out rows with cells that are not numbers", key="table_drop")
    return replace(
        guess,
        layout="points",
        roles=roles,
        values=values,
        bad_cells="drop" if drop else "stop",
    )


def _cloud(upload: Upload) -> PointCloud:
    if isinstance(upload.dataset, FingerprintSet):
        return as_points(upload.dataset)
    if not isinstance(upload.dataset, PointCloud):
        raise UploadError(
            "The file is readable, but it holds a graph; a table of points is needed."
        )
    return upload.dataset
