"""How a table was understood, shown for confirmation: separator, columns, units, bad cells."""

from dataclasses import replace

import streamlit as st

from components.column_choice import (
    choose_bad_cells,
    choose_roles,
    confirm_decimal,
    show_first_rows,
)
from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, guess_mapping
from core.datasets.readers.roles import LENGTH_UNITS

LAYOUTS = {"wide": "one column per beacon", "long": "one row per reading"}
SHARED_ROLES = ("x", "y", "location", "time", "session", "holding", "role")
ROLES = {"wide": SHARED_ROLES, "long": ("beacon", "rss", "scan", *SHARED_ROLES)}


def confirm_mapping(table: Table, guess: ColumnMapping, *, key: str) -> Upload:
    """Show the table's first rows and the guessed mapping; build the set as confirmed.

    Keys of the controls end with ``key``, and with the decimal mark: read by another one, the
    columns mean something else.
    """
    show_first_rows(table)
    with st.expander("How the columns are understood", icon=":material/rule:"):
        as_read, table = table, confirm_decimal(table, key=key)
        if table is not as_read:
            guess = guess_mapping(table, "fingerprints")
        mapping = _mapping_controls(table, guess, f"{table.decimal}-{key}")
    return build_upload(table, mapping)


def _mapping_controls(table: Table, guess: ColumnMapping, key: str) -> ColumnMapping:
    layout = st.segmented_control(
        "Layout",
        list(LAYOUTS),
        default=guess.layout if guess.layout in LAYOUTS else "wide",
        required=True,
        format_func=LAYOUTS.__getitem__,
        key=f"layout-{key}",
    )
    roles = choose_roles(table, guess.roles, ROLES[layout], key=key)
    values: tuple[str, ...] = ()
    if layout == "wide":
        taken = set(roles.values())
        free = [column for column in table.columns if column not in taken]
        preset = [column for column in guess.values if column in free]
        values = tuple(st.multiselect("Columns of beacons", free, preset, key=f"values-{key}"))
    units = list(LENGTH_UNITS)
    unit = st.segmented_control(
        "Unit of x and y",
        units,
        default=guess.length_unit,
        required=True,
        key=f"unit-{key}",
    )
    bad_cells = choose_bad_cells(key)
    return replace(
        guess,
        layout=layout,
        roles=roles,
        values=values,
        length_unit=unit,
        bad_cells=bad_cells,
    )
