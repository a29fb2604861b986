"""Long tables of fingerprints: one row per reading, with the beacon named in a column."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.packet_log import PacketLog, split_sessions
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.row_columns import (
    RowColumns,
    as_upload,
    position_notices,
    read_row_columns,
)
from core.datasets.readers.rss_values import clean_rss, rows_left_out, size_notices
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit


def build_long(table: Table, mapping: ColumnMapping) -> Upload:
    """A FingerprintSet whose scans are, in this order of preference: the values of a scan column;
    the readings of one stop at one time, where times repeat; windows of ``window_s`` seconds
    within a session; all readings of one stop.
    """
    missing = [role for role in ("beacon", "rss") if role not in mapping.roles]
    if missing:
        raise UploadError(f"{table.name} needs a column for {' and '.join(missing)}; choose it.")
    rows = read_row_columns(table, mapping)
    rss, keep, notices = parse_columns(table, [mapping.roles["rss"]], bad_cells=mapping.bad_cells)
    keep &= rows.keep
    unnamed = rows.text["beacon"] == ""
    notices += rows_left_out(int((keep & unnamed).sum()), "they name no beacon")
    keep &= ~unnamed
    if not keep.any():
        raise UploadError(f"No row of {table.name} is left; check that its cells are filled.")
    cleaned, marks = clean_rss(
        rss[:, 0][keep],
        table.name,
        spike_is_silence=mapping.spike_is_silence,
        signless=mapping.signless,
    )
    chosen = np.flatnonzero(keep)[~np.isnan(cleaned)]
    notices = table.notices + rows.notices + notices + marks
    dataset, how = _group(rows, cleaned[~np.isnan(cleaned)], chosen, mapping.window_s)
    used = {*mapping.values, *mapping.roles.values()}
    notices += how + position_notices(table, mapping, rows, dataset.position_m, used)
    notices += size_notices(dataset.n_scans, dataset.n_beacons)
    return as_upload(dataset, notices, rows)


LONGER_S = (2.0, 5.0, 10.0, 30.0, np.inf)
_APART = ("session", "holding", "role", "floor", "device")  # readings that are never averaged


def _group(
    rows: RowColumns, rss_dbm: NDArray[np.float64], chosen: NDArray[np.intp], window_s: float
) -> tuple[FingerprintSet, tuple[str, ...]]:
    """Readings to scans, and how it was done."""
    place = _place(rows)[chosen]
    time_s = None if rows.time_s is None else rows.time_s[chosen]
    key = pd.DataFrame({"place": place})
    for role in _APART:
        if role in rows.text:
            key[role] = rows.text[role][chosen]
    if "scan" in rows.text:
        key["scan"] = rows.text["scan"][chosen]
        how = "Readings were joined by their scan."
    elif time_s is None:
        how = "Readings were averaged by place, because there is no time."
    else:
        moments = key.assign(time=time_s)
        if len(moments.drop_duplicates()) * 1.5 > len(moments):
            return _windows(rows, rss_dbm, time_s, chosen, place, key, window_s)
        key["time"] = time_s
        how = "Readings of the same time and place were joined into one scan."
    # Numbering in order of appearance keeps the scans in the order of the file.
    scan = key.groupby(list(key.columns), sort=False, dropna=False).ngroup().to_numpy()
    _, first = np.unique(scan, return_index=True)
    beacon_ids, column = _columns(rows.text["beacon"][chosen])
    n_cells = len(first) * len(beacon_ids)
    check_limit("table_cells", n_cells, what="The table of scans and beacons")
    cell = scan * len(beacon_ids) + column
    count = np.bincount(cell, minlength=n_cells)
    total = np.bincount(cell, weights=rss_dbm, minlength=n_cells)
    mean = np.divide(total, count, out=np.full(n_cells, np.nan), where=count > 0)
    notices: tuple[str, ...] = (how,)
    if (count > 1).any():
        notices += (f"{int((count > 1).sum()):,} values are means of several readings.",)
    return _described(mean.reshape(len(first), -1), beacon_ids, rows, chosen[first], place[first],
                      None if time_s is None else time_s[first]), notices  # fmt: skip


def _described(
    rss_dbm: NDArray[np.float64],
    beacon_ids: NDArray[np.str_],
    rows: RowColumns,
    first: NDArray[np.intp],
    place: NDArray[np.str_],
    time_s: NDArray[np.float64] | None,
) -> FingerprintSet:
    """Scans (m, B) with what the file says of the row ``first`` (m,) that each begins with."""
    text = {role: cells[first] for role, cells in rows.text.items()}
    return FingerprintSet(
        rss_dbm=rss_dbm,
        position_m=None if rows.position_m is None else rows.position_m[first],
        beacon_ids=beacon_ids,
        stop_id=place if "location" in rows.text or rows.position_m is not None else None,
        session_id=text.get("session"),
        time_s=time_s,
        holding=text.get("holding"),
        role=text.get("role"),
        row_id=rows.row_id[first],
        floor_id=text.get("floor"),
        device_id=text.get("device"),
        georeference=rows.georeference,
    )


def _windows(
    rows: RowColumns,
    rss_dbm: NDArray[np.float64],
    time_s: NDArray[np.float64],
    chosen: NDArray[np.intp],
    place: NDArray[np.str_],
    key: pd.DataFrame,
    window_s: float,
) -> tuple[FingerprintSet, tuple[str, ...]]:
    """Single packets: sessions by the clock, then windows within each."""
    group = key.groupby(list(key.columns), sort=False, dropna=False).ngroup().to_numpy()
    session = np.empty(len(group), dtype=np.int64)
    for members in pd.Series(group).groupby(group).indices.values():
        session[members] = split_sessions(time_s[members])
    names = np.array([f"{place[i]}/{group[i] + 1}.{session[i] + 1}" for i in range(len(group))])
    log = PacketLog(
        time_s=time_s,
        beacon_id=rows.text["beacon"][chosen],
        rss_dbm=rss_dbm,
        stop_id=place,
        session_id=names,
        beacon_ids=_columns(rows.text["beacon"][chosen])[0],
        row_id=np.arange(len(chosen)).astype(str),
    )
    windows, window_s = _windows_that_compare(log, window_s)
    # Sessions are in the order of their names; scans stand in that of the file.
    windows = windows.select(np.argsort(windows.row_id.astype(np.intp), kind="stable"))
    first = windows.row_id.astype(np.intp)
    dataset = _described(
        windows.rss_dbm, windows.beacon_ids, rows, chosen[first], place[first], windows.time_s
    )
    n_sessions = len(set(names.tolist()))
    length = f"{window_s:g} s windows" if np.isfinite(window_s) else "each session"
    how = f"Readings were averaged over {length} in {n_sessions:,} sessions."
    return replace(dataset, session_id=windows.session_id, stop_id=windows.stop_id), (how,)


def _windows_that_compare(log: PacketLog, window_s: float) -> tuple[FingerprintSet, float]:
    """Windows of at least ``window_s`` seconds, as long as it takes to hear three beacons.

    Slow beacons are heard one at a time: a scan with one beacon tells a distance at best.
    """
    wanted = min(3.0, _n_heard(log.windows(np.inf)))
    for length_s in (window_s, *(longer for longer in LONGER_S if longer > window_s)):
        windows = log.windows(length_s)
        if _n_heard(windows) >= wanted:
            break
    return windows, length_s


def _n_heard(scans: FingerprintSet) -> float:
    """Beacons in a scan, in the median."""
    return float(np.median(np.isfinite(scans.rss_dbm).sum(axis=1)))


def _place(rows: RowColumns) -> NDArray[np.str_]:
    """The stop of every row: its location, else its coordinates, with its floor where several."""
    if "location" in rows.text:
        return rows.text["location"]
    if rows.position_m is None:
        return np.full(len(rows.keep), "", dtype=str)
    places = [f"{x:.10g} {y:.10g}" for x, y in (np.round(rows.position_m, 3) + 0.0).tolist()]
    floors = rows.text.get("floor", np.empty(0, dtype=str)).tolist()
    if len(set(floors)) > 1:
        places = [f"{floor}: {place}" for floor, place in zip(floors, places, strict=True)]
    return np.array(places, dtype=str)


def _columns(beacon: NDArray[np.str_]) -> tuple[NDArray[np.str_], NDArray[np.intp]]:
    """Beacons in order of first appearance, and the column of every reading."""
    codes, names = pd.factorize(beacon)
    return np.asarray(names, dtype=str), codes.astype(np.intp)
