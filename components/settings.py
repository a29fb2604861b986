"""What stands in every control, kept while the visitor goes from page to page.

Streamlit forgets a control that is not drawn. Here is kept what the visitor or a link has set, for
the data that it was set for; what nobody has set starts at its first value wherever it is drawn.
Two pages share a setting that reads the same on both, and no other of the same name.
"""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from core.errors import ParameterError
from core.parameters import Parameter

KEPT = "kept_settings"  # identity → what was set
DRAWN = "drawn_settings"  # name → (identity, first value) of the control that is on the page
Identity = tuple[str, str, str, str]


def value_of(parameter: Parameter) -> Any:
    """What the control of a parameter shows, or would show if it were drawn."""
    if _is_live(parameter):
        return _as_value(parameter, st.session_state[parameter.name])
    kept = _kept().get(_identity(parameter), parameter.first)
    kept = next((option for word, option in parameter.earlier if word == kept), kept)
    return kept if _is_usable(parameter, kept) else parameter.first


def keep(parameter: Parameter, value: Any) -> None:
    """Set a parameter from outside its control, which shows the value when it is drawn next."""
    _kept()[_identity(parameter)] = value
    _drawn().pop(parameter.name, None)


def is_set(parameter: Parameter) -> bool:
    """Whether the visitor or a link has set a parameter to something."""
    return _identity(parameter) in _kept()


def let_go(parameter: Parameter) -> None:
    """Keep what the control shows no longer than it is drawn."""
    _kept().pop(_identity(parameter), None)


def reset(parameters: Iterable[Parameter]) -> None:
    """Set every parameter back to its first value; for use as a button's callback."""
    for parameter in parameters:
        _kept().pop(_identity(parameter), None)
        _drawn().pop(parameter.name, None)


def forget_data(key: str) -> None:
    """Forget everything that was set for a data set: it is deleted, or given again."""
    about = [each for each, value in _kept().items() if each[-1].startswith(key) or value == key]
    for identity in about:
        del _kept()[identity]
    for name in [name for name, (each, _) in _drawn().items() if each[-1].startswith(key)]:
        del _drawn()[name]


def before_drawing(parameter: Parameter) -> None:
    """Put the value into session state, unless it is what the control shows already."""
    if not _is_live(parameter):
        value = value_of(parameter)
        st.session_state[parameter.name] = list(value) if parameter.type is tuple else value
    _drawn()[parameter.name] = _identity(parameter), parameter.first


def after_drawing(parameter: Parameter, value: Any) -> None:
    """Keep what the control shows when somebody has set it."""
    identity = _identity(parameter)
    if identity in _kept() or value != parameter.first:
        _kept()[identity] = value


def leave_page() -> None:
    """Forget which controls are drawn; another page may use their names for its own."""
    for name in _drawn():
        if name in st.session_state:
            del st.session_state[name]
    _drawn().clear()


def _is_live(parameter: Parameter) -> bool:
    """Whether session state holds what this control shows, and not what another one left there.

    A value that nobody has set gives way when the first value is another now.
    """
    identity, name = _identity(parameter), parameter.name
    drawn, first = _drawn().get(name, (None, None))
    if drawn != identity or name not in st.session_state:
        return False
    value = st.session_state[name]
    if not _is_usable(parameter, value):
        return False
    untouched = identity not in _kept() and _as_value(parameter, value) == first
    return not untouched or first == parameter.first


def _is_usable(parameter: Parameter, value: Any) -> bool:
    try:
        parameter.check(value)
    except (ParameterError, TypeError):
        return False
    return True


def _as_value(parameter: Parameter, value: Any) -> Any:
    return tuple(value) if parameter.type is tuple else value


def _identity(parameter: Parameter) -> Identity:
    return parameter.name, parameter.label, parameter.help, parameter.belongs_to


def _kept() -> dict[Identity, Any]:
    return st.session_state.setdefault(KEPT, {})


def _drawn() -> dict[str, tuple[Identity, Any]]:
    return st.session_state.setdefault(DRAWN, {})
