"""A map as an annotated matrix (.h5ad), in the published HDF5 layout of the AnnData format."""

import importlib.util
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.point_cloud import PointCloud
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.point_heat import node_of_rows
from core.errors import ParameterError

MAP = "X_heat_geodesic"  # in obsm, where programs look for maps under names that begin with X_
GRAPH = "heat_geodesic_connectivities"  # in obsp
_ARRAY, _TEXTS = ("array", "0.2.0"), ("string-array", "0.2.0")


def can_be_written() -> bool:
    """Whether the package that writes HDF5 is installed."""
    return importlib.util.find_spec("h5py") is not None


def annotated_cells(
    points: PointCloud,
    model: HeatGeodesic,
    columns: Mapping[str, NDArray[Any]] | None = None,
) -> bytes:
    """The points, their map and their graph as a file that anndata and scanpy read.

    ``X`` holds the features; ``obs`` the rows' names, ``label`` and ``time`` where known and the
    ``columns``; ``obsm["X_heat_geodesic"]`` the map; ``obsp["heat_geodesic_connectivities"]`` the
    weights of the neighbour graph, in which rows that are equal have the same edges. Whoever has
    the original takes map and columns over by the names of the rows.

    Parameters
    ----------
    points : PointCloud
        n rows.
    model : HeatGeodesic
        Fitted to them.
    columns : mapping of str to (n,) arrays, optional
        Numbers or texts for ``obs``, such as pseudotime; ∞ is allowed.

    Returns
    -------
    bytes
        An HDF5 file.

    Raises
    ------
    ParameterError
        When the numbers of rows differ.

    References
    ----------
    I. Virshup et al., anndata: Access and store annotated data matrices, 2024.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(30, 3))
    >>> cloud = PointCloud(X, ["a", "b", "c"])
    >>> annotated_cells(cloud, HeatGeodesic(random_state=0).fit(X))[1:4]
    b'HDF'
    """
    import h5py

    n = len(points.values)
    obs: dict[str, NDArray[Any]] = {}
    if points.labels is not None:
        obs["label"] = points.labels
    if points.time is not None:
        obs["time"] = points.time
    obs |= dict(columns or {})
    for name, values in {"map": model.embedding_, **obs}.items():
        if len(values) != n:
            raise ParameterError(f"{name} has {len(values):,} rows, the points {n:,}.")
    of_row = node_of_rows(model)
    graph = sparse.csr_array(model.graph_.weights)[of_row][:, of_row]
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        _encoded(file, "anndata", "0.1.0")
        _put(file, "X", points.values)
        _frame(file, "obs", points.row_id, obs)
        _frame(file, "var", points.feature_names, {})
        _put(_group(file, "obsm"), MAP, model.embedding_)
        _matrix(_group(file, "obsp"), GRAPH, sparse.csr_array(graph))
        for name in ("layers", "uns", "varm", "varp"):
            _group(file, name)
    return buffer.getvalue()


def _encoded(member: Any, kind: str, version: str) -> Any:
    member.attrs["encoding-type"], member.attrs["encoding-version"] = kind, version
    return member


def _group(parent: Any, name: str) -> Any:
    return _encoded(parent.create_group(name), "dict", "0.1.0")


def _put(parent: Any, name: str, values: NDArray[Any]) -> None:
    import h5py

    if np.asarray(values).dtype.kind in "biuf":
        _encoded(parent.create_dataset(name, data=values), *_ARRAY)
        return
    texts = np.asarray(values).astype(object)
    _encoded(parent.create_dataset(name, data=texts, dtype=h5py.string_dtype()), *_TEXTS)


def _frame(
    file: Any, name: str, index: NDArray[np.str_], columns: Mapping[str, NDArray[Any]]
) -> None:
    import h5py

    group = _encoded(file.create_group(name), "dataframe", "0.2.0")
    group.attrs["_index"] = "_index"
    group.attrs.create("column-order", list(columns), dtype=h5py.string_dtype())
    _put(group, "_index", index)
    for column, values in columns.items():
        _put(group, column, values)


def _matrix(parent: Any, name: str, matrix: sparse.csr_array) -> None:
    group = _encoded(parent.create_group(name), "csr_matrix", "0.1.0")
    group.attrs["shape"] = matrix.shape
    for part in ("data", "indices", "indptr"):
        group.create_dataset(part, data=getattr(matrix, part))
