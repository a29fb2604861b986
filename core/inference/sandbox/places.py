"""How many visitors' models run on a server at once, and whose turn is next.

A place belongs to a model as long as its process lives. Whoever finds all places taken waits in
order of asking; a model that has answered nothing for a while gives its place to who waits, and its
process is started again at its next run. So a closed tab, whose model is never asked again, keeps
nobody waiting.
"""

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import Protocol

from core.errors import ComputeError

PLACES_VARIABLE = "KERNELSCOPE_MODEL_PLACES"
MOST, IDLE_S, LOOK_S = 4, 5.0, 0.25
LONGEST_WAIT_S, UNSEEN_WAIT_S = 120.0, 2.0  # where somebody reads that it waits, and where not

Tell = Callable[[int], None]


class Holder(Protocol):
    """Who may hold a place."""

    def end_if_idle(self, idle_s: float) -> bool:
        """End the process unless it answers just now, or did within ``idle_s``; whether it did."""


class Places:
    """At most ``most`` holders at once; all methods may be called from any thread."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._held: dict[object, weakref.ref[Holder]] = {}

    def take(self, holder: Holder, tell: Tell | None = None) -> object:
        """Wait for a place and hold it; the returned key gives it back.

        ``tell`` is called while waiting, a few times a second, with the number of others whose turn
        comes first; what it raises ends the waiting. ComputeError after two minutes, or after two
        seconds where nobody is told.
        """
        key = object()
        until = time.monotonic() + (UNSEEN_WAIT_S if tell is None else LONGEST_WAIT_S)
        with self._changed:
            self._waiting.append(key)
        try:
            while True:
                with self._changed:
                    if self._waiting[0] is key and self._has_room():
                        self._held[key] = weakref.ref(holder)
                        return key
                    before = self._waiting.index(key)
                if tell is not None:
                    tell(before)
                if time.monotonic() > until:
                    raise ComputeError(
                        f"The model waits for its turn: {self.most} of visitors' models run on "
                        f"this server at once ({PLACES_VARIABLE}), and all are busy. Try again "
                        "later."
                    )
                with self._changed:
                    self._changed.wait(LOOK_S)
        finally:
            with self._changed:
                self._waiting.remove(key)
                self._changed.notify_all()

    def give_back(self, key: object) -> None:
        """Free a place; harmless when it is free."""
        with self._changed:
            self._held.pop(key, None)
            self._changed.notify_all()

    def _has_room(self) -> bool:
        for key, reference in list(self._held.items()):
            if len(self._held) < self.most:
                break
            holder = reference()
            if holder is None or holder.end_if_idle(IDLE_S):
                self._held.pop(key, None)
        return len(self._held) < self.most


def _most() -> int:
    """The number in KERNELSCOPE_MODEL_PLACES, at least one; else four."""
    text = os.environ.get(PLACES_VARIABLE, "")
    return max(1, int(text)) if text.isdecimal() else MOST


PLACES = Places(_most())
