"""A set of radio fingerprints: what was heard from each beacon, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.floor_names import sorted_floors
from core.datasets.floor_plan import FloorPlan
from core.datasets.georeference import Georeference
from core.datasets.validation import (
    as_float_array,
    as_label_array,
    as_row_ids,
    check_columns,
    check_length,
)
from core.errors import ParameterError

ROLES = ("survey", "test")
TEXT_PER_SCAN = ("stop_id", "session_id", "holding", "role", "floor_id", "device_id")
PER_SCAN = ("rss_dbm", "position_m", "time_s", "row_id", *TEXT_PER_SCAN)


@dataclass(frozen=True, eq=False)
class FingerprintSet:
    """Scans of n rows over B beacons; NaN in ``rss_dbm`` means "not heard".

    Attributes
    ----------
    rss_dbm : (n, B) array of float64
        Signal strengths in dBm, every value below 0.
    position_m : (n, 2) array of float64 or None
        Where each scan was made, in metres on its floor.
    beacon_ids : (B,) array of str
        All different.
    beacon_position_m : (B, 2) array of float64 or None
        In metres, NaN rows where unknown.
    stop_id, session_id, holding : (n,) array of str or None
        Where the phone stood still, the recording it belongs to, how it was held.
    time_s : (n,) array of float64 or None
        In seconds, comparable within one session only.
    role : (n,) array of str or None
        "survey" or "test".
    floor : FloorPlan or None
        The floor on which all lie, where there is one floor.
    row_id : (n,) array of str
        What the user calls each scan: the file's own ids, else the number of its row in the file,
        counted as a spreadsheet does. "1" to "n" unless given.
    floor_id, device_id : (n,) array of str or None
        The floor of each scan ("2", or "tower/2" where there are several buildings), and the
        phone that made it. Positions of two floors say nothing of each other.
    floors : mapping of str to FloorPlan
        The plans of floors by their ``floor_id``.
    georeference : Georeference or None
        Where on Earth the origin of the metres lies.

    Raises
    ------
    ParameterError
        When shapes disagree or a value breaks a rule above.

    Examples
    --------
    >>> scans = FingerprintSet([[-60.0, np.nan]], [[1.0, 2.0]], ["a", "b"])
    >>> scans.n_scans, scans.n_beacons
    (1, 2)
    """

    rss_dbm: NDArray[np.float64]
    position_m: NDArray[np.float64] | None
    beacon_ids: NDArray[np.str_]
    beacon_position_m: NDArray[np.float64] | None = None
    stop_id: NDArray[np.str_] | None = None
    session_id: NDArray[np.str_] | None = None
    time_s: NDArray[np.float64] | None = None
    holding: NDArray[np.str_] | None = None
    role: NDArray[np.str_] | None = None
    floor: FloorPlan | None = None
    row_id: NDArray[np.str_] = field(default_factory=lambda: np.empty(0, dtype=str))
    floor_id: NDArray[np.str_] | None = None
    device_id: NDArray[np.str_] | None = None
    floors: Mapping[str, FloorPlan] = field(default_factory=dict)
    georeference: Georeference | None = None

    def __post_init__(self) -> None:
        rss_dbm = as_float_array("rss_dbm", self.rss_dbm, 2)
        n, n_beacons = rss_dbm.shape
        if n_beacons == 0:
            raise ParameterError("The set has no beacon; at least one is needed.")
        if (rss_dbm >= 0).any():
            highest = np.nanmax(rss_dbm)
            raise ParameterError(
                f"rss_dbm reaches {highest:g} dBm; received power is below 0 dBm. "
                "Replace the mark for 'not heard' with an empty value."
            )
        beacon_ids = as_label_array("beacon_ids", self.beacon_ids)
        check_length("beacon_ids", beacon_ids, n_beacons, "columns of rss_dbm")
        if len(set(beacon_ids)) != n_beacons:
            raise ParameterError("Two columns carry the same beacon id; ids must differ.")
        checked: dict[str, NDArray] = {"rss_dbm": rss_dbm, "beacon_ids": beacon_ids}
        for name, rows, meaning in (
            ("position_m", n, "scans"),
            ("beacon_position_m", n_beacons, "beacons"),
        ):
            if getattr(self, name) is not None:
                array = as_float_array(name, getattr(self, name), 2)
                check_length(name, array, rows, meaning)
                check_columns(name, array, 2)
                checked[name] = array
        if "position_m" in checked and np.isnan(checked["position_m"]).any():
            raise ParameterError("position_m holds empty values; drop the scans without a place.")
        checked["row_id"] = as_row_ids(self.row_id, n, "scans")
        for name in TEXT_PER_SCAN:
            if getattr(self, name) is not None:
                checked[name] = as_label_array(name, getattr(self, name))
                check_length(name, checked[name], n, "scans")
        if self.time_s is not None:
            checked["time_s"] = as_float_array("time_s", self.time_s, 1)
            check_length("time_s", checked["time_s"], n, "scans")
        if "role" in checked and not np.isin(checked["role"], ROLES).all():
            raise ParameterError(f"role must be one of {', '.join(ROLES)} in every row.")
        check_plans(self.floors)
        for name, array in checked.items():
            object.__setattr__(self, name, array)

    @property
    def n_scans(self) -> int:
        """Number of rows."""
        return len(self.rss_dbm)

    @property
    def n_beacons(self) -> int:
        """Number of columns."""
        return self.rss_dbm.shape[1]

    @property
    def known_position_m(self) -> NDArray[np.float64]:
        """(n, 2) metres; raises ParameterError when the set has no positions."""
        if self.position_m is None:
            raise ParameterError(
                "These scans have no positions, so nothing can be registered. Add columns x and "
                "y in metres, or join a table of coordinates by location code."
            )
        return self.position_m

    @property
    def floor_names(self) -> tuple[str, ...]:
        """The floors that scans were made on, the lowest first; none where floors are unknown."""
        return () if self.floor_id is None else sorted_floors(self.floor_id)

    def select(self, rows: NDArray) -> "FingerprintSet":
        """The same set with some rows only (a mask or indices)."""
        present = {name: getattr(self, name) for name in PER_SCAN}
        kept: dict[str, Any] = {k: None if v is None else v[rows] for k, v in present.items()}
        return replace(self, **kept)

    def only(self, role: str) -> "FingerprintSet":
        """The rows of one role; every row counts as survey when roles are unknown."""
        if role not in ROLES:
            raise ParameterError(f"role is {role!r}; choose one of: {', '.join(ROLES)}.")
        if self.role is None:
            return self if role == "survey" else self.select(np.zeros(self.n_scans, dtype=bool))
        return self.select(self.role == role)

    def on_floor(self, floor: str) -> "FingerprintSet":
        """The scans of one floor, with its plan; ParameterError lists the floors there are."""
        if floor not in self.floor_names or self.floor_id is None:
            listed = ", ".join(self.floor_names) or "none is named"
            raise ParameterError(f"The floor is {floor!r}; the floors of these scans: {listed}.")
        plan = self.floors.get(floor, self.floor)
        return replace(self.select(self.floor_id == floor), floor=plan)


def check_plans(floors: Mapping[str, FloorPlan]) -> None:
    """ParameterError unless every floor's plan is one."""
    for name, plan in floors.items():
        if not isinstance(plan, FloorPlan):
            raise ParameterError(f"The plan of floor {name!r} is no FloorPlan; give one, or none.")


