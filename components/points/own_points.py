"""A visitor's own points, kept in the memory of that visitor's session and nowhere else.

Every page that looks at points offers the same upload and finds what another page was given. Each
page sees of it what it has a use for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from components.data_origin import YOURS
from components.jobs import forget_mine_and_jobs
from components.settings import forget_data
from core.datasets.readers.result import DataSet
from core.errors import KernelscopeError

View = TypeVar("View")
KEY = "own_points"


@dataclass(frozen=True, eq=False)
class OwnPoints:
    """An upload that can be looked at as points.

    Attributes
    ----------
    key, title : differs between any two files and readings of them; what it is called on screen
    dataset : as read; a survey and a graph may serve as points too
    holds_distances : whether the table's numbers are distances of all pairs
    colours_only : the last columns of the table, which take no part in distances
    notices : what was detected, converted and left out
    """

    key: str
    title: str
    dataset: DataSet
    holds_distances: bool = False
    colours_only: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    _views: dict[Any, Any] = field(default_factory=dict, repr=False)

    def seen_by(self, make: Callable[["OwnPoints"], View]) -> View:
        """What ``make`` makes of these points, made once and forgotten with them."""
        if make not in self._views:
            self._views[make] = make(self)
        return self._views[make]

    def fits(self, make: Callable[["OwnPoints"], View]) -> bool:
        """Whether ``make`` can make something of these points; asked once."""
        view_key = ("fits", make)
        if view_key not in self._views:
            try:
                self.seen_by(make)
            except KernelscopeError:
                self._views[view_key] = False
            else:
                self._views[view_key] = True
        return self._views[view_key]


def own_points() -> OwnPoints | None:
    """What this session uploaded last, or None."""
    return st.session_state.get(KEY)


def use(points: OwnPoints, choice: str) -> None:
    """Put these points on the page that chooses its data by ``choice``; for a button's callback."""
    forget_data(points.key)
    st.session_state[KEY] = points
    st.session_state[choice] = YOURS


def forget() -> None:
    """Delete the uploaded points and all that was made of them; for a button's callback."""
    given = own_points()
    if given is not None:
        forget_data(given.key)
    st.session_state.pop(KEY, None)
    forget_mine_and_jobs()
