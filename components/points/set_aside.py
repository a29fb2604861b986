"""Rows that a visitor sets aside by a click: no method sees them until they are taken back."""

import streamlit as st

from components.link_state import take_from_link
from components.memory import once
from components.points.chosen_points import ChosenPoints
from components.points.row_names import row_name, row_with_number
from components.settings import keep, value_of
from components.text import as_plain_text
from core.datasets import PointCloud
from core.parameters import Parameter

MOST_SHOWN = 8
MOST_ROWS = 50_000


def set_aside_parameter(points: ChosenPoints) -> Parameter:
    """The numbers in the file of the rows set aside; no control draws it, buttons set it."""
    return Parameter(
        "set_aside",
        "Rows set aside",
        tuple,
        (),
        options=_row_numbers(points.cloud),
        belongs_to=points.key,
        help="Rows that are left out of everything on this page, until they are taken back.",
    )


@once
def _row_numbers(cloud: PointCloud) -> tuple[str, ...]:
    """The rows that can be set aside: all, or none of a table in which one row decides nothing."""
    if len(cloud.values) > MOST_ROWS:
        return ()
    return tuple(dict.fromkeys(map(str, cloud.row_number.tolist())))


def rows_set_aside(parameter: Parameter) -> tuple[int, ...]:
    """The numbers of the rows that are set aside, from the link on."""
    take_from_link(parameter)
    return tuple(int(each) for each in value_of(parameter))


def offer_taking_back(parameter: Parameter, points: ChosenPoints) -> None:
    """Which rows are set aside, with the button that takes them back; nothing where none is."""
    numbers = rows_set_aside(parameter)
    if not numbers:
        return
    names = [row_name(points.cloud, row_with_number(points.cloud, each)) for each in numbers]
    more = f" and {len(names) - MOST_SHOWN:,} more" if len(names) > MOST_SHOWN else ""
    st.caption(f"Set aside: {as_plain_text(', '.join(names[:MOST_SHOWN]))}{more}.")
    st.button(
        "Take them back" if len(numbers) > 1 else "Take it back",
        key=f"take_back-{points.key}",
        on_click=keep,
        args=(parameter, ()),
        icon=":material/undo:",
    )


def offer_setting_aside(parameter: Parameter, points: ChosenPoints, row: int) -> None:
    """The button that sets one point of the cloud aside."""
    number = str(points.cloud.row_number[row])
    if number not in parameter.options:
        return
    name = as_plain_text(row_name(points.cloud, row))
    st.button(
        f"Set {name} aside",
        key=f"set_aside-{points.key}-{number}",
        on_click=keep,
        args=(parameter, (*value_of(parameter), number)),
        icon=":material/playlist_remove:",
        help="Everything on this page is computed again without this row. It can be taken back in "
        "the sidebar.",
    )
