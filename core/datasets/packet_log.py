"""A log of single radio packets, before any averaging."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import ROLES, FingerprintSet, check_plans
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


@dataclass(frozen=True, eq=False)
class PacketLog:
    """n packets, each heard from one beacon at one time.

    Attributes
    ----------
    time_s : (n,) array of float64
        In seconds by the receiver's own clock, comparable within a session only.
    beacon_id : (n,) array of str
        The beacon of each packet.
    rss_dbm : (n,) array of float64
        In dBm, below 0.
    stop_id, session_id : (n,) array of str
        Where the phone stood, and the uninterrupted recording the packet belongs to.
    position_m : (n, 2) array of float64 or None
        In metres, constant within a session.
    role : (n,) array of str or None
        "survey" or "test", constant within a session.
    beacon_ids : (B,) array of str or None
        The columns of a fingerprint; all that occur when not given.
    beacon_position_m : (B, 2) array of float64 or None
        In metres, NaN rows where unknown.
    floor : FloorPlan or None
        The floor on which all lie, where there is one floor.
    row_id : (n,) array of str
        As in ``FingerprintSet``; a window is called by its first packet.
    floor_id, device_id : (n,) array of str or None
        The floor and the phone of each packet, constant within a session.
    floors : mapping of str to FloorPlan
        The plans of floors by their ``floor_id``.
    georeference : Georeference or None
        Where on Earth the origin of the metres lies.

    Raises
    ------
    ParameterError
        When shapes disagree, a value is missing or breaks a rule above.

    Examples
    --------
    >>> log = PacketLog([0.0, 0.4], ["a", "b"], [-60, -80], ["s"] * 2, ["1"] * 2)
    >>> log.windows(1.0).rss_dbm.tolist()
    [[-60.0, -80.0]]
    """

    time_s: NDArray[np.float64]
    beacon_id: NDArray[np.str_]
    rss_dbm: NDArray[np.float64]
    stop_id: NDArray[np.str_]
    session_id: NDArray[np.str_]
    position_m: NDArray[np.float64] | None = None
    role: NDArray[np.str_] | None = None
    beacon_ids: NDArray[np.str_] | None = None
    beacon_position_m: NDArray[np.float64] | None = None
    floor: FloorPlan | None = None
    row_id: NDArray[np.str_] = field(default_factory=lambda: np.empty(0, dtype=str))
    floor_id: NDArray[np.str_] | None = None
    device_id: NDArray[np.str_] | None = None
    floors: Mapping[str, FloorPlan] = field(default_factory=dict)
    georeference: Georeference | None = None

    def __post_init__(self) -> None:
        rss_dbm = as_float_array("rss_dbm", self.rss_dbm, 1)
        n = len(rss_dbm)
        if not (rss_dbm < 0).all():
            raise ParameterError(
                "rss_dbm holds values that are empty or not below 0 dBm; drop those packets."
            )
        time_s = as_float_array("time_s", self.time_s, 1)
        if np.isnan(time_s).any():
            raise ParameterError("time_s holds empty values; drop the packets without a time.")
        checked: dict[str, NDArray] = {"rss_dbm": rss_dbm, "time_s": time_s}
        checked["row_id"] = as_row_ids(self.row_id, n, "packets")
        for name in ("beacon_id", "stop_id", "session_id", "role", "floor_id", "device_id"):
            if getattr(self, name) is not None:
                checked[name] = as_label_array(name, getattr(self, name))
        if self.position_m is not None:
            checked["position_m"] = as_float_array("position_m", self.position_m, 2)
            check_columns("position_m", checked["position_m"], 2)
        for name, array in checked.items():
            check_length(name, array, n, "packets")
        if "role" in checked and not np.isin(checked["role"], ROLES).all():
            raise ParameterError(f"role must be one of {', '.join(ROLES)} in every packet.")
        columns = (
            self.beacon_ids if self.beacon_ids is not None else np.unique(checked["beacon_id"])
        )
        checked["beacon_ids"] = as_label_array("beacon_ids", columns)
        if self.beacon_position_m is not None:
            positions = as_float_array("beacon_position_m", self.beacon_position_m, 2)
            check_length("beacon_position_m", positions, len(checked["beacon_ids"]), "beacons")
            check_columns("beacon_position_m", positions, 2)
            checked["beacon_position_m"] = positions
        check_plans(self.floors)
        for name, array in checked.items():
            object.__setattr__(self, name, array)

    @property
    def n_packets(self) -> int:
        """Number of packets."""
        return len(self.rss_dbm)

    def windows(self, duration_s: float) -> FingerprintSet:
        """Fingerprints of the mean signal strength in windows of equal length.

        Windows are counted from the first packet of each session and never join two sessions; a
        window without any packet of ``beacon_ids`` gives no row. Packets of other beacons are
        ignored.

        Parameters
        ----------
        duration_s : float
            Length of a window in seconds, above 0; ∞ gives one row for each session.

        Returns
        -------
        FingerprintSet
            ``time_s`` of a row is the start of its window.

        Raises
        ------
        ParameterError
            When the length is not above 0, or no packet comes from one of ``beacon_ids``.

        Examples
        --------
        >>> log = PacketLog([0.0, 0.4, 1.2], ["a", "a", "b"], [-60, -62, -80], ["s"] * 3, ["1"] * 3)
        >>> log.windows(1.0).rss_dbm.tolist()
        [[-61.0, nan], [nan, -80.0]]
        """
        if not duration_s > 0:
            raise ParameterError(f"duration_s is {duration_s:g}; it must be above 0 seconds.")
        sessions, session = np.unique(self.session_id, return_inverse=True)
        start_s = np.full(len(sessions), np.inf)
        np.minimum.at(start_s, session, self.time_s)
        number = np.floor((self.time_s - start_s[session]) / duration_s).astype(np.int64)
        columns = as_label_array("beacon_ids", self.beacon_ids)
        column = pd.Index(columns).get_indexer(pd.Index(self.beacon_id))
        known = np.flatnonzero(column >= 0)
        if not len(known):
            raise ParameterError("No packet comes from any of beacon_ids; check the ids.")
        keys = np.column_stack([session, number])[known]
        rows, first, row = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        cell = row.ravel() * len(columns) + column[known]
        n_cells = len(rows) * len(columns)
        count = np.bincount(cell, minlength=n_cells)
        total = np.bincount(cell, weights=self.rss_dbm[known], minlength=n_cells)
        mean = np.full(n_cells, np.nan)
        np.divide(total, count, out=mean, where=count > 0)
        packet = known[first]
        # An infinite duration has one window, number 0, and 0 · inf is undefined.
        elapsed_s = rows[:, 1] * duration_s if np.isfinite(duration_s) else 0.0
        return FingerprintSet(
            rss_dbm=mean.reshape(len(rows), -1),
            position_m=None if self.position_m is None else self.position_m[packet],
            beacon_ids=columns,
            beacon_position_m=self.beacon_position_m,
            stop_id=self.stop_id[packet],
            session_id=self.session_id[packet],
            time_s=start_s[rows[:, 0]] + elapsed_s,
            role=None if self.role is None else self.role[packet],
            floor=self.floor,
            row_id=self.row_id[packet],
            floor_id=None if self.floor_id is None else self.floor_id[packet],
            device_id=None if self.device_id is None else self.device_id[packet],
            floors=self.floors,
            georeference=self.georeference,
        )


def split_sessions(time_s: NDArray[np.float64], longest_gap_s: float = 30.0) -> NDArray[np.int64]:
    """Number the recordings in a log: a new one begins where time runs back or stands still long.

    Phones whose clock was set between two recordings of one place write both into one file; the
    difference between them says nothing, so they are told apart before anything is averaged.

    >>> split_sessions(np.array([5.0, 6.0, 90.0, 91.0, 3.0])).tolist()
    [0, 0, 1, 1, 2]
    """
    step = np.diff(np.asarray(time_s, dtype=np.float64))
    return np.concatenate([[0], np.cumsum((step < 0) | (step > longest_gap_s))]).astype(np.int64)
