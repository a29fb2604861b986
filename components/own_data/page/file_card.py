"""One file, or the files of one survey: what it holds, how it was read, and how it is corrected."""

from typing import Any

import streamlit as st

from components.badges import badge
from components.failures import show_error
from components.memory import recall
from components.own_data.file_forms import HOLDS, confirm_files, kind_read_as
from components.own_data.own_set import OwnSet
from components.own_data.page.given_files import Given
from components.own_data.page.sizes_in_words import bytes_in_words, size_in_words
from components.own_data.store import check_room
from components.text import as_plain_text, counted
from components.upload_dialog import choose_files, form_key
from core.datasets.readers import inspect_cells
from core.datasets.readers.recognised_kind import CERTAIN, GUESS, LIKELY
from core.datasets.readers.table_facts import table_facts
from core.errors import KernelscopeError

SURE = {CERTAIN: "sure", LIKELY: "unsure", GUESS: "guess"}  # how sure → the meaning of its badge
# What a second file can say of the first: kind → (label, key of its uploader).
SECOND_FILES = {
    "graph": "Communities of the nodes (optional): a table with node and community",
    "fingerprints": "Beacon positions (optional)",
}
SECOND_MB = 200


def show_file(given: Given) -> OwnSet | None:
    """Draw the card; the data set as it is understood now, or None with the reason on screen."""
    names = " + ".join(as_plain_text(file.name, longest=40) for file in given.files)
    if given.found is None or given.problem is not None:
        st.markdown(f"**{names}**, {bytes_in_words(given.n_bytes)}")
        _show_problem(given.problem)
        return None
    found, key = given.found, form_key(*(file.getvalue() for file in given.files))
    left, right = st.columns([0.56, 0.44], vertical_alignment="bottom")
    left.markdown(
        f"**{names}**, {bytes_in_words(given.n_bytes)}  \n"
        f"Recognised as **{HOLDS[found.kind].lower()}** {badge(found.sure, SURE[found.sure])} "
        f"{as_plain_text(found.reason)}"
    )
    holds = right.segmented_control(
        "The file holds" if len(given.files) == 1 else "The files hold",
        list(HOLDS),
        default=found.kind,
        required=True,
        format_func=HOLDS.__getitem__,
        key=f"data-holds-{key}",
        help="Recognised from the content. If that is wrong, one click says what it is.",
    )
    try:
        _show_facts(given, holds)
        own = confirm_files(given.files, holds, _second_files(holds, key), place=f"-{key}")
        check_room(own)
    except KernelscopeError as error:
        _show_problem(error)
        return None
    _show_understood(own)
    return own


def _show_problem(error: KernelscopeError | None) -> None:
    if error is not None:
        show_error(error)
    st.caption("What you have kept, and the other files, are unchanged.")


def _show_facts(given: Given, holds: str) -> None:
    """Of a single table; several files say theirs in the notices."""
    if len(given.files) > 1:
        return
    file = given.files[0]

    def facts() -> tuple[str, ...]:
        table = inspect_cells(file.getvalue(), file.name, kind_read_as(holds))
        return () if table is None else table_facts(table)

    found = recall(("facts", given.key, kind_read_as(holds)), facts)
    if found:
        st.caption(f"**As read:** {as_plain_text(' · '.join(found))}")


def _second_files(holds: str, key: str) -> list[Any]:
    if holds not in SECOND_FILES:
        return []
    with st.expander(SECOND_FILES[holds], icon=":material/attach_file:"):
        return choose_files(SECOND_FILES[holds], key=f"second-{holds}-{key}", largest_mb=SECOND_MB)


def _show_understood(own: OwnSet) -> None:
    """What it is now, and a sentence for everything that was converted or left out."""
    st.markdown(f"**Understood as:** {own.kind}, {size_in_words(own)}.")
    if not own.notices:
        st.caption("Nothing was converted or left out.")
        return
    title = f"{counted(len(own.notices), 'thing')} to know: what was converted or left out"
    with st.expander(title, icon=":material/checklist:", expanded=True):
        st.markdown("\n".join(f"- {as_plain_text(notice)}" for notice in own.notices))
