"""One control for one parameter: its widget, its help and its place in the URL."""

from typing import Any

import streamlit as st

from core.parameters import Parameter

SEGMENTS_UP_TO = 3  # options, when their names fit into one row of the sidebar
SEGMENT_CHARACTERS = 24
PILLS_CHARACTERS = 240  # of all names together; more are chosen from a list


def control(parameter: Parameter, **settings: Any) -> Any:
    """Draw the widget of a parameter, bound to the URL under its name, and return its value."""
    label = f"{parameter.label} ({parameter.unit})" if parameter.unit else parameter.label
    common: Any = {
        "key": parameter.name,
        "help": parameter.help or None,
        "bind": "query-params",
        **settings,
    }
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
    _take_keys_from_link(parameter)
    first, name_of = list(parameter.default), names.__getitem__
    if len("".join(names.values())) > PILLS_CHARACTERS:
        chosen: Any = st.multiselect(
            label, parameter.options, default=first, format_func=name_of, **common
        )
    else:
        chosen = st.pills(
            label,
            parameter.options,
            selection_mode="multi",
            default=first,
            format_func=name_of,
            **common,
        )
    return tuple(chosen)


def _choice(label: str, parameter: Parameter, common: Any) -> Any:
    names = _names(parameter)
    _take_key_from_link(parameter)
    # Options may depend on the data; what was chosen for other data gives way to the default,
    # which is set, not left to the widget: the browser would go on showing the former choice.
    if st.session_state.get(parameter.name, parameter.default) not in parameter.options:
        st.session_state[parameter.name] = parameter.default
    fits = len("".join(names.values())) <= SEGMENT_CHARACTERS
    if fits and len(parameter.options) <= SEGMENTS_UP_TO:
        return st.segmented_control(
            label,
            parameter.options,
            default=parameter.default,
            required=True,
            format_func=names.__getitem__,
            **common,
        )
    return st.selectbox(
        label,
        parameter.options,
        index=parameter.options.index(parameter.default),
        format_func=names.__getitem__,
        **common,
    )


def _take_key_from_link(parameter: Parameter) -> None:
    """Start from the option that the link names by its key.

    Streamlit writes and reads the label that the user sees; our links carry the key, which stays
    the same when a label is reworded.
    """
    asked = st.session_state.get("link_query", {}).get(parameter.name, [])
    if asked and asked[-1] in parameter.options and parameter.name not in st.session_state:
        st.session_state[parameter.name] = asked[-1]


def _take_keys_from_link(parameter: Parameter) -> None:
    """The same for any number of options; a single empty value means none of them."""
    asked = st.session_state.get("link_query", {}).get(parameter.name)
    if asked is None or parameter.name in st.session_state:
        return
    if asked == [""] or all(value in parameter.options for value in asked):
        st.session_state[parameter.name] = [value for value in asked if value]


def _names(parameter: Parameter) -> dict[Any, str]:
    return dict(zip(parameter.options, parameter.labels or parameter.options, strict=True))
