"""What is done about empty cells: asked where a table of points has any, with what it costs."""

import pandas as pd
import streamlit as st

from components.text import as_plain_text, counted
from core.datasets.missing_values import (
    MISSING_CHOICES,
    UNASKED,
    MissingCells,
    proposed_choice,
)
from core.datasets.readers import (
    BadCellsError,
    ColumnMapping,
    Table,
    Upload,
    guess_empty_marks,
    missing_cells,
)
from core.datasets.readers.empty_marks import shown_mark


def choose_empty_marks(table: Table, mapping: ColumnMapping, *, key: str) -> tuple[float, ...]:
    """Draw the choice of the numbers that stand for empty cells, where there seem to be any."""
    found = guess_empty_marks(table, mapping.values)
    if not found:
        return ()
    places = {each.value: each for each in found}

    def said(value: float) -> str:
        each = places[value]
        return f"{shown_mark(value)} ({counted(each.count, 'cell')})"

    chosen = st.multiselect(
        "Numbers that mean empty",
        list(places),
        list(places),
        format_func=said,
        key="-".join(["marks", *map(str, places), key]),
        help="They stand far from all other values of their columns, as programs write them where "
        "nothing was measured. Take one away, and it counts as a measurement.",
    )
    return tuple(chosen)


def show_bad_cells(error: BadCellsError) -> None:
    """The first cells that should be numbers and are not, where they stand."""
    st.dataframe(
        pd.DataFrame(error.cells, columns=["row", "column", "value"]),
        hide_index=True,
        alt="The first cells that are not numbers",
    )
    if error.n_bad > len(error.cells):
        st.caption(f"The first {len(error.cells):,} of {error.n_bad:,} such cells.")


def choose_missing(table: Table, mapping: ColumnMapping, *, key: str) -> str:
    """Draw the choice, with the cost of every way beside it; nothing is asked without empty cells.

    The cheapest honest way is preset (``proposed_choice``). The key of the control ends with
    ``key``. Raises UploadError at cells that are no numbers, where those stop the reading.
    """
    return ask_missing(missing_cells(table, mapping), key=key) if mapping.values else UNASKED


def choose_completed(upload: Upload, *, key: str) -> Upload:
    """The same choice for an array, and the upload as was chosen."""
    if upload.missing is None or upload.completed is None:
        return upload
    return upload.completed(ask_missing(upload.missing, key=key))


def ask_missing(found: MissingCells, *, key: str) -> str:
    """Draw the choice where there is an empty cell."""
    if not found.rows:
        return UNASKED
    options = list(MISSING_CHOICES)
    return st.radio(
        "Empty cells",
        options,
        index=options.index(proposed_choice(found)),
        format_func=lambda each: MISSING_CHOICES[each].title,
        captions=[as_plain_text(row.cost(found)) for row in MISSING_CHOICES.values()],
        key=f"missing-{key}",
        help=" ".join(f"**{row.title}.** {row.help}" for row in MISSING_CHOICES.values()),
    )
