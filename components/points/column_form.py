"""How a table of points was understood, shown for confirmation: what each column means."""

from dataclasses import replace

import streamlit as st

from components.column_choice import (
    choose_bad_cells,
    choose_roles,
    confirm_decimal,
    numeric_columns,
    show_first_rows,
)
from components.text import counted
from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, guess_mapping
from core.errors import ParameterError, UploadError

EDGE_ROLES = ("source", "target", "weight")
POINT_ROLES = {"label": "labels", "time": "times"}
MOST_LISTED = 200  # features; of more, all are used


def confirm_points(
    table: Table, guess: ColumnMapping, *, kind: str, key: str
) -> tuple[Upload, ColumnMapping, tuple[str, ...]]:
    """Show the first rows and the guessed meaning of points or a graph; build it as confirmed.

    Keys of the controls end with ``key``, and with the decimal mark: read by another one, the
    columns mean something else.
    Returns the set, the mapping, and the columns that colour a map only: they stand last.
    """
    show_first_rows(table)
    with st.expander("What the columns mean", icon=":material/rule:", expanded=True):
        as_read, table = table, confirm_decimal(table, key=key)
        if table is not as_read:
            guess = guess_mapping(table, kind)
        if guess.layout not in MEANINGS:
            raise ParameterError(
                f"A table laid out as {guess.layout!r} holds neither points nor a graph; choose "
                f"one of: {', '.join(MEANINGS)}."
            )
        mapping, colours = MEANINGS[guess.layout](table, guess, f"{table.decimal}-{key}")
    if colours and not mapping.values:
        raise UploadError("Every column is for colours only; choose one or more as features.")
    built = replace(mapping, values=(*mapping.values, *colours))
    return build_upload(table, built), mapping, colours


def _edges(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    return ColumnMapping("edges", choose_roles(table, guess.roles, EDGE_ROLES, key=key)), ()


def _points(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    roles = choose_roles(table, guess.roles, POINT_ROLES, key=key, n_columns=2, names=POINT_ROLES)
    numeric = numeric_columns(table, without=roles.values())
    truth = tuple(
        st.multiselect(
            "Columns of true coordinates",
            numeric,
            [column for column in guess.truth if column in numeric],
            key=f"truth-{key}",
            help="Where each point truly lies, one column per axis: then a map's page can tell how "
            "accurate it is. They are not used for distances.",
        )
    )
    colours = tuple(
        st.multiselect(
            "Columns for colours only",
            [column for column in numeric if column not in truth],
            key=f"colours-{key}",
            help="These columns can colour a map, and are not used for distances.",
        )
    )
    free = [column for column in numeric if column not in (*truth, *colours)]
    preset = [column for column in guess.values if column in free]
    are = "is a feature" if len(preset) == 1 else "are features"
    st.caption(f"{counted(len(preset), 'column')} {are}: what distances are computed from.")
    values = tuple(
        st.multiselect("Columns of features", free, preset, key=f"values-{key}")
        if len(free) <= MOST_LISTED
        else preset
    )
    bad_cells = choose_bad_cells(key)
    return ColumnMapping("points", roles, values, bad_cells=bad_cells, truth=truth), colours


def _matrix(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    st.caption(f"An adjacency matrix: {len(guess.values):,} rows and columns, one per node.")
    return guess, ()


MEANINGS = {"points": _points, "edges": _edges, "matrix": _matrix}