def concat(sets: Sequence[FingerprintSet]) -> FingerprintSet:
    """Scans of the same beacons in one set, in this order.

    What describes each scan is kept where all sets have it; plans and beacon positions are those of
    the first set that has them. Raises ParameterError for other beacons and for no set at all.

    >>> one = FingerprintSet([[-60.0]], None, ["a"], floor_id=["1"])
    >>> concat([one, one]).row_id.tolist(), concat([one, one]).floor_id.tolist()
    (['1', '1'], ['1', '1'])
    """
    if not sets:
        raise ParameterError("There is no set to join; give at least one.")
    first = sets[0]
    for other in sets[1:]:
        if other.beacon_ids.tolist() != first.beacon_ids.tolist():
            raise ParameterError(
                f"The sets have different beacons ({first.n_beacons} and {other.n_beacons}, or "
                "another order); give all the same columns first."
            )
    joined: dict[str, Any] = {}
    for name in PER_SCAN:
        parts = [getattr(each, name) for each in sets]
        joined[name] = None if any(part is None for part in parts) else np.concatenate(parts)
    for name in ("beacon_position_m", "floor", "georeference"):
        joined[name] = next((v for each in sets if (v := getattr(each, name)) is not None), None)
    floors = {name: plan for each in reversed(sets) for name, plan in each.floors.items()}
    return replace(first, **joined, floors=floors)
