"""A set of radio fingerprints: what was heard from each beacon, and where."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.floor_plan import FloorPlan
from core.datasets.validation import as_float_array, as_label_array, check_columns, check_length
from core.errors import ParameterError

ROLES = ("survey", "test")


@dataclass(frozen=True, eq=False)
class FingerprintSet:
    """Scans of n rows over B beacons; NaN in ``rss_dbm`` means "not heard".

    Attributes
    ----------
    rss_dbm : (n, B) array of float64
        Signal strengths in dBm, every value below 0.
    position_m : (n, 2) array of float64 or None
        Where each scan was made, in metres.
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
        The floor on which all lie.

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
        for name in ("stop_id", "session_id", "holding", "role"):
            if getattr(self, name) is not None:
                checked[name] = as_label_array(name, getattr(self, name))
                check_length(name, checked[name], n, "scans")
        if self.time_s is not None:
            checked["time_s"] = as_float_array("time_s", self.time_s, 1)
            check_length("time_s", checked["time_s"], n, "scans")
        if "role" in checked and not np.isin(checked["role"], ROLES).all():
            raise ParameterError(f"role must be one of {', '.join(ROLES)} in every row.")
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

    def select(self, rows: NDArray) -> "FingerprintSet":
        """The same set with some rows only (a mask or indices)."""
        per_scan = ("rss_dbm", "position_m", "stop_id", "session_id", "time_s", "holding", "role")
        present = {name: getattr(self, name) for name in per_scan}
        kept: dict[str, Any] = {k: None if v is None else v[rows] for k, v in present.items()}
        return replace(self, **kept)

    def only(self, role: str) -> "FingerprintSet":
        """The rows of one role; every row counts as survey when roles are unknown."""
        if role not in ROLES:
            raise ParameterError(f"role is {role!r}; choose one of: {', '.join(ROLES)}.")
        if self.role is None:
            return self if role == "survey" else self.select(np.zeros(self.n_scans, dtype=bool))
        return self.select(self.role == role)
