"""What is known of a kept set without opening it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One kept data set.

    Attributes
    ----------
    key : str
        What :meth:`Workspace.open` opens it by: 32 hexadecimal digits made of its content.
    name : str
        What its owner calls it.
    kind : str
        "fingerprints", "packets", "points" or "graph".
    n_bytes : int
        Size of its file.
    created_s, opened_s : float
        When it was kept first and opened last, in seconds since 1970.
    notices : tuple of str
        What was detected, converted and left out when it was read.
    details : Mapping
        What else its owner's program wants to know of it: names to text, numbers, lists.
    """

    key: str
    name: str
    kind: str
    n_bytes: int
    created_s: float
    opened_s: float
    notices: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
