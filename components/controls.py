"""One control for one parameter: its widget, its help and its place in the link."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.depths import what_is_this
from components.link_state import take_from_link
from components.settings import after_drawing, before_drawing
from components.text import as_plain_text
from core.depths import Depths
from core.parameters import Parameter

SEGMENTS_UP_TO = 3  # options, when their names fit into one row of the sidebar
SEGMENT_CHARACTERS = 24
PILLS_CHARACTERS = 240  # of all names together; more are chosen from a list


def control(parameter: Parameter, *, idle: str = "", **settings: Any) -> Any:
    """Draw the widget of a parameter and return its value, which the link and the page keep.

    ``idle`` says why it does nothing now: then it cannot be moved, and its help begins with that.

    Streamlit does not bind the widget to the address: it would write the words on screen, which
    change with every rewording and name private files, and leave out what a link has set.
    """
    if idle:
        settings |= {"disabled": True, "help": f"**Does nothing now.** {idle}\n\n{parameter.help}"}
    take_from_link(parameter)
    before_drawing(parameter)
    value = _widget(parameter, settings)
    after_drawing(parameter, value)
    if parameter.depths and not idle:
        what_is_this(_explained(parameter, value), key=parameter.name)
    return value


def _explained(parameter: Parameter, value: Any) -> list[tuple[str, Depths]]:
    """What is chosen, by the names on screen."""
    if parameter.type is bool:
        return [("", parameter.depths[int(value)])]
    chosen = value if parameter.type is tuple else (value,)
    by_option = dict(zip(parameter.options, parameter.depths, strict=True))
    names = _names(parameter)
    return [(names[option], by_option[option]) for option in parameter.options if option in chosen]


def _widget(parameter: Parameter, settings: dict[str, Any]) -> Any:
    label = f"{parameter.label} ({parameter.unit})" if parameter.unit else parameter.label
    common: Any = {"key": parameter.name, "help": parameter.help or None, **settings}
    if parameter.type is bool:
        return st.toggle(label, value=parameter.default, **common)
    if parameter.type is tuple:
        return _several(label, parameter, common)
    if parameter.type is str:
        return _choice(label, parameter, common)
    kind = parameter.type
    return st.slider(
        label,
        min_value=kind(parameter.minimum),
        max_value=kind(parameter.maximum),
        value=kind(parameter.default),
        step=None if parameter.step is None else kind(parameter.step),
        **common,
    )


def _several(label: str, parameter: Parameter, common: Any) -> tuple[str, ...]:
    names = _names(parameter)
    first = list(parameter.default)
    if len("".join(names.values())) > PILLS_CHARACTERS:
        chosen: Any = st.multiselect(
            label, parameter.options, default=first, format_func=names.__getitem__, **common
        )
    else:
        chosen = st.pills(
            label,
            parameter.options,
            selection_mode="multi",
            default=first,
            format_func=_drawn_as_markdown(names),
            **common,
        )
    return tuple(chosen)


def _choice(label: str, parameter: Parameter, common: Any) -> Any:
    names = _names(parameter)
    fits = len("".join(names.values())) <= SEGMENT_CHARACTERS
    if fits and len(parameter.options) <= SEGMENTS_UP_TO:
        return st.segmented_control(
            label,
            parameter.options,
            default=parameter.default,
            required=True,
            format_func=_drawn_as_markdown(names),
            **common,
        )
    return st.selectbox(
        label,
        parameter.options,
        index=parameter.options.index(parameter.default),
        format_func=names.__getitem__,
        **common,
    )


def _drawn_as_markdown(names: dict[Any, str]) -> Callable[[Any], str]:
    """Pills and segments draw their names as Markdown; lists to choose from draw them as text."""
    return lambda option: as_plain_text(names[option])


def _names(parameter: Parameter) -> dict[Any, str]:
    return dict(zip(parameter.options, parameter.labels or parameter.options, strict=True))
