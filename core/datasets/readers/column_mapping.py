"""What the columns of a table mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("fingerprints", "points", "graph")
LAYOUT_KINDS = {"long": "fingerprints", "wide": "fingerprints", "points": "points",
                "edges": "graph"}  # fmt: skip


@dataclass(frozen=True)
class ColumnMapping:
    """How to build a data set from a table.

    Attributes
    ----------
    layout : "long" (one reading per row), "wide" (one column per beacon), "points" or "edges"
    roles : role → column. long and wide: x, y, floor, building, location, time, session, scan,
        holding, role, device, id; long also beacon, rss, and major and minor where a beacon is
        called by all three; points: label, time; edges: source, target, weight
    values : the beacon columns of "wide", the feature columns of "points"
    spike_is_silence : whether a lowest value that a third of the cells hold, apart from all
        others, means "not heard"
    truth : "points": the columns of the true coordinates, if any
    length_unit : unit of x and y: m, dm, cm, mm, ft, deg (longitude and latitude) or px (of the
        floor plan)
    window_s : "long" without scans: length of the windows that readings are averaged over
    bad_cells : "stop" raises at a cell that is no number, "drop" leaves its row out
    """

    layout: str
    roles: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    length_unit: str = "m"
    window_s: float = 1.0
    bad_cells: str = "stop"
    spike_is_silence: bool = True
    truth: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of data set that the layout gives."""
        return LAYOUT_KINDS[self.layout]
