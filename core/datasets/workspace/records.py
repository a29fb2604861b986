"""The records that can be kept, and those that stand in their fields."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.packet_log import PacketLog
from core.datasets.point_cloud import PointCloud
from core.datasets.workspace.whole_file import WholeFile

DataSet = FingerprintSet | PacketLog | PointCloud | GraphData | WholeFile
KIND_OF: dict[type, str] = {
    FingerprintSet: "fingerprints",
    PacketLog: "packets",
    PointCloud: "points",
    GraphData: "graph",
    WholeFile: "file",
}


def _within(kind: type) -> Iterator[type]:
    """A record and all records that its fields may hold, by their types."""
    yield kind
    waiting = list(get_type_hints(kind).values())
    while waiting:
        each = waiting.pop()
        waiting += get_args(each)
        if isinstance(each, type) and is_dataclass(each) and each is not kind:
            yield from _within(each)


# By name, since a file must not choose what is imported.
RECORDS: dict[str, Any] = {each.__name__: each for kind in KIND_OF for each in _within(kind)}
