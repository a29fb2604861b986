"""Controls by which a visitor confirms what the columns of an uploaded table mean."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from core.datasets.readers import Table
from core.datasets.readers.numbers import share_of_numbers

NOTHING = "(none)"
PREVIEW_ROWS = 6


def show_first_rows(table: Table, place: Any = st) -> None:
    """The first rows of the table as read."""
    place.dataframe(
        table.frame.head(PREVIEW_ROWS), hide_index=True, alt="The first rows of the file as read"
    )


def confirm_decimal(table: Table, *, key: str) -> Table:
    """The table, read again when the visitor says that its decimal mark is another.

    Of a format that stores numbers as such nothing is asked.
    """
    if table.read_again is None:
        return table
    decimal = st.segmented_control(
        "Decimal mark", [".", ","], default=table.decimal, required=True, key=f"decimal-{key}"
    )
    return table if decimal == table.decimal else table.read_again(decimal=decimal)


def choose_roles(
    table: Table,
    guessed: Mapping[str, str],
    roles: Iterable[str],
    *,
    key: str,
    n_columns: int = 3,
    names: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Role → column, as chosen; a role may have none. Keys of the controls end with ``key``.

    ``names`` are what roles are called on screen, where that differs.
    """
    options = [NOTHING, *table.columns]
    places, chosen = st.columns(n_columns), {}
    for index, role in enumerate(roles):
        column = places[index % n_columns].selectbox(
            f"Column of {(names or {}).get(role, role)}",
            options,
            index=options.index(guessed.get(role, NOTHING)),
            key=f"{role}-{key}",
        )
        if column != NOTHING:
            chosen[role] = column
    return chosen


def numeric_columns(table: Table, without: Iterable[str] = ()) -> list[str]:
    """Columns that hold numbers in at least half of their cells."""
    taken = set(without)
    return [
        column
        for column in table.columns
        if column not in taken and share_of_numbers(table, column) >= 0.5
    ]


def choose_bad_cells(
    key: str, label: str = "Leave out rows with cells that are not numbers"
) -> str:
    """What is done with rows that hold a bad cell: "drop" or "stop"."""
    return "drop" if st.toggle(label, key=f"drop-{key}") else "stop"
