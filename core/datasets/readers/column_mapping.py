"""What the columns of a table mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.datasets.missing_values import UNASKED

KINDS = ("fingerprints", "points", "graph")
LAYOUT_KINDS = {"long": "fingerprints", "wide": "fingerprints", "points": "points",
                "edges": "graph", "matrix": "graph"}  # fmt: skip
POINT_ROLES = ("id", "label", "time")


@dataclass(frozen=True)
class ColumnMapping:
    """How to build a data set from a table.

    Attributes
    ----------
    layout : "long" (one reading per row), "wide" (one column per beacon), "points", "edges" or
        "matrix" (one row and one column per node)
    roles : role → column. long and wide: x, y, floor, building, location, time, session, scan,
        holding, role, device, id; long also beacon, rss, and major and minor where a beacon is
        called by all three; points: id, label, time; edges: source, target, weight; matrix: names
    values : the beacon columns of "wide", the feature columns of "points", the
        nodes' columns of "matrix"
    spike_is_silence : whether a lowest value that a third of the cells hold, apart from all
        others, means "not heard"
    signless : whether received powers were written without their minus sign, 62 for −62 dBm
    truth : "points": the columns of the true coordinates, if any
    length_unit : unit of x and y: m, dm, cm, mm, ft, deg (longitude and latitude) or px (of the
        floor plan)
    window_s : "long" without scans: length of the windows that readings are averaged over
    bad_cells : "stop" raises at a cell that is no number, "drop" leaves its row out
    repeats : "edges": what counts of edges between the same two nodes: "largest", "sum", "mean" or
        "count"
    empty_marks : "points": numbers that stand for an empty cell of a feature, as −999 does
    missing : "points": what is done about empty cells of the features, one of
        :data:`core.datasets.missing_values.MISSING_CHOICES`
    """

    layout: str
    roles: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    length_unit: str = "m"
    window_s: float = 1.0
    bad_cells: str = "stop"
    spike_is_silence: bool = True
    signless: bool = False
    truth: tuple[str, ...] = ()
    missing: str = UNASKED
    empty_marks: tuple[float, ...] = ()
    repeats: str = "largest"

    @property
    def kind(self) -> str:
        """The kind of data set that the layout gives."""
        return LAYOUT_KINDS[self.layout]
