"""Beacons and places put on a plan by hand, and what has no position yet, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.plan_marks import PlanMarks


@dataclass(frozen=True)
class Unplaced:
    """A beacon or a place ("what") without a position, and why it has none."""

    what: str
    name: str
    reason: str


def place_by_marks(
    scans: FingerprintSet, *marked: tuple[PlanMarks, FloorPlan | None]
) -> tuple[FingerprintSet, tuple[str, ...]]:
    """Scans with the positions of beacons and places that were marked by hand, and notices.

    ``marked`` holds the marks of each floor with its plan, or None where all are in metres. A mark
    counts before a table. Scans that have no position but name a stop get that of the mark, or of
    the room of a plan that is called so; scans of other stops are left out. Marks of what the scans
    do not know are passed over.

    >>> from core.datasets.plan_marks import Target
    >>> scans = FingerprintSet([[-60.0, -70.0]], [[1.0, 2.0]], ["a", "b"])
    >>> marks = PlanMarks().put(Target("beacon", "b"), (3, 4), in_metres=True)
    >>> place_by_marks(scans, (marks, None))[0].beacon_position_m.tolist()
    [[nan, nan], [3.0, 4.0]]
    """
    beacon_m = _beacons_m(scans, marked)
    if not np.isnan(beacon_m).all():
        scans = replace(scans, beacon_position_m=beacon_m)
    if scans.position_m is not None or scans.stop_id is None:
        return scans, ()
    names, stop = np.unique(scans.stop_id, return_inverse=True)
    place_m = _marked_m("place", names, marked)
    kept = np.asarray(~np.isnan(place_m).any(axis=1))[stop]
    if not kept.any():
        return scans, ()
    notices: tuple[str, ...] = ()
    if not kept.all():
        notices = (f"Scans left out: {int((~kept).sum()):,}; their places have no position yet.",)
    return replace(scans.select(kept), position_m=place_m[stop[kept]]), notices


def unplaced(
    scans: FingerprintSet, *marked: tuple[PlanMarks, FloorPlan | None]
) -> tuple[Unplaced, ...]:
    """Every beacon and every place without a position, beacons first, with the reason.

    ``scans`` are those before :func:`place_by_marks`, which leaves out what has no place.

    >>> scans = FingerprintSet([[-60.0]], None, ["a"], stop_id=["hall"])
    >>> [(each.what, each.name) for each in unplaced(scans)]
    [('beacon', 'a'), ('place', 'hall')]
    """
    missing = np.isnan(_beacons_m(scans, marked)).any(axis=1)
    reason = "it was heard, but nothing says where it is"
    if missing.all():
        reason = "no position of a beacon was given"
    found = [Unplaced("beacon", name, reason) for name in scans.beacon_ids[missing].tolist()]
    if scans.position_m is None and scans.stop_id is not None:
        names = np.unique(scans.stop_id)
        missing = np.isnan(_marked_m("place", names, marked)).any(axis=1)
        for name in names[missing].tolist():
            why = "scans name it, and nothing gives its coordinates"
            found.append(Unplaced("place", name, why if name else "scans name no place"))
    return tuple(found)


Marked = Sequence[tuple[PlanMarks, FloorPlan | None]]


def _beacons_m(scans: FingerprintSet, marked: Marked) -> NDArray[np.float64]:
    """(B, 2) metres by the marks, else by the table; NaN rows where neither says."""
    by_hand = _marked_m("beacon", scans.beacon_ids, marked)
    if scans.beacon_position_m is None:
        return by_hand
    return np.where(np.isnan(by_hand), scans.beacon_position_m, by_hand)


def _marked_m(what: str, names: NDArray[np.str_], marked: Marked) -> NDArray[np.float64]:
    """(len(names), 2) metres by the marks of all floors; NaN rows where there is none.

    A place that is called like a room of a plan, and has no mark, lies within that room.
    """
    position_m = np.full((len(names), 2), np.nan)
    for marks, plan in marked:
        rooms = {} if plan is None or what != "place" else dict(plan.rooms)
        for row, name in enumerate(names.tolist()):
            if name in rooms:
                inside = rooms[name].representative_point()
                position_m[row] = inside.x, inside.y
        here = marks.positions_m(what, names.tolist(), plan)
        position_m = np.where(np.isnan(here), position_m, here)
    return position_m
