"""What each of several files holds that make a survey together, shown for confirmation."""

from collections.abc import Mapping

import streamlit as st

from components.text import as_plain_text
from core.datasets.readers import (
    PARTS,
    FilePart,
    Upload,
    guess_parts,
    read_fingerprint_files,
    read_tables,
)

MOST_ASKED = 16  # files of which each has controls; of more, what their names say counts
ROLES = {"": "survey and test", "survey": "survey", "test": "test"}


def confirm_parts(files: Mapping[str, bytes], *, key: str) -> Upload:
    """Show what each file is taken for, and build the set as confirmed.

    Keys of the controls end with ``key``.
    """
    tables, _ = read_tables(files)
    guess = guess_parts(tables)
    if len(tables) > MOST_ASKED:
        return read_fingerprint_files(files)
    chosen: dict[str, FilePart] = {}
    with st.expander("What each file holds", icon=":material/rule:"):
        for number, (name, part) in enumerate(guess.items()):
            left, right = st.columns([0.65, 0.35])
            shown = as_plain_text(name, longest=40)
            kind = left.selectbox(
                shown,
                list(PARTS),
                index=list(PARTS).index(part.part),
                format_func=PARTS.__getitem__,
                key=f"part_{number}-{key}",
            )
            role = right.selectbox(
                f"Belongs to the scans of ({shown})",
                list(ROLES),
                index=list(ROLES).index(part.role),
                format_func=ROLES.__getitem__,
                key=f"part_role_{number}-{key}",
            )
            chosen[name] = FilePart(kind, role, part.zone)
    return read_fingerprint_files(files, parts=chosen)
