"""NPY and NPZ files as data sets."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets.file_content import shown_name
from core.datasets.fingerprint_set import PER_SCAN, FingerprintSet
from core.datasets.missing_values import UNASKED, complete, count_missing
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.archive import archive_kind, open_archive
from core.datasets.readers.format import Format
from core.datasets.readers.npy import numbers_of, parse_npy
from core.datasets.readers.points_table import spread_notices
from core.datasets.readers.result import Upload
from core.datasets.readers.rss_values import clean_rss, size_notices
from core.datasets.readers.sparse_arrays import graph_of, sparse_matrix_of
from core.errors import UploadError

POINT_KEYS = ("values", "X", "x", "data", "points", "features", "arr_0")
LABEL_KEYS = ("labels", "label", "y", "target")
_OF_SPARSE = {"format", "shape", "data", "row", "col", "indices", "indptr"}
TRUTH_KEYS = ("truth", "intrinsic_coords", "true_coordinates", "true_distances")


def read_npy(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """A matrix of points, a square adjacency matrix (kind "graph"), or a matrix of RSS."""
    name = shown_name(filename)
    return _from_matrix(parse_npy(data, name), name, kind, {})


def read_npz(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Named arrays: those of a data set of the data model, or scipy's sparse matrix."""
    name = shown_name(filename)
    archive = open_archive(data, name)
    arrays = {
        member.removesuffix(".npy"): parse_npy(archive.read(member), f"{name}: {member[:40]!r}")
        for member in archive.names()
    }
    matrix = sparse_matrix_of(arrays, name, kind)
    if matrix is not None:
        rows, columns = matrix.shape
        if kind == "points" or (kind is None and rows != columns):
            beside = {key: arrays[key] for key in arrays if key not in _OF_SPARSE}
            upload = _points(matrix.toarray(), name, beside)
            said = f"Read as {rows:,} points × {columns:,} features from a sparse matrix."
            return replace(upload, notices=(said, *upload.notices))
        return graph_of(matrix, name, arrays)
    if "adjacency" in arrays and kind in (None, "graph"):
        return graph_of(numbers_of(arrays["adjacency"], "adjacency"), name, arrays)
    if "rss_dbm" in arrays and kind in (None, "fingerprints"):
        return _fingerprints(numbers_of(arrays["rss_dbm"], "rss_dbm"), name, arrays)
    key = next((key for key in POINT_KEYS if key in arrays), None)
    if key is None or (key == "arr_0" and len(arrays) > 1):
        found = ", ".join(repr(key[:40]) for key in sorted(arrays)[:20]) or "none"
        raise UploadError(
            f"{name} holds the arrays {found}. Name one of them values (points), adjacency "
            "(graph) or rss_dbm (fingerprints)."
        )
    return _from_matrix(arrays[key], name, kind, arrays)


def _from_matrix(array: NDArray, name: str, kind: str | None, arrays: dict[str, NDArray]) -> Upload:
    values = numbers_of(array, name)
    if kind == "graph":
        return graph_of(values, name, arrays)
    if kind == "fingerprints":
        return _fingerprints(values, name, arrays)
    return _points(values, name, arrays)


def _points(
    values: NDArray[np.float64], name: str, arrays: dict[str, NDArray], missing: str = UNASKED
) -> Upload:
    infinite = int(np.isinf(values).sum())
    if infinite:
        row, column = (int(i) + 1 for i in np.argwhere(np.isinf(values))[0])
        raise UploadError(
            f"{name} holds {infinite:,} infinite values (the first in row {row:,}, column "
            f"{column:,}); replace them."
        )
    labels = next((arrays[key] for key in LABEL_KEYS if key in arrays), None)
    if labels is not None and labels.shape != (len(values),):
        raise UploadError(f"{name} has {len(values):,} points and labels of shape {labels.shape}.")
    names = arrays.get("feature_names", np.arange(1, values.shape[1] + 1).astype(str))
    if names.shape != (values.shape[1],):
        raise UploadError(f"{name} has {values.shape[1]:,} columns, feature_names {names.shape}.")
    columns = tuple(str(each) for each in names)
    found, completed = count_missing(values, columns), complete(values, columns, missing)
    keep = completed.rows
    if not keep.any():
        raise UploadError(f"{name} has no row without an empty value (shape {values.shape}).")
    time = arrays.get("time")
    if time is not None:
        time = numbers_of(time, "time", 1)
        if len(time) != len(values):
            raise UploadError(f"{name} has {len(values):,} points and {len(time):,} times.")
    ids = arrays.get("row_id")
    if ids is not None and ids.shape != (len(values),):
        raise UploadError(f"{name} has {len(values):,} points and row_id of shape {ids.shape}.")
    row_number = np.arange(1, len(values) + 1)
    cloud = PointCloud(
        completed.values,
        names[completed.columns],
        labels=None if labels is None else labels[keep],
        time=None if time is None else time[keep],
        truth=_truth(arrays, keep, name),
        row_id=row_number.astype(str)[keep] if ids is None else ids[keep],
        row_number=row_number[keep],
    )
    return Upload(
        cloud,
        completed.said + spread_notices(cloud),
        missing=found if found.rows else None,
        completed=partial(_points, values, name, arrays) if found.rows else None,
    )


def _truth(arrays: dict[str, NDArray], keep: NDArray, name: str) -> NDArray[np.float64] | None:
    """True coordinates (n, k) or distances (n, n) of the rows that are kept."""
    key = next((key for key in TRUTH_KEYS if key in arrays), None)
    if key is None:
        return None
    truth = numbers_of(arrays[key], key)
    if len(truth) != len(keep):
        raise UploadError(f"{name} has {len(keep):,} points and {key} of shape {truth.shape}.")
    truth = truth[np.ix_(keep, keep)] if truth.shape[1] == len(keep) else truth[keep]
    if not np.isfinite(truth).all():
        raise UploadError(f"{name} holds {key} with empty or infinite values; replace them.")
    return truth


def _fingerprints(rss: NDArray[np.float64], name: str, arrays: dict[str, NDArray]) -> Upload:
    rss_dbm, notices = clean_rss(rss, name)
    known = {*PER_SCAN, "beacon_position_m"} - {"rss_dbm"}
    given: dict[str, Any] = {key: arrays[key] for key in sorted(known) if key in arrays}
    beacon_ids = arrays.get("beacon_ids", np.arange(1, rss.shape[1] + 1).astype(str))
    dataset = FingerprintSet(rss_dbm, given.pop("position_m", None), beacon_ids.ravel(), **given)
    return Upload(dataset, notices + size_notices(dataset.n_scans, dataset.n_beacons))


_NO_TEMPLATE = "It is not text: numpy.save and numpy.savez write it."
ROWS = (
    Format(
        name="NPY",
        title="NPY",
        suffixes=(".npy",),
        recognises=lambda data, content: content == "NumPy array",
        holds={
            "fingerprints": "one row per scan, one column per beacon",
            "points": "one row per point",
            "graph": "a square matrix of weights",
        },
        read=read_npy,
        no_template=_NO_TEMPLATE,
    ),
    Format(
        name="NPZ",
        title="NPZ",
        suffixes=(".npz",),
        recognises=lambda data, content: archive_kind(data) == "npz",
        holds={
            "fingerprints": "array rss_dbm, and optionally position_m, time_s, beacon_ids …",
            "points": "array X, or a sparse matrix of scipy that is not square, and optionally "
            "labels, time, truth, row_id and feature_names",
            "graph": "array adjacency, or a sparse matrix of scipy",
        },
        read=read_npz,
        no_template=_NO_TEMPLATE,
    ),
)
