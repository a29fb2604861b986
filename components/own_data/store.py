"""The one store of a visitor's own data: several sets, one of them current, in the session only.

The current set is the one that follows the visitor from lab to lab. Everything here is safe as a
button's callback: nothing raises, and what could not be kept is said by ``refusal``.
"""

from dataclasses import dataclass, field

import streamlit as st

from components.jobs import forget_mine_and_jobs
from components.own_data.own_set import OwnSet
from components.settings import forget_data
from components.sizes import bytes_of
from components.text import one_line
from core.errors import LimitError
from core.limits import check_limit

KEY = "own_sets"
LONGEST_TITLE = 40  # characters


@dataclass
class Sets:
    """What the session holds.

    Attributes
    ----------
    kept : key → set, the newest last
    current : key of the set that follows the visitor, or None
    n_made_current : how often a set was made current
    refused : why the last one was not kept, or ""
    """

    kept: dict[str, OwnSet] = field(default_factory=dict)
    current: str | None = None
    n_made_current: int = 0
    refused: str = ""


def own_sets() -> dict[str, OwnSet]:
    """Key → set, the newest first."""
    return dict(reversed(_held().kept.items()))


def current() -> str | None:
    """The key of the set that follows the visitor, or None."""
    return _held().current


def n_made_current() -> int:
    """How often a set was made current: what was chosen before the last time has given way."""
    return _held().n_made_current


def keep(own_set: OwnSet) -> None:
    """Add a set, which becomes the current one; the same one again is as if it were new.

    Where there is no room nothing changes, and ``refusal`` says why.
    """
    held = _held()
    try:
        check_room(own_set)
    except LimitError as error:
        held.refused = str(error)
        return
    forget_data(own_set.key)
    held.kept.pop(own_set.key, None)
    title = _distinct(own_set.title, {each.title for each in held.kept.values()})
    held.kept[own_set.key] = own_set if title == own_set.title else own_set.renamed(title)
    held.current, held.refused = own_set.key, ""
    held.n_made_current += 1


def check_room(own_set: OwnSet) -> None:
    """Raise LimitError when the session would hold too many sets, or too much, with this one."""
    others = [each for key, each in _held().kept.items() if key != own_set.key]
    check_limit("own_sets", len(others) + 1, what="With this one, your own data")
    held_bytes = sum(_bytes(each) for each in (*others, own_set))
    check_limit("own_sets_bytes", held_bytes, what="With this one, your own data")


def refusal() -> str:
    """Why the last set was not kept, or ""; said once."""
    held = _held()
    said, held.refused = held.refused, ""
    return said


def make_current(key: str) -> None:
    """Let this set follow the visitor; a key that is not here changes nothing."""
    held = _held()
    if key in held.kept and key != held.current:
        held.current = key
        held.n_made_current += 1


def rename(key: str, title: str) -> None:
    """Call a set otherwise; an empty title and a key that is not here change nothing."""
    held, title = _held(), one_line(title, longest=LONGEST_TITLE)
    if key in held.kept and title:
        others = {each.title for other, each in held.kept.items() if other != key}
        held.kept[key] = held.kept[key].renamed(_distinct(title, others))


def forget(key: str) -> None:
    """Delete a set and all that was made of it; built-in data are on the pages again."""
    held = _held()
    if held.kept.pop(key, None) is None:
        return
    if held.current == key:
        held.current = None
    forget_data(key)
    forget_mine_and_jobs()


def forget_all() -> None:
    """Delete every set and all that was made of them."""
    for key in own_sets():
        forget(key)


def _held() -> Sets:
    return st.session_state.setdefault(KEY, Sets())


def _bytes(own_set: OwnSet) -> int:
    """Of the data alone: what labs make of them is bounded by the sizes that labs accept."""
    return bytes_of((own_set.dataset, own_set.node_attributes))


def _distinct(title: str, taken: set[str]) -> str:
    """The title, with a number behind it where another set is called so.

    >>> _distinct("a.csv", {"a.csv", "a.csv (2)"}), _distinct("b.csv", {"a.csv"})
    ('a.csv (3)', 'b.csv')
    """
    number, found = 1, title
    while found in taken:
        number += 1
        found = f"{title} ({number})"
    return found
