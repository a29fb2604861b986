"""Data sets as CSV text that the readers read back to the same arrays."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.point_cloud import PointCloud
from core.spreadsheet_text import escape_formula

_TEXTS = {"stop_id": "location", "session_id": "session", "holding": "holding", "role": "role",
          "floor_id": "floor", "device_id": "phone"}  # fmt: skip


def write_wide(scans: FingerprintSet) -> str:
    """One row per scan and one column per beacon, empty where not heard; positions in metres."""
    return wide_frame(scans).to_csv(index=False)


def wide_frame(scans: FingerprintSet) -> pd.DataFrame:
    """What :func:`write_wide` writes, as a table."""
    rss = pd.DataFrame(scans.rss_dbm, columns=[escape_formula(str(b)) for b in scans.beacon_ids])
    return pd.concat([_row_columns(scans), rss], axis=1)


def write_long(scans: FingerprintSet) -> str:
    """One row per reading, with the number of its scan, beacon and rss."""
    scan, column = np.nonzero(~np.isnan(scans.rss_dbm))
    frame = _row_columns(scans).iloc[scan].reset_index(drop=True)
    frame.insert(0, "scan", scan)
    frame["beacon"] = _escaped(scans.beacon_ids[column])
    frame["rss_dbm"] = scans.rss_dbm[scan, column]
    return frame.to_csv(index=False)


def write_points(points: PointCloud) -> str:
    """The id of each row, one column per feature, then label, time and true coordinates if any.

    True distances, which fill a square, are left out.
    """
    return points_frame(points).to_csv(index=False)


def points_frame(points: PointCloud) -> pd.DataFrame:
    """What :func:`write_points` writes, as a table."""
    names = [escape_formula(str(name)) for name in points.feature_names]
    frame = pd.DataFrame(points.values, columns=names)
    frame.insert(0, "id" if "id" not in names else "row_id", _escaped(points.row_id))
    if points.labels is not None:
        frame["label"] = _escaped(points.labels)
    if points.time is not None:
        frame["time_s"] = points.time
    if points.truth is not None and points.truth.shape[1] < len(points.values):
        for axis, coordinate in enumerate(points.truth.T, start=1):
            frame[f"true_{axis}"] = coordinate
    return frame


def _row_columns(scans: FingerprintSet) -> pd.DataFrame:
    columns: dict[str, Any] = {"id": _escaped(scans.row_id)}
    if scans.position_m is not None:
        columns["x_m"], columns["y_m"] = scans.position_m.T
    for name, title in _TEXTS.items():
        if getattr(scans, name) is not None:
            columns[title] = _escaped(getattr(scans, name))
    if scans.time_s is not None:
        columns["time_s"] = scans.time_s
    return pd.DataFrame(columns, index=range(scans.n_scans))


def _escaped(texts: NDArray[np.str_]) -> list[str]:
    return [escape_formula(str(text)) for text in texts]
