"""Where the data on screen come from, and what follows: how it is said, and who shares results.

An origin is "simulated", "measured" or "yours". Results on built-in data are shared by all
visitors; results on a visitor's own data are kept in that visitor's session only.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, Generic, ParamSpec, TypeVar

import streamlit as st

from components.page_frame import PageFrame

P = ParamSpec("P")
Result = TypeVar("Result")
YOURS = "yours"


class Kept(Generic[P, Result]):
    """A function whose results are kept between reruns of a page.

    The first argument must differ between any two data sets; arguments whose names begin with "_"
    are no part of the key. ``shared`` and ``private`` are how many results are kept for all
    visitors and for each, ``copied`` whether a caller gets a copy that it may change.
    """

    def __init__(
        self,
        function: Callable[P, Result],
        *,
        shared: int,
        private: int,
        spinner: str | bool = False,
        copied: bool = True,
    ) -> None:
        memory: Any = st.cache_data if copied else st.cache_resource
        self._shared = memory(max_entries=shared, show_spinner=spinner)(function)
        self._private = memory(max_entries=private, show_spinner=spinner, scope="session")(function)

    def of(self, origin: str) -> Callable[P, Result]:
        """The function with the memory for data of this origin."""
        return self._private if origin == YOURS else self._shared


def own_key(contents: Iterable[bytes], how: str = "") -> str:
    """A key made of what files hold and how they were understood, not of what they are called.

    >>> own_key([b"a", b"b"]) == own_key([b"ab"]), len(own_key([b"a"]))
    (False, 22)
    """
    digest = hashlib.sha256(how.encode())
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return f"{YOURS}-{digest.hexdigest()[:16]}"


def note_lost_upload(
    frame: PageFrame, choice: str, *, uploaded: bool, what: str, instead: str
) -> None:
    """Say so when the link asks, by its parameter ``choice``, for an upload that is not here."""
    asked = st.session_state.get("link_query", {}).get(choice, [])
    if YOURS in asked and not uploaded:
        with frame.note_box:
            st.info(
                f"This link points to {what} that somebody uploaded. Uploads stay in the tab that "
                f"made them, so {instead}; upload the file to see it.",
                icon=":material/lock:",
            )
