"""The link is the state: what a link asks for is checked, what the page shows becomes a link."""

from collections.abc import Iterable

import streamlit as st

from components.text import as_plain_text
from core.errors import ParameterError
from core.parameters import Parameter
from core.version import __version__

VERSION = "version"


def remember_link() -> None:
    """Keep what the address asks for, before the first widget: Streamlit drops what it cannot use.

    The shell calls this once a run.
    """
    query = st.query_params
    st.session_state["link_query"] = {name: query.get_all(name) for name in query}


def check_link(page: str, parameters: Iterable[Parameter]) -> None:
    """Note every setting of the link that cannot be used; the default stands in for it.

    The notes stay until they are dismissed, although Streamlit cleans the address by itself. A
    control that was here before other data were chosen may leave its setting in the address for a
    moment; that is no fault of a link.
    """
    table = {parameter.name: parameter for parameter in parameters}
    once_known = st.session_state.setdefault("link_known", {}).setdefault(page, set())
    once_known.update(table)
    notes = st.session_state.setdefault("link_notes", {}).setdefault(page, [])
    for name, values in st.session_state.get("link_query", {}).items():
        if name in once_known and name not in table:
            continue
        note = _problem(name, values, table)
        if note and note not in notes:
            notes.append(note)
    if notes:
        _show(page, notes)


def full_link_query(parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """Every setting as (name, value), defaults included, so that a link outlives new defaults."""
    query = [(VERSION, __version__)]
    for parameter in parameters:
        value = st.session_state.get(parameter.name, parameter.default)
        if parameter.type is tuple:
            # none of them is a choice too, and must not turn into the default
            query += [(parameter.name, str(item)) for item in value or ("",)]
        else:
            query.append((parameter.name, _as_text(value)))
    return query


def reset(parameters: Iterable[Parameter]) -> None:
    """Set every parameter back to its default; for use as a button's callback."""
    for parameter in parameters:
        default = parameter.default
        st.session_state[parameter.name] = list(default) if parameter.type is tuple else default


def _problem(name: str, values: list[str], table: dict[str, Parameter]) -> str | None:
    shown = as_plain_text(name, longest=40)
    if name == VERSION:
        made_with = values[-1]
        if made_with != __version__:
            return (
                f"This link was made with Kernelscope {as_plain_text(made_with, longest=20)}; "
                f"this is {__version__}. Pictures may differ a little."
            )
        return None
    if name not in table:
        return f"The link's setting “{shown}” is not known here and was left out."
    try:
        parameter = table[name]
        if parameter.type is tuple and values == [""]:
            return None
        keys = dict(zip(parameter.labels, parameter.options, strict=False))
        values = [keys.get(value, value) for value in values]
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
