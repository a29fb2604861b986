"""The dialog in which a visitor's file becomes points: look, say what the columns are, use."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.format_list import CONTENT_DECIDES, formats_in_words
from components.memory import recall
from components.own_data.file_forms import HOLDS, confirm_files, kind_read_as
from components.own_data.own_set import OwnSet
from components.own_data.store import check_room, keep
from components.text import as_plain_text
from components.upload_dialog import (
    Understood,
    choose_files,
    confirm,
    form_key,
    offer_dialog,
    offer_templates,
    point_to_data_page,
    say_where_files_stay,
)
from core.datasets.readers import titles
from core.datasets.readers.recognised_kind import RecognisedKind, recognised_kind
from core.datasets.readers.text_table import TEXT_TABLE
from core.errors import UploadError

LARGEST_MB = 400
# What a page makes of an upload: a summary, and notices of its own. Raises KernelscopeError where
# it has no use for it.
Look = Callable[[OwnSet], tuple[str, tuple[str, ...]]]


def offer_points_upload(look: Look, *, behind: str) -> None:
    """The button in the sidebar that opens the dialog; ``behind`` is what it covers ("The map")."""
    offer_dialog("points", lambda: _dialog(look, behind))


@st.dialog("Use your own points", width="large")
def _dialog(look: Look, behind: str) -> None:
    say_where_files_stay()
    point_to_data_page()
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
    key = form_key(*(file.getvalue() for file in (*files, *metadata)))
    found = None if metadata else recall(("holds", key), lambda: _proposed(files[0]))
    holds = st.segmented_control(
        "The file holds",
        list(HOLDS),
        default="points" if found is None else found.kind,
        required=True,
        format_func=HOLDS.__getitem__,
        key=f"holds-{key}",
        help="Points: a row per point. Distances: a square table. Graph: an adjacency matrix or a "
        "list of edges. Survey: received power by place.",
    )
    if found is not None:
        st.caption(f"{as_plain_text(found.reason)} If that is wrong, one click says what it is.")
    confirm(
        lambda: _understood(files, metadata, holds, look),
        keep,
        button="Use these points",
        behind=behind,
    )


def _proposed(file: Any) -> RecognisedKind | None:
    """What is said of a square of numbers with 0 on its diagonal: distances, or nearly."""
    try:
        found = recognised_kind(file.getvalue(), file.name)
    except UploadError:
        return None  # the form says why
    return found if found.square else None


def _formats() -> str:
    """Every format of which one of the answers to "The file holds" can be true, by the answer."""
    kinds = dict.fromkeys(kind_read_as(holds) for holds in HOLDS)
    said = [f"**{HOLDS[kind]}.** {formats_in_words(kind)}" for kind in kinds]
    return "\n\n".join([*said, CONTENT_DECIDES])


def _understood(
    files: list[Any], metadata: list[Any], holds: str, look: Look
) -> Understood[OwnSet]:
    own = confirm_files(files, holds, metadata)
    check_room(own)
    summary, notices = look(own)
    return Understood(own, summary, (*own.notices, *notices))
