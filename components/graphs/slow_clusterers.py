"""Clusterers that take seconds: what they will take is said before they begin."""

from collections.abc import Callable

import streamlit as st

from components.jobs import Job, Offer
from components.memory import once
from core.cost import duration_in_words
from core.graphs import CLUSTERERS, DEFAULT_X, METHODS, QUICK_METHODS

SLOW_METHODS = tuple(name for name in METHODS if name not in QUICK_METHODS)
FEW_X = DEFAULT_X[2::5]  # of a clusterer that takes seconds
AT_ONCE_S = 1.0


@once
def seconds_of(method: str, n_nodes: int, n_clusterings: int = 1) -> float:
    """About how long so many clusterings take on one core, next to their kernels."""
    of_one = CLUSTERERS[method].seconds
    return 0.0 if of_one is None else n_clusterings * of_one(n_nodes)


def begins_by_itself(seconds: float) -> bool:
    """Whether it is so quick that nobody need be asked."""
    return seconds <= AT_ONCE_S


def slow_offer(name: str, seconds: float) -> Offer:
    """The button of a job that has not begun or was stopped, with what it takes."""

    def draw(job: Job, begin: Callable[[], None]) -> None:
        word = "Resume" if job.results or job.stopped else "Compute"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                f"{word}: {name}",
                key=f"start-{name}",
                icon=":material/play_arrow:",
                on_click=begin,
            )
            st.markdown(f"Takes {duration_in_words(seconds)} of one core. It can be stopped.")

    return draw
