"""What is in use on this server: device and versions, for trust and for bug reports."""

import platform
from importlib.metadata import PackageNotFoundError, version

import pandas as pd
import streamlit as st

from core.inference.device import describe_device
from core.version import __version__

_PACKAGES = ("numpy", "scipy", "scikit-learn", "streamlit", "plotly", "pydeck")


# A few lines of text, renewed since packages may be installed while the server runs: nothing for
# the memory of results.
@st.cache_data(ttl=600, show_spinner=False)
def system_table() -> pd.DataFrame:
    """One row for each part: Kernelscope, Python, the compute device, the packages."""
    rows = [
        ("Kernelscope", __version__),
        ("Device", describe_device()),
        ("Python", platform.python_version()),
        *((name, _version(name)) for name in _PACKAGES),
    ]
    return pd.DataFrame(rows, columns=["Part", "In use"])


def show_system_status() -> None:
    """A closed panel with the table of what is in use."""
    with st.expander("System info", icon=":material/memory:"):
        st.dataframe(system_table(), hide_index=True, width="stretch", alt="Versions in use")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
