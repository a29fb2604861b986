"""The dialog in which a visitor's file becomes points: look, say what the columns are, use."""

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from components.data_origin import own_key
from components.format_list import CONTENT_DECIDES, formats_in_words
from components.localization.mapping_form import confirm_mapping
from components.points.column_form import confirm_points
from components.points.own_points import OwnPoints, forget, use
from components.shared_uploads import deletions
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
from core.datasets.readers import (
    ColumnMapping,
    Table,
    guess_mapping,
    inspect_upload,
    open_upload,
    titles,
)
from core.datasets.readers.text_table import TEXT_TABLE
from core.datasets.readers.vectors import inspect_vectors
from core.errors import UploadError

LARGEST_MB = 400
HOLDS = {
    "points": "Points",
    "distances": "Distances",
    "graph": "Graph",
    "fingerprints": "Survey",
}
# What a page makes of an upload: a summary, and notices of its own. Raises KernelscopeError where
# it has no use for it.
Look = Callable[[OwnPoints], tuple[str, tuple[str, ...]]]


def offer_points_upload(choice: str, look: Look, own: Iterable[str], *, behind: str) -> None:
    """The buttons in the sidebar: open the dialog, and delete each of one's ``own`` data listed.

    ``choice`` is the parameter by which the page chooses its data, ``behind`` what the dialog
    covers ("The map").
    """
    offer_dialog(
        "points",
        lambda: _dialog(choice, look, behind),
        deletions(
            own, "points", forget, deletes="the uploaded points and what was computed from them"
        ),
    )


@st.dialog("Use your own points", width="large")
def _dialog(choice: str, look: Look, behind: str) -> None:
    say_where_files_stay()
    files = choose_files(
        titles("points"), largest_mb=LARGEST_MB, key="points_file", help=_formats()
    )
    metadata = choose_files(
        "Metadata of the points (optional): a table with a row for each",
        largest_mb=LARGEST_MB,
        key="metadata_file",
        help=f"{TEXT_TABLE.title}, in the order of the points, whose file then is text too and has "
        "no header. So the Embedding Projector writes vectors.",
    )
    if not files:
        offer_templates("points")
        return
    files += metadata
    key = form_key(*(file.getvalue() for file in files))
    holds = st.segmented_control(
        "The file holds",
        list(HOLDS),
        default="points",
        required=True,
        format_func=HOLDS.__getitem__,
        key=f"holds-{key}",
        help="Points: a row per point. Distances: a square table. Graph: an adjacency matrix or a "
        "list of edges. Survey: received power by place.",
    )
    confirm(
        lambda: _understood(files, holds, look, key),
        lambda points: use(points, choice),
        button="Use these points",
        behind=behind,
    )


def _formats() -> str:
    """Every format of which one of the answers to "The file holds" can be true, by the answer."""
    kinds = dict.fromkeys(_kind(holds) for holds in HOLDS)
    said = [f"**{HOLDS[kind]}.** {formats_in_words(kind)}" for kind in kinds]
    return "\n\n".join([*said, CONTENT_DECIDES])


def _kind(holds: str) -> str:
    """The kind of data by which a file is read."""
    return "points" if holds == "distances" else holds


def _understood(files: list[Any], holds: str, look: Look, key: str) -> Understood[OwnPoints]:
    contents = [(file.name, file.getvalue()) for file in files]
    points = _read(contents, holds, shown_title(files[0]), key)
    summary, notices = look(points)
    return Understood(points, summary, (*points.notices, *notices))


def _read(files: list[tuple[str, bytes]], holds: str, title: str, key: str) -> OwnPoints:
    kind = _kind(holds)
    name, content = files[0]
    inspected: tuple[Table, ColumnMapping] | None
    if len(files) > 1:
        if holds != "points":
            raise UploadError(
                "Metadata belong to points; remove them, or say that the file holds points."
            )
        table = inspect_vectors(*files)
        inspected = table, guess_mapping(table, kind)
    else:
        # Of a square of distances nothing is asked: every column means the same.
        inspected = None if holds == "distances" else inspect_upload(content, name, kind)
    colours: tuple[str, ...] = ()
    how = holds
    if inspected is None:
        upload = open_upload(content, name, kind)
    elif inspected[1].kind == "fingerprints":
        upload = confirm_mapping(*inspected, key=key)
    else:
        upload, mapping, colours = confirm_points(*inspected, kind=kind, key=key)
        how = f"{holds}{mapping}{colours}"
    return OwnPoints(
        own_key([content for _, content in files], (how, upload.dataset)),
        title,
        upload.dataset,
        holds_distances=holds == "distances",
        colours_only=colours,
        notices=upload.notices,
    )
