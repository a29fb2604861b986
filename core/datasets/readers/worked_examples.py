"""A file of each kind to try what happens to one's own: built-in data, written out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.datasets.built_in import load
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.formats import TEMPLATES
from core.datasets.readers.graph_writers import write_graphml
from core.datasets.readers.writers import write_points, write_wide
from core.errors import ParameterError

EVERY_SCAN = 4  # of the building: a file of some hundred kB


@dataclass(frozen=True)
class WorkedExample:
    """``content()`` gives the bytes of a file called ``filename``; ``title`` says what it holds."""

    filename: str
    title: str
    content: Callable[[], bytes]


def _points() -> bytes:
    wine = load("wine")
    assert isinstance(wine, PointCloud)  # noqa: S101 - of the catalogue
    return write_points(wine).encode()


def _survey() -> bytes:
    scans = load("building_sparse")
    assert isinstance(scans, FingerprintSet)  # noqa: S101 - of the catalogue
    some = np.arange(0, scans.n_scans, EVERY_SCAN)
    return write_wide(replace(scans.select(some), floor=None)).encode()


def _graph() -> bytes:
    karate = load("karate")
    assert isinstance(karate, GraphData)  # noqa: S101 - of the catalogue
    return write_graphml(karate)


# Kind of data, distances beside points, → an example of it.
WORKED_EXAMPLES = {
    "points": WorkedExample("example-wines.csv", "178 wines, 13 measurements each", _points),
    "distances": WorkedExample(
        "example-capitals.csv",
        "Distances between 12 capitals, km",
        lambda: TEMPLATES["distances"].text.encode(),
    ),
    "graph": WorkedExample("example-karate.graphml", "34 members of a club, 78 ties", _graph),
    "fingerprints": WorkedExample(
        "example-survey.csv", "A simulated floor: what was heard at which place", _survey
    ),
}


def worked_example(kind: str) -> WorkedExample:
    """The example of a kind; ParameterError lists the kinds.

    >>> worked_example("distances").filename
    'example-capitals.csv'
    """
    if kind not in WORKED_EXAMPLES:
        raise ParameterError(
            f"There is no example of {kind!r}; choose one of: {', '.join(WORKED_EXAMPLES)}."
        )
    return WORKED_EXAMPLES[kind]
