"""Sessions whose position label looks wrong: their radio picture belongs somewhere else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.errors import ParameterError

# Below the noise of a receiver a beacon may be missed or not: a missed one counts as this level.
NOT_HEARD_DBM = -105.0


@dataclass(frozen=True, eq=False)
class LabelSuspicion:
    """How well each session's RSS fits the place that its label names.

    Attributes
    ----------
    session_id : (m,) text
    position_m : (m, 2) metres, as labelled
    near_db : (m,) smallest RMS difference in dB to another session within the radius; NaN if none
    elsewhere_db : (m,) smallest RMS difference to a session beyond the radius; NaN if none
    likely_position_m : (m, 2) metres, the place of the session behind ``elsewhere_db``
    suspicious : (m,) bool
    """

    session_id: NDArray[np.str_]
    position_m: NDArray[np.float64]
    near_db: NDArray[np.float64]
    elsewhere_db: NDArray[np.float64]
    likely_position_m: NDArray[np.float64]
    suspicious: NDArray[np.bool_]


def label_suspicion(
    scans: FingerprintSet, *, radius_m: float = 2.0, margin_db: float = 2.0
) -> LabelSuspicion:
    """Compare each session's mean fingerprint with the sessions near it and elsewhere.

    With d(s, r) the root mean square over the beacons of the difference of the two sessions' mean
    RSS (a beacon not heard counts −105 dBm), a session s is suspicious when

        min over near r of d(s, r)  ≥  min over far r of d(s, r) + ``margin_db``

    where near means labelled within ``radius_m`` metres. Nothing is dropped: a suspicious label
    may be a true one, so report results with and without it.

    Sessions are those of ``session_id``, else the stops of ``stop_id``.

    Raises ParameterError when positions or both ids are missing. Time and memory grow with the
    square of the number of sessions.
    """
    group_of = scans.session_id if scans.session_id is not None else scans.stop_id
    if scans.position_m is None or group_of is None:
        raise ParameterError(
            "A label check needs positions and session or stop ids; this set lacks them."
        )
    if not radius_m > 0:
        raise ParameterError(f"radius_m is {radius_m:g}; it must be above 0 metres.")
    sessions, first, group = np.unique(group_of, return_index=True, return_inverse=True)
    mean_dbm = _session_means(scans.rss_dbm, group, len(sessions))
    position_m = scans.position_m[first]
    difference_db = np.sqrt(_mean_square_difference(mean_dbm))
    near = np.linalg.norm(position_m[:, None] - position_m[None], axis=2) <= radius_m
    itself = np.eye(len(sessions), dtype=bool)
    near_db = np.where(near & ~itself, difference_db, np.inf).min(axis=1)
    elsewhere = np.where(near, np.inf, difference_db)
    elsewhere_db = elsewhere.min(axis=1)
    comparable = np.isfinite(near_db) & np.isfinite(elsewhere_db)
    excess_db = np.subtract(near_db, elsewhere_db, where=comparable, out=np.full(len(near), -1.0))
    return LabelSuspicion(
        session_id=sessions,
        position_m=position_m,
        near_db=np.where(np.isfinite(near_db), near_db, np.nan),
        elsewhere_db=np.where(np.isfinite(elsewhere_db), elsewhere_db, np.nan),
        likely_position_m=position_m[elsewhere.argmin(axis=1)],
        suspicious=comparable & (excess_db >= margin_db),
    )


def _session_means(
    rss_dbm: NDArray[np.float64], group: NDArray[np.intp], n_groups: int
) -> NDArray[np.float64]:
    """Mean over the scans that heard the beacon, (n_groups, B); −105 where none did."""
    heard = ~np.isnan(rss_dbm)
    total, count = np.zeros((n_groups, rss_dbm.shape[1])), np.zeros((n_groups, rss_dbm.shape[1]))
    np.add.at(total, group, np.where(heard, rss_dbm, 0.0))
    np.add.at(count, group, heard)
    return np.divide(total, count, out=np.full_like(total, NOT_HEARD_DBM), where=count > 0)


def _mean_square_difference(mean_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over the columns of the squared difference of every pair of rows."""
    centred = mean_dbm - mean_dbm.mean(axis=0)  # keeps the subtraction below well conditioned
    square = (centred**2).sum(axis=1)
    pairs = square[:, None] + square[None] - 2 * centred @ centred.T
    return np.maximum(pairs, 0.0) / mean_dbm.shape[1]
