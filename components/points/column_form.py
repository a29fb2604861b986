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
from components.points.missing_choice import (
    choose_empty_marks,
    choose_missing,
    show_bad_cells,
)
from components.text import as_plain_text, counted
from core.datasets import PointCloud
from core.datasets.readers import (
    BadCellsError,
    ColumnMapping,
    Table,
    Upload,
    build_upload,
    guess_columns,
    guess_mapping,
)
from core.datasets.readers.units import units_by_name
from core.errors import ParameterError, UploadError

EDGE_ROLES = ("source", "target", "weight")
POINT_ROLES = {"id": "names of rows", "label": "labels", "time": "times"}
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
    upload = build_upload(table, built)
    if isinstance(upload.dataset, PointCloud):  # a column with empty cells may have been left out
        there = set(upload.dataset.feature_names.tolist())
        colours = tuple(column for column in colours if column in there)
        if len(colours) == len(there):
            raise UploadError(
                "Every column of features has an empty cell and was left out, so that only those "
                "for colours stay; fill the empty cells, or leave rows out."
            )
    return upload, mapping, colours


def _edges(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    return ColumnMapping("edges", choose_roles(table, guess.roles, EDGE_ROLES, key=key)), ()


def _points(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    roles = choose_roles(table, guess.roles, POINT_ROLES, key=key, names=POINT_ROLES)
    _say_why(table, guess)
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
    _say_units(values)
    bad_cells = choose_bad_cells(key)
    mapping = ColumnMapping("points", roles, values, bad_cells=bad_cells, truth=truth)
    measured = replace(mapping, values=(*values, *colours))
    try:
        marks = choose_empty_marks(table, measured, key=key)
        missing = choose_missing(table, replace(measured, empty_marks=marks), key=key)
    except BadCellsError as error:
        show_bad_cells(error)
        raise
    return replace(mapping, missing=missing, empty_marks=marks), colours


def _say_why(table: Table, guess: ColumnMapping) -> None:
    """Why the columns were taken for names, labels and times, in one line."""
    if table.meaning is not None or not guess.roles:
        return
    reasons = [
        f"{each.column[:40]!r} is taken for {POINT_ROLES[each.role]}: {each.why}."
        for each in guess_columns(table)
        if guess.roles.get(each.role) == each.column
    ]
    st.caption(as_plain_text(" ".join(reasons)))


def _say_units(columns: tuple[str, ...]) -> None:
    """The units that the features bear in their names; numbers are taken as they stand."""
    units = units_by_name(columns)
    if not units:
        return
    listed = ", ".join(f"{unit} ({counted(n, 'column')})" for unit, n in units.items())
    n_without = len(columns) - sum(units.values())
    rest = f", none ({counted(n_without, 'column')})" if n_without else ""
    differ = len(units) > 1 or n_without
    way = (
        " They differ, so sizes decide what is near: “Standardise columns” in a lab gives all one "
        "scale."
    )
    st.caption(as_plain_text(f"Units by name: {listed}{rest}.{way if differ else ''}"))


def _matrix(table: Table, guess: ColumnMapping, key: str) -> tuple[ColumnMapping, tuple[str, ...]]:
    st.caption(f"An adjacency matrix: {len(guess.values):,} rows and columns, one per node.")
    return guess, ()


MEANINGS = {"points": _points, "edges": _edges, "matrix": _matrix}
