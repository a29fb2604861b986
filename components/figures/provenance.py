"""What the line below a figure says: the data on the page, their size, and what was set."""

import re
from collections.abc import Iterable

import streamlit as st

from components.address import PARAMETERS
from components.link_state import ARRIVAL, link_words
from components.settings import value_of
from core.datasets.provenance_line import provenance_line
from core.parameters import Parameter

_DATA, _SIZES = "figure_data", "figure_sizes"
MOST_SIZES = 3
_SIZE = re.compile(r"^(n = |d = )?\d[\d,.]*( million| [a-z].*)?$")
_TIME = re.compile(r"\d (ms|s|min)$")


def forget_page() -> None:
    """A page begins: nothing is known of it yet."""
    st.session_state[_DATA] = st.session_state[_SIZES] = ()


def note_data(title: str, origin: str, parameter: str) -> None:
    """What data are on the page, and the setting that chose them, which the line always names."""
    st.session_state[_DATA] = (f"{title} ({origin})", parameter)


def note_sizes(badges: Iterable[str]) -> None:
    """Of the badges of a page, those that say how much there is."""
    found = [each for each in badges if _SIZE.match(each) and not _TIME.search(each)]
    st.session_state[_SIZES] = tuple(found[:MOST_SIZES])


def line_here() -> str:
    """The line of the page as it stands, with every setting that is not at its default."""
    title, chooser = st.session_state.get(_DATA) or ("", "")
    arrival = st.session_state.get(ARRIVAL)
    words = [
        word
        for row in st.session_state.get(PARAMETERS, ())
        if _matters(row, chooser)
        for word in link_words(row, value_of(row))
    ]
    facts = (title, *st.session_state.get(_SIZES, ()))
    return provenance_line(arrival.page if arrival else "", facts, words)


def data_here() -> str:
    """The title of the data on the page; "" where nothing was chosen."""
    title, _ = st.session_state.get(_DATA) or ("", "")
    return title


def _matters(row: Parameter, chooser: str) -> bool:
    return row.name == chooser or "seed" in row.name or value_of(row) != row.default
