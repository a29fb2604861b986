"""Two columns that become one on a projector or a phone: tables and charts need the width."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def two_columns(name: str, ratio: tuple[float, float] = (0.5, 0.5)) -> tuple[DeltaGenerator, ...]:
    """Columns side by side on a wide screen, below each other under 1,100 pixels."""
    return tuple(st.container(key=f"stack-{name}").columns(ratio, gap="large"))
