"""How a table was understood, shown for confirmation: separator, columns, units, bad cells."""

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.column_choice import (
    choose_bad_cells,
    choose_roles,
    confirm_decimal,
    show_first_rows,
)
from core.datasets.readers import ColumnMapping, Table, Upload, build_upload, guess_mapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.roles import POSITION_UNITS
from core.datasets.readers.rss_values import lacks_sign, lowest_spike

LAYOUTS = {"wide": "one column per beacon", "long": "one row per reading"}
SHARED_ROLES = ("x", "y", "location", "floor", "building", "time", "session", "scan", "holding",
                "role", "device", "id")  # fmt: skip
ROLES = {"wide": SHARED_ROLES, "long": ("beacon", "rss", "major", "minor", *SHARED_ROLES)}
NAMES = {"device": "phone", "id": "row ids"}
UNIT_HELP = (
    "deg: x is a longitude and y a latitude, projected to metres. px: pixels of the floor plan, "
    "which is chosen below."
)


def confirm_mapping(table: Table, guess: ColumnMapping, *, key: str) -> Upload:
    """Show the table's first rows and the guessed mapping; build the set as confirmed.

    Keys of the controls end with ``key``, and with the decimal mark: read by another one, the
    columns mean something else.
    """
    show_first_rows(table)
    # What cannot be a survey as it is understood is asked at once.
    unplaced = not ({"x", "y"} <= guess.roles.keys() or "location" in guess.roles)
    rss = _powers(table, guess)
    signless = int(lacks_sign(rss).sum()) > int((rss < 0).sum())
    with st.expander(
        "What the columns mean", icon=":material/rule:", expanded=unplaced or signless
    ):
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
    roles = choose_roles(table, guess.roles, ROLES[layout], key=key, names=NAMES)
    values: tuple[str, ...] = ()
    if layout == "wide":
        taken = set(roles.values())
        free = [column for column in table.columns if column not in taken]
        preset = [column for column in guess.values if column in free]
        values = tuple(st.multiselect("Columns of beacons", free, preset, key=f"values-{key}"))
    units = list(POSITION_UNITS)
    unit = st.segmented_control(
        "Unit of x and y",
        units,
        default=guess.length_unit,
        required=True,
        help=UNIT_HELP,
        key=f"unit-{key}",
    )
    bad_cells = choose_bad_cells(key)
    chosen = replace(
        guess,
        layout=layout,
        roles=roles,
        values=values,
        length_unit=unit,
        bad_cells=bad_cells,
    )
    rss = _powers(table, chosen)
    chosen = replace(chosen, signless=_choose_sign(rss, key))
    if chosen.signless:
        rss = -rss
    return replace(chosen, spike_is_silence=_choose_silence(rss, chosen, key))


def _powers(table: Table, mapping: ColumnMapping) -> NDArray[np.float64]:
    """The cells of received power as they stand in the file."""
    columns = mapping.values if mapping.layout == "wide" else (mapping.roles.get("rss"),)
    present = [column for column in columns if column is not None]
    if not present:
        return np.empty(0)
    return parse_columns(table, present, bad_cells="drop")[0]


def _choose_sign(rss: NDArray[np.float64], key: str) -> bool:
    """Whether powers lack their minus sign; asked where most of them would be powers with it."""
    magnitudes = int(lacks_sign(rss).sum())
    if magnitudes <= int((rss < 0).sum()):
        return False
    return st.toggle(
        "The powers lack their minus sign",
        key=f"signless-{key}",
        help="62 is then read as −62 dBm. Leave it off where the numbers are a quality: of that, "
        "more is better.",
    )


def _choose_silence(rss: NDArray[np.float64], mapping: ColumnMapping, key: str) -> bool:
    """Whether a lowest value that stands apart means "not heard"; asked where there is one."""
    spike = lowest_spike(rss)
    if spike is None:
        return mapping.spike_is_silence
    return st.toggle(
        f"Readings of {spike:g} dBm mean “not heard”",
        value=mapping.spike_is_silence,
        key=f"silence-{key}",
        help="More than 30% of the cells hold this value, the lowest, and none lies within 3 dB "
        "above it, as if it were written where a beacon was not heard.",
    )
