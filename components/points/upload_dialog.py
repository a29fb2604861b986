"""The dialog in which a visitor's file becomes points: look, say what the columns are, use."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.localization.mapping_form import confirm_mapping
from components.own_data.own_set import OwnSet, make_own_set
from components.own_data.store import check_room, keep
from components.points.column_form import confirm_points
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
from core.datasets.readers import inspect_upload, open_upload, titles

LARGEST_MB = 400
HOLDS = {
    "points": "Points",
    "distances": "Distances",
    "graph": "Graph",
    "fingerprints": "Survey",
}
# What a page makes of an upload: a summary, and notices of its own. Raises KernelscopeError where
# it has no use for it.
Look = Callable[[OwnSet], tuple[str, tuple[str, ...]]]


def offer_points_upload(look: Look, *, behind: str) -> None:
    """The button in the sidebar that opens the dialog; ``behind`` is what it covers ("The map")."""
    offer_dialog("points", lambda: _dialog(look, behind))


@st.dialog("Use your own points", width="large")
def _dialog(look: Look, behind: str) -> None:
    say_where_files_stay()
    files = choose_files(
        titles("points"), largest_mb=LARGEST_MB, key="points_file", help=_formats()
    )
    if not files:
        offer_templates("points")
        return
    key = form_key(files[0].getvalue())
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
        lambda: _understood(files[0], holds, look, key),
        keep,
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


def _understood(file: Any, holds: str, look: Look, key: str) -> Understood[OwnSet]:
    own = _read(file.getvalue(), file.name, holds, shown_title(file), key)
    check_room(own)
    summary, notices = look(own)
    return Understood(own, summary, (*own.notices, *notices))


def _read(content: bytes, name: str, holds: str, title: str, key: str) -> OwnSet:
    kind = _kind(holds)
    # Of a square of distances nothing is asked: every column means the same.
    inspected = None if holds == "distances" else inspect_upload(content, name, kind)
    colours: tuple[str, ...] = ()
    if inspected is None:
        upload = open_upload(content, name, kind)
    elif inspected[1].kind == "fingerprints":
        upload = confirm_mapping(*inspected, key=key)
    else:
        upload, _, colours = confirm_points(*inspected, kind=kind, key=key)
    return make_own_set(
        upload, title, [content], holds_distances=holds == "distances", colours_only=colours
    )
