"""The formats in which a data set is written out again, and the manifest that goes with a file."""

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.datasets.fingerprint_set import PER_SCAN, FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.graph_writers import edges_frame, write_graphml
from core.datasets.readers.result import DataSet
from core.datasets.readers.writers import points_frame, wide_frame
from core.errors import ParameterError
from core.version import __version__

# By the names that the readers of NPZ files look for.
_ARRAYS: dict[type, tuple[str, ...]] = {
    PointCloud: ("values", "feature_names", "labels", "time", "truth", "row_id"),
    GraphData: ("node_ids", "communities"),
    FingerprintSet: (*PER_SCAN, "beacon_ids", "beacon_position_m"),
}


@dataclass(frozen=True)
class Conversion:
    """A format to write: ``write`` gives a file's bytes, ``loses`` says what a file leaves out.

    ``kinds`` are the classes of data that it can hold, ``loses`` is by class.
    """

    title: str
    suffix: str
    mime: str
    kinds: tuple[type, ...]
    write: Callable[[Any], bytes]
    loses: Mapping[type, str]


def conversions_of(dataset: DataSet) -> tuple[Conversion, ...]:
    """The formats that can hold a data set.

    >>> cloud = PointCloud([[1.0, 2.0]], ["x", "y"])
    >>> [row.title for row in conversions_of(cloud)]
    ['CSV', 'Parquet', 'NPZ']
    """
    return tuple(row for row in CONVERSIONS if type(dataset) in row.kinds)


def as_table(dataset: DataSet) -> pd.DataFrame:
    """A row per point, scan or edge, with the columns that the readers know by their names."""
    for kind, make in _TABLES.items():
        if isinstance(dataset, kind):
            return make(dataset)
    raise ParameterError(f"A {type(dataset).__name__} cannot be written as a table.")


def column_roles(dataset: DataSet) -> dict[str, str]:
    """Column of :func:`as_table` → what it holds.

    >>> column_roles(PointCloud([[1.0, 2.0]], ["x", "y"], labels=["a"]))
    {'id': 'id', 'x': 'feature', 'y': 'feature', 'label': 'label'}
    """
    columns = [str(column) for column in as_table(dataset).columns]
    if isinstance(dataset, GraphData):
        return {column: column for column in columns}
    n_values = dataset.values.shape[1] if isinstance(dataset, PointCloud) else dataset.n_beacons
    # Features stand behind the id in a table of points, beacons last in one of scans.
    first = 1 if isinstance(dataset, PointCloud) else len(columns) - n_values
    value = "feature" if isinstance(dataset, PointCloud) else "received power, dBm"
    return {
        column: value if first <= place < first + n_values else column
        for place, column in enumerate(columns)
    }


def manifest(
    dataset: DataSet, *, name: str, kind: str, notices: tuple[str, ...], content: bytes
) -> dict[str, Any]:
    r"""What a file holds, for whoever finds it later; ``content`` are the file's bytes.

    >>> cloud = PointCloud([[1.0, 2.0]], ["x", "y"])
    >>> found = manifest(cloud, name="a", kind="points", notices=(), content=b"x,y\n1,2\n")
    >>> found["rows"], found["columns"], found["sha256"][:8]
    (1, 3, '81bf9fa8')
    """
    roles = column_roles(dataset)
    return {
        "kernelscope": __version__,
        "name": name,
        "kind": kind,
        "rows": n_rows(dataset),
        "columns": len(roles),
        "roles": roles,
        "notices": list(notices),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def n_rows(dataset: DataSet) -> int:
    """Points, scans or edges.

    >>> n_rows(PointCloud([[1.0, 2.0], [3.0, 4.0]], ["x", "y"]))
    2
    """
    if isinstance(dataset, GraphData):
        return dataset.n_edges
    return len(dataset.values) if isinstance(dataset, PointCloud) else dataset.n_scans


def _write_csv(dataset: DataSet) -> bytes:
    return as_table(dataset).to_csv(index=False).encode("utf-8")


def _write_parquet(dataset: DataSet) -> bytes:
    buffer = io.BytesIO()
    as_table(dataset).to_parquet(buffer, index=False)
    return buffer.getvalue()


def _write_npz(dataset: DataSet) -> bytes:
    arrays: dict[str, NDArray] = {
        row.name: np.asarray(getattr(dataset, row.name))
        for row in fields(dataset)
        if row.name in _ARRAYS[type(dataset)] and getattr(dataset, row.name) is not None
    }
    if isinstance(dataset, GraphData):
        # As scipy.sparse.save_npz writes it, so that scipy reads it too.
        matrix = dataset.adjacency
        arrays |= {"format": np.array(b"csr"), "shape": np.array(matrix.shape)}
        arrays |= {"data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}
        arrays["_is_array"] = np.array(True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


_TABLES: dict[type, Callable[[Any], pd.DataFrame]] = {
    PointCloud: points_frame,
    FingerprintSet: wide_frame,
    GraphData: edges_frame,
}
_NO_PLAN = "Where beacons stand and the floor plan are not in it."
_TABLE_LOSES = {
    FingerprintSet: _NO_PLAN,
    GraphData: "Communities and nodes without an edge are not in it.",
    PointCloud: "True distances of all pairs, where there are any, are not in it.",
}
CONVERSIONS = (
    Conversion("CSV", ".csv", "text/csv", tuple(_TABLES), _write_csv, _TABLE_LOSES),
    Conversion(
        "Parquet",
        ".parquet",
        "application/vnd.apache.parquet",
        tuple(_TABLES),
        _write_parquet,
        _TABLE_LOSES,
    ),
    Conversion(
        "NPZ",
        ".npz",
        "application/zip",
        tuple(_ARRAYS),
        _write_npz,
        {FingerprintSet: "The floor plan is not in it."},
    ),
    Conversion("GraphML", ".graphml", "application/graphml+xml", (GraphData,), write_graphml, {}),
)
