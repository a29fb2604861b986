"""One data set of a visitor's own, and what each lab makes of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from components.data_origin import own_key
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.datasets.readers.result import DataSet, Upload
from core.errors import KernelscopeError

View = TypeVar("View")
KINDS = {FingerprintSet: "a survey", PointCloud: "a table of points", GraphData: "a graph"}


@dataclass(frozen=True, eq=False)
class OwnSet:
    """What a visitor's files were understood as.

    Attributes
    ----------
    key : made of what the files hold and how they were read, never of what they are called
    title : what the set is called on screen
    dataset : as read; a lab that needs another kind makes its own of it
    notices : what was detected, converted and left out, a sentence each
    node_attributes : of a graph, what its file says of each node: name → (n,) text
    holds_distances : whether the table's numbers are distances of all pairs
    colours_only : the last columns of the table, which take no part in distances
    """

    key: str
    title: str
    dataset: DataSet
    notices: tuple[str, ...] = ()
    node_attributes: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    holds_distances: bool = False
    colours_only: tuple[str, ...] = ()
    _views: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def kind(self) -> str:
        """What the set is, in words: "a survey", "a graph", "a table of points" …"""
        return "a table of distances" if self.holds_distances else KINDS[type(self.dataset)]

    @property
    def what_it_is(self) -> str:
        """The beginning of a sentence that refuses a set of this kind.

        >>> OwnSet("yours-1", "a.csv", PointCloud([[1.0, 2.0]], ["x", "y"])).what_it_is
        "'a.csv' is a table of points"
        """
        return f"'{self.title}' is {self.kind}"

    def was_seen_by(self, make: Callable[["OwnSet"], Any]) -> bool:
        """Whether what ``make`` makes of this set is there already."""
        return make in self._views

    def seen_by(self, make: Callable[["OwnSet"], View]) -> View:
        """What ``make`` makes of this set, made once and forgotten with it; raises what it raises.

        >>> own = OwnSet("yours-1", "a.csv", PointCloud([[1.0, 2.0]], ["x", "y"]))
        >>> own.seen_by(lambda given: given.dataset.values.shape)
        (1, 2)
        """
        if make not in self._views:
            self._views[make] = make(self)
        return self._views[make]

    def why_not(self, make: Callable[["OwnSet"], Any]) -> str:
        """Why ``make`` can make nothing of this set, in a sentence that names it, else ""."""
        asked = ("why not", make)
        if asked not in self._views:
            try:
                self.seen_by(make)
            except KernelscopeError as error:
                self._views[asked] = self._named(str(error))
            else:
                self._views[asked] = ""
        return self._views[asked]

    def fits(self, make: Callable[["OwnSet"], Any]) -> bool:
        """Whether ``make`` can make something of this set; asked once."""
        return not self.why_not(make)

    def renamed(self, title: str) -> "OwnSet":
        """The same set under another title."""
        return replace(self, title=title, _views={})

    def _named(self, sentence: str) -> str:
        name = f"'{self.title}'"
        return sentence if sentence.startswith(name) else f"{name}: {sentence}"


def make_own_set(
    upload: Upload,
    title: str,
    contents: Iterable[bytes],
    *,
    holds_distances: bool = False,
    colours_only: tuple[str, ...] = (),
) -> OwnSet:
    """A set whose key names what the files hold and how they were read.

    Two readings of one file are two sets, the same reading of the same file is the same set,
    whatever the file is called and wherever it was given.

    >>> upload = Upload(PointCloud([[1.0, 2.0]], ["x", "y"]))
    >>> first, again = (make_own_set(upload, name, [b"x,y"]) for name in ("a.csv", "b.csv"))
    >>> first.key == again.key, first.title == again.title
    (True, False)
    """
    read_as = (upload.dataset, holds_distances, list(colours_only))
    return OwnSet(
        own_key(contents, read_as),
        title,
        upload.dataset,
        upload.notices,
        upload.node_attributes,
        holds_distances,
        colours_only,
    )
