"""What is done about empty cells: asked where a table of points has any, with what it costs."""

import streamlit as st

from components.text import as_plain_text
from core.datasets.missing_values import MISSING_CHOICES, UNASKED, proposed_choice
from core.datasets.readers import ColumnMapping, Table, missing_cells


def choose_missing(table: Table, mapping: ColumnMapping, *, key: str) -> str:
    """Draw the choice, with the cost of every way beside it; nothing is asked without empty cells.

    The cheapest honest way is preset (``proposed_choice``). The key of the control ends with
    ``key``. Raises UploadError at cells that are no numbers, where those stop the reading.
    """
    if not mapping.values:
        return UNASKED
    found = missing_cells(table, mapping)
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
