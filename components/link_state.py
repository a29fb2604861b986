"""The link is the state: what a link asks for is checked, what the page shows becomes a link."""

from collections.abc import Iterable

import streamlit as st

from components.text import as_plain_text
from core.errors import ParameterError
from core.parameters import Parameter
from core.version import __version__

RESERVED = ("version",)


def check_link(page: str, parameters: Iterable[Parameter]) -> None:
    """Note every setting of the link that cannot be used; the default stands in for it.

    Streamlit drops such values silently, so this runs before the first widget. The notes stay
    until they are dismissed, although Streamlit cleans the address on the next run.
    """
    table = {parameter.name: parameter for parameter in parameters}
    notes = st.session_state.setdefault("link_notes", {}).setdefault(page, [])
    for name in st.query_params:
        note = _problem(name, table)
        if note and note not in notes:
            notes.append(note)
    if notes:
        _show(page, notes)


def full_link_query(parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Every setting as (name, value), defaults included, so that a link outlives new defaults."""
    query = [("version", __version__)]
    for parameter in parameters:
        value = st.session_state.get(parameter.name, parameter.default)
        if parameter.type is tuple:
            query += [(parameter.name, str(item)) for item in value]
        else:
            query.append((parameter.name, _as_text(value)))
    return query


def reset(parameters: Iterable[Parameter]) -> None:
    """Set every parameter back to its default; for use as a button's callback."""
    for parameter in parameters:
        default = parameter.default
        st.session_state[parameter.name] = list(default) if parameter.type is tuple else default


def _problem(name: str, table: dict[str, Parameter]) -> str | None:
    shown = as_plain_text(name, longest=40)
    if name == "version":
        made_with = st.query_params[name]
        if made_with != __version__:
            return (
                f"This link was made with Kernelscope {as_plain_text(made_with, longest=20)}; "
                f"this is {__version__}. Pictures may differ a little."
            )
        return None
    if name not in table:
        return f"The link's setting “{shown}” is not known here and was left out."
    values = st.query_params.get_all(name)
    try:
        parameter = table[name]
        parameter.check(values if parameter.type is tuple else values[-1])
    except ParameterError as error:
        return f"From the link: {as_plain_text(str(error), longest=300)} The default is used."
    return None


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _show(page: str, notes: list[str]) -> None:
    with st.container(border=True, key=f"link-notes-{page}"):
        st.markdown("\n\n".join(f":orange[**Link:**] {note}" for note in notes))
        st.button("Dismiss", key=f"dismiss-{page}", on_click=notes.clear, type="tertiary")
