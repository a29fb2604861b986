"""A control whose value follows the visitor from one map view to the next."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from components.controls import control
from core.parameters import Parameter

KEPT = "kept_controls"


def kept_control(parameter: Parameter, **settings: Any) -> Any:
    """Like ``control``, kept for the session: the four views show the same data and map.

    Streamlit forgets a value that only the link has set when the next click leads to another view;
    it is put back before the control is drawn there.
    """
    kept, name = st.session_state.setdefault(KEPT, {}), parameter.name
    page, asked = urlsplit(st.context.url or "").path, st.session_state.get("link_query", {})
    if name in kept and kept[name][0] != page and name not in asked:
        st.session_state[name] = kept[name][1]
    value = control(parameter, persist_state="session", **settings)
    kept[name] = page, value
    return value
