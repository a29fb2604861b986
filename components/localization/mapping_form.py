"""How a table was understood, shown for confirmation: separator, columns, units, bad cells."""

from dataclasses import replace

import streamlit as st

from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, inspect_table
from core.datasets.readers.roles import LENGTH_UNITS

NOTHING = "(none)"
PREVIEW_ROWS = 6
LAYOUTS = {"wide": "one column a beacon", "long": "one row a reading"}
SHARED_ROLES = ("x", "y", "location", "time", "session", "holding", "role")
ROLES = {"wide": SHARED_ROLES, "long": ("beacon", "rss", "scan", *SHARED_ROLES)}


def confirm_mapping(table: Table, guess: ColumnMapping, *, data: bytes, name: str) -> Upload:
    """Show the table's first rows and the guessed mapping; build the set as confirmed."""
    st.dataframe(
        table.frame.head(PREVIEW_ROWS), hide_index=True, alt="The first rows of the file as read"
    )
    with st.expander("How the columns are understood", icon=":material/rule:"):
        decimal = st.segmented_control(
            "Decimal mark", [".", ","], default=table.decimal, required=True, key="upload_decimal"
        )
        if decimal != table.decimal:
            table = inspect_table(
                data,
                name,
                separator=table.separator,
                decimal=decimal,
                has_header=table.has_header,
            )
        mapping = _mapping_controls(table, guess)
    return build_upload(table, mapping)


def _mapping_controls(table: Table, guess: ColumnMapping) -> ColumnMapping:
    layout = st.segmented_control(
        "Layout",
        list(LAYOUTS),
        default=guess.layout if guess.layout in LAYOUTS else "wide",
        required=True,
        format_func=LAYOUTS.__getitem__,
        key="upload_layout",
    )
    roles, columns = {}, st.columns(3)
    for index, role in enumerate(ROLES[layout]):
        options = [NOTHING, *table.columns]
        guessed = guess.roles.get(role, NOTHING)
        chosen = columns[index % 3].selectbox(
            f"Column of {role}", options, index=options.index(guessed), key=f"upload_{role}"
        )
        if chosen != NOTHING:
            roles[role] = chosen
    values: tuple[str, ...] = ()
    if layout == "wide":
        taken = set(roles.values())
        free = [column for column in table.columns if column not in taken]
        preset = [column for column in guess.values if column in free]
        values = tuple(st.multiselect("Columns of beacons", free, preset, key="upload_values"))
    units = list(LENGTH_UNITS)
    unit = st.segmented_control(
        "Unit of x and y",
        units,
        default=guess.length_unit,
        required=True,
        key="upload_unit",
    )
    drop = st.toggle("Leave out rows with cells that are not numbers", key="upload_drop")
    return replace(
        guess,
        layout=layout,
        roles=roles,
        values=values,
        length_unit=unit,
        bad_cells="drop" if drop else "stop",
    )
