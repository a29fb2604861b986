"""How a table of points was understood, shown for confirmation: what each column means."""

from dataclasses import replace

import streamlit as st

from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, inspect_table
from core.datasets.readers.numbers import share_of_numbers

NOTHING = "(none)"
PREVIEW_ROWS = 6
EDGE_ROLES = ("source", "target", "weight")


def confirm_points(
    table: Table, guess: ColumnMapping, *, data: bytes, name: str
) -> tuple[Upload, ColumnMapping, tuple[str, ...]]:
    """Show the first rows and the guessed meaning; build the set as confirmed.

    Returns the set, the mapping, and the columns that colour the map only: they stand last.
    """
    st.dataframe(
        table.frame.head(PREVIEW_ROWS), hide_index=True, alt="The first rows of the file as read"
    )
    with st.expander("What the columns mean", icon=":material/rule:", expanded=True):
        if table.encoding not in ("Parquet", ".h5ad"):
            table = _with_decimal(table, data, name)
        mapping, colours = (
            _edges(table, guess) if guess.layout == "edges" else _points(table, guess)
        )
    built = replace(mapping, values=(*mapping.values, *colours))
    return build_upload(table, built), mapping, colours


def _with_decimal(table: Table, data: bytes, name: str) -> Table:
    decimal = st.segmented_control(
        "Decimal mark", [".", ","], default=table.decimal, required=True, key="points_decimal"
    )
    if decimal == table.decimal:
        return table
    return inspect_table(
        data, name, separator=table.separator, decimal=decimal, has_header=table.has_header
    )


def _points(table: Table, guess: ColumnMapping) -> tuple[ColumnMapping, tuple[str, ...]]:
    columns = st.columns(2)
    roles: dict[str, str] = {}
    for column, role, title in zip(
        columns, ("label", "time"), ("Column of labels", "Column of times"), strict=True
    ):
        options = [NOTHING, *table.columns]
        guessed = guess.roles.get(role, NOTHING)
        chosen = column.selectbox(
            title, options, index=options.index(guessed), key=f"points_{role}"
        )
        if chosen != NOTHING:
            roles[role] = chosen
    numeric = [
        column
        for column in table.columns
        if column not in roles.values() and share_of_numbers(table, column) >= 0.5
    ]
    truth = tuple(
        st.multiselect(
            "Columns of true coordinates",
            numeric,
            [column for column in guess.truth if column in numeric],
            key="points_truth",
            help="Where each point truly lies, one column an axis: then the page can tell how "
            "true the map is. They take no part in drawing it.",
        )
    )
    colours = tuple(
        st.multiselect(
            "Columns for colours only",
            [column for column in numeric if column not in truth],
            key="points_colours",
            help="These columns can colour the map, and take no part in its distances.",
        )
    )
    free = [column for column in numeric if column not in (*truth, *colours)]
    preset = [column for column in guess.values if column in free]
    st.caption(f"{len(preset):,} columns are features: what distances are computed from.")
    values = tuple(
        st.multiselect("Columns of features", free, preset, key="points_values")
        if len(free) <= 200
        else preset
    )
    drop = st.toggle("Leave out rows with cells that are not numbers", key="points_drop")
    mapping = ColumnMapping(
        "points", roles, values, bad_cells="drop" if drop else "stop", truth=truth
    )
    return mapping, colours


def _edges(table: Table, guess: ColumnMapping) -> tuple[ColumnMapping, tuple[str, ...]]:
    roles: dict[str, str] = {}
    for column, role in zip(st.columns(3), EDGE_ROLES, strict=True):
        options = [NOTHING, *table.columns]
        guessed = guess.roles.get(role, NOTHING)
        chosen = column.selectbox(
            f"Column of {role}", options, index=options.index(guessed), key=f"points_{role}"
        )
        if chosen != NOTHING:
            roles[role] = chosen
    return ColumnMapping("edges", roles), ()
