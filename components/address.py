"""What is on screen is in the address: a reload, a bookmark, and Back show the same picture.

The page's own script writes it, without a new entry in the browser's history: Back leaves a page,
and does not undo it click by click.
"""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import streamlit as st

from components.link_state import ARRIVAL, full_link_query, link_words, noted_words, of_lab
from components.settings import value_of
from core.parameters import Parameter

SHOWN, PARAMETERS = "shown_address", "page_parameters"

# An older picture that arrives late, or for another page, is not written.
_JAVASCRIPT = """
export default function ({ data }) {
  const here = window.location;
  if (here.pathname.split("/").pop() !== data.page) return;
  if ((window.kernelscopeAddress?.number || 0) >= data.number) return;
  window.kernelscopeAddress = data;
  const query = new URLSearchParams(data.query);
  for (const [name, value] of new URLSearchParams(here.search))
    if (name === "embed" || name === "embed_options") query.append(name, value);
  const search = query.size ? "?" + query.toString() : "";
  if (search !== here.search)
    window.history.replaceState(window.history.state, "", here.pathname + search + here.hash);
}
"""

_ADDRESS = st.components.v2.component("address", html="<span></span>", js=_JAVASCRIPT)


@dataclass(frozen=True)
class Address:
    """What is written of a page, under a number that grows.

    ``query`` holds what differs from the defaults, ``link`` every setting, for “Copy link”.
    """

    page: str
    query: str
    link: str
    number: int


def address_query(parameters: Iterable[Parameter]) -> list[tuple[str, str]]:
    """The settings that a visitor who opens the page again would not find there anyway."""
    query: list[tuple[str, str]] = []
    for parameter in parameters:
        value = value_of(parameter)
        if value != parameter.default or parameter.start is not None:
            query += of_lab(link_words(parameter, value))
    return query + noted_words()


def show_address(parameters: Iterable[Parameter] | None = None, *, key: str = "address") -> None:
    """Write the settings of the page into the address; a fragment writes those of its page again.

    ``key`` differs between the places of one page from where it is written.
    """
    if parameters is not None:
        st.session_state[PARAMETERS] = tuple(parameters)
    page = st.session_state[ARRIVAL].page if ARRIVAL in st.session_state else ""
    table = st.session_state.get(PARAMETERS, ())
    query, link = urlencode(address_query(table)), urlencode(full_link_query(table))
    shown: Address | None = st.session_state.get(SHOWN)
    if shown is None or (shown.page, shown.query, shown.link) != (page, query, link):
        before = 0 if shown is None else shown.number
        shown = Address(page, query, link, max(before + 1, time.time_ns() // 1_000_000))
        st.session_state[SHOWN] = shown
    with st.container(key=key):
        _ADDRESS(data=asdict(shown), key=f"{key}-writer", width="content")
