"""What is not computed again: results found by the content of what they were made of.

Two stores, each bounded in bytes. One is shared by all visitors and holds what was made of built-in
data; one belongs to a visitor's session and holds what was made of that visitor's own, and what
pages draw. ``Kept`` is a function with both memories, ``once`` one for the page on screen.
"""

import functools
import inspect
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Generic, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.data_origin import YOURS
from components.fingerprint import fingerprint
from components.store import Store

P = ParamSpec("P")
Result = TypeVar("Result")
SHARED_BYTES = 512_000_000
SESSION_BYTES = 256_000_000  # the kernel of the largest graph takes 200 million
_MINE = "memory"
_shared_store = Store(SHARED_BYTES, holds_page=False)
_lent: ContextVar[Store] = ContextVar("_lent")

__all__ = [
    *("Kept", "begin_run", "fingerprint", "forget_mine", "lent", "mine", "once", "recall"),
    *("shared", "store_of"),
]


class Kept(Generic[P, Result]):
    """A function whose results are kept: shared on built-in data, in the session on one's own.

    The first argument must differ between any two data sets; arguments whose names begin with "_"
    are no part of the key. ``copied``: a caller gets a copy that it may change, else nobody may.
    ``grows``: the result computes more of itself when asked, and is measured again.
    """

    def __init__(
        self,
        function: Callable[P, Result],
        *,
        spinner: str = "",
        copied: bool = False,
        grows: bool = False,
    ) -> None:
        self._function, self._key_of = function, _key_maker(function)
        self._spinner, self._copied, self._grows = spinner, copied, grows

    def of(self, origin: str) -> Callable[P, Result]:
        """The function with the memory for data of this origin."""

        @functools.wraps(self._function)
        def kept(*args: P.args, **kwargs: P.kwargs) -> Result:
            return self._recall(store_of(origin), args, kwargs)

        return kept

    def _recall(self, store: Store, args: Any, kwargs: Any) -> Any:
        def make() -> Any:
            made = self._function(*args, **kwargs)
            return pickle.dumps(made) if self._copied else made

        key = self._key_of(*args, **kwargs)
        found = store.find(key)
        if found is None:
            with _waiting(self._spinner):
                found = (store.recall(key, make, grows=self._grows),)
        return pickle.loads(found[0]) if self._copied else found[0]  # noqa: S301 - made here


def shared(*, spinner: str = "") -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Keep what a function makes for all visitors; it must never be given what one of them owns."""
    return lambda function: Kept(function, spinner=spinner).of("")


def mine(*, spinner: str = "") -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Keep what a function makes for this visitor, also while other pages are open."""
    return lambda function: Kept(function, spinner=spinner).of(YOURS)


def once(function: Callable[P, Result]) -> Callable[P, Result]:
    """The function, called again only when an argument's content differs.

    Arguments whose names begin with "_" are no part of the key. The result is shared by all runs of
    the visitor's pages, goes with the second that does not ask for it, and must not be changed; the
    function must not draw, since it is not always run.
    """
    content_of = _content_reader(function)

    @functools.wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> Result:
        return recall(content_of(*args, **kwargs), lambda: function(*args, **kwargs))

    return kept


def recall(made_of: Any, make: Callable[[], Result]) -> Result:
    """What ``make`` returned when it was last asked for with the same content ``made_of``."""
    return store_of(YOURS).recall(fingerprint(made_of), make, brief=True)


def begin_run() -> None:
    """A page begins to run: what the last two runs did not ask for is forgotten."""
    store_of(YOURS).begin_run()


def store_of(origin: str) -> Store:
    """The store for results on data of this origin: all visitors' or this visitor's."""
    if origin != YOURS:
        return _shared_store
    lent = _lent.get(None)
    if lent is not None:
        return lent
    if _MINE not in st.session_state:
        st.session_state[_MINE] = Store(SESSION_BYTES, holds_page=True)
    return st.session_state[_MINE]


@contextmanager
def lent(store: Store) -> Iterator[None]:
    """A thread without a page works for this visitor's store."""
    before = _lent.set(store)
    try:
        yield
    finally:
        _lent.reset(before)


def forget_mine() -> None:
    """Forget everything that is kept for this visitor alone: the data that it is of are deleted."""
    st.session_state.pop(_MINE, None)


def _content_reader(function: Callable[..., Any]) -> Callable[..., Any]:
    """Arguments → what a result is made of: the function's name and the arguments that count."""
    name, signature = f"{function.__module__}.{function.__qualname__}", inspect.signature(function)

    def content_of(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        return name, {k: value for k, value in given.arguments.items() if not k.startswith("_")}

    return content_of


def _key_maker(function: Callable[..., Any]) -> Callable[..., bytes]:
    content_of = _content_reader(function)
    return lambda *args, **kwargs: fingerprint(content_of(*args, **kwargs))


def _waiting(spinner: str) -> Any:
    """A spinner where there is a page to show it."""
    return st.spinner(spinner) if spinner and get_script_run_ctx() else nullcontext()
