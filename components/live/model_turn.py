"""A visitor's model waits for its turn: said on screen, and given up with the tab."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.closed_tabs import tab_is_closed
from core.inference.sandbox.places import PLACES, Tell


@contextmanager
def model_turn() -> Iterator[Tell]:
    """What a model calls while it waits; the line on screen goes when the turn has come."""
    line, closed = st.empty(), tab_is_closed()

    def tell(n_before: int) -> None:
        if closed():
            st.stop()
        line.info(waiting_sentence(PLACES.most, n_before), icon=":material/hourglass_top:")

    yield tell
    line.empty()


def waiting_sentence(n_places: int, n_before: int) -> str:
    """Why a model waits, and for whom.

    >>> waiting_sentence(4, 1)
    "This server runs 4 visitors' models at once, and all are busy. One other is ahead of yours."
    >>> waiting_sentence(1, 0)
    "This server runs one visitor's model at a time, and it is busy. Yours is next."
    """
    models = f"{n_places} visitors' models at once, and all are busy"
    if n_places == 1:
        models = "one visitor's model at a time, and it is busy"
    turn = "Yours is next."
    if n_before:
        others = "One other is" if n_before == 1 else f"{n_before} others are"
        turn = f"{others} ahead of yours."
    return f"This server runs {models}. {turn}"
