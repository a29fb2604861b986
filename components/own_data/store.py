"""The one store of a visitor's own data: several sets, one of them current.

The current set is the one that follows the visitor from lab to lab. Sets are in the session, and in
the visitor's workspace where there is one: what is kept there is here again in the next session.
Everything here is safe as a button's callback: nothing raises, and what could not be kept, opened
or deleted is said by ``refusal``.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from components.jobs import forget_mine_and_jobs
from components.own_data import kept_sets
from components.own_data.own_set import OwnSet
from components.own_data.workspace_here import workspace_here
from components.settings import forget_data
from components.sizes import bytes_of
from components.text import one_line
from core.datasets import Workspace
from core.errors import KernelscopeError, LimitError
from core.limits import check_limit

KEY = "own_sets"
FILE = "file"  # the kind of what is kept but no data set
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
    kept_at : key → when the set was kept
    workspace : where sets are kept beyond the session, or None
    places : key → the key of the set in the workspace
    """

    kept: dict[str, OwnSet] = field(default_factory=dict)
    current: str | None = None
    n_made_current: int = 0
    refused: str = ""
    kept_at: dict[str, datetime] = field(default_factory=dict)
    workspace: Workspace | None = None
    places: dict[str, str] = field(default_factory=dict)


def own_sets() -> dict[str, OwnSet]:
    """Key → set, the newest first."""
    return dict(reversed(_held().kept.items()))


def current() -> str | None:
    """The key of the set that follows the visitor, or None."""
    return _held().current


def kept_at(key: str) -> datetime | None:
    """When the set was kept, by the clock of the machine that runs this; None if unknown."""
    return _held().kept_at.get(key)


def outlives_session() -> bool:
    """Whether sets are kept in a workspace, and not in the session only."""
    return _held().workspace is not None


def workspace() -> Workspace | None:
    """Where what is the visitor's own is kept beyond the session, or None."""
    return _held().workspace


def n_made_current() -> int:
    """How often a set was made current: what was chosen before the last time has given way."""
    return _held().n_made_current


def keep(own_set: OwnSet) -> None:
    """Add a set, which becomes the current one; the same one again is as if it were new.

    Where there is no room nothing changes, and ``refusal`` says why. Where only the disk refuses,
    the set is in the session all the same.
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
    held.kept_at[own_set.key] = datetime.now().astimezone()
    held.current, held.refused = own_set.key, ""
    held.n_made_current += 1
    _on_disk(
        lambda workspace: _write(workspace, held.kept[own_set.key]),
        but=f"'{title}' is here until this tab is closed, but it could not be saved.",
    )


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
        _note_current()


def rename(key: str, title: str) -> None:
    """Call a set otherwise; an empty title and a key that is not here change nothing."""
    held, title = _held(), one_line(title, longest=LONGEST_TITLE)
    if key in held.kept and title:
        others = {each.title for other, each in held.kept.items() if other != key}
        named = held.kept[key] = held.kept[key].renamed(_distinct(title, others))
        if key in held.places:
            _on_disk(
                lambda workspace: workspace.rename(held.places[key], named.title),
                but=f"'{named.title}' is called so until this tab is closed.",
            )


def forget(key: str) -> None:
    """Delete a set and all that was made of it; built-in data are on the pages again.

    Where the disk refuses the set stays, since it would come back.
    """
    held = _held()
    if key not in held.kept:
        return
    if not _on_disk(
        lambda workspace: _remove(workspace, held.places.get(key)),
        but=f"'{held.kept[key].title}' could not be deleted.",
    ):
        return
    _let_go(key)


def forget_all() -> None:
    """Delete every set and all that was made of them, those on the disk that are not here too."""
    if _on_disk(Workspace.delete_all, but="Not everything could be deleted."):
        for key in own_sets():
            _let_go(key)


def _let_go(key: str) -> None:
    held = _held()
    for each in (held.kept, held.kept_at, held.places):
        each.pop(key, None)
    if held.current == key:
        held.current = None
    forget_data(key)
    forget_mine_and_jobs()


def _held() -> Sets:
    if KEY not in st.session_state:
        st.session_state[KEY] = _begin()
    return st.session_state[KEY]


def _begin() -> Sets:
    """What a session begins with: the sets that lie in the visitor's workspace."""
    held = Sets()
    try:
        held.workspace = workspace_here()
        if held.workspace is not None:
            _open_all(held, held.workspace)
    except KernelscopeError as error:
        held.refused = f"What you kept before cannot be shown now. {error}"
    return held


def _open_all(held: Sets, workspace: Workspace) -> None:
    """The newest sets, as many as a session may hold; what cannot be opened is said."""
    current_place, n_bytes = _current_place(workspace), 0
    for entry in workspace.entries():
        if entry.kind == FILE:
            continue
        try:
            own = kept_sets.read(workspace, entry)
            n_bytes += _bytes(own)
            check_limit("own_sets", len(held.kept) + 1, what="With what is kept, your own data")
            check_limit("own_sets_bytes", n_bytes, what="With what is kept, your own data")
        except KernelscopeError as error:
            held.refused = f"'{one_line(entry.name, longest=LONGEST_TITLE)}' is not shown. {error}"
            continue
        held.kept[own.key], held.places[own.key] = own, entry.key
        held.kept_at[own.key] = datetime.fromtimestamp(entry.created_s).astimezone()
        if entry.key == current_place:
            held.current = own.key
    held.kept = dict(reversed(held.kept.items()))  # the newest last


def _current_place(workspace: Workspace) -> str | None:
    """The key of the set that was current; where that cannot be read the sets may all the same."""
    try:
        return workspace.current
    except KernelscopeError:
        return None


def _on_disk(act: Callable[[Workspace], object], *, but: str) -> bool:
    """Do something to the workspace, if there is one; whether that went well, else say ``but``."""
    held = _held()
    if held.workspace is None:
        return True
    try:
        act(held.workspace)
    except KernelscopeError as error:
        held.refused = f"{but} {error}"
        return False
    return True


def _write(workspace: Workspace, own: OwnSet) -> None:
    _held().places[own.key] = kept_sets.write(workspace, own)
    _note_current()


def _remove(workspace: Workspace, place: str | None) -> None:
    """Delete from the disk what is there: another tab may have been quicker."""
    if place in {entry.key for entry in workspace.entries()}:
        workspace.delete(str(place))


def _note_current() -> None:
    held = _held()
    # Which set a later session opens on is worth no message while the set itself is here.
    with suppress(KernelscopeError):
        if held.workspace is not None:
            held.workspace.make_current(held.places.get(held.current or ""))


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
