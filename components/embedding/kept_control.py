"""A control whose value follows the visitor from one map view to the next."""

from typing import Any

from components.controls import control
from core.parameters import Parameter


def kept_control(parameter: Parameter, **settings: Any) -> Any:
    """Like ``control``, kept for the session: the four views show the same data and map."""
    return control(parameter, persist_state="session", **settings)
