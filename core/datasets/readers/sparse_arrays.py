"""Adjacency matrices, dense or in scipy's sparse NPZ form, as graphs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.datasets.readers.edge_table import check_structure
from core.datasets.readers.npy import numbers_of
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_FORMATS = {"csr": sparse.csr_array, "csc": sparse.csc_array}


def sparse_matrix_of(arrays: dict[str, NDArray], name: str, kind: str | None = None) -> Any | None:
    """The matrix of a file that scipy.sparse.save_npz wrote; None for other files."""
    if not {"format", "shape", "data"} <= arrays.keys():
        return None
    raw = arrays["format"].ravel()
    written = raw[0] if raw.size else b""
    format_ = written.decode("ascii", "replace") if isinstance(written, bytes) else str(written)
    shape_cells = arrays["shape"].ravel()
    if shape_cells.dtype.kind not in "iu" or len(shape_cells) != 2 or (shape_cells < 0).any():
        raise UploadError(f"{name} holds a sparse matrix without a proper shape; save it again.")
    shape = (int(shape_cells[0]), int(shape_cells[1]))
    if shape[0] == shape[1] and kind != "points":
        check_limit("graph_nodes", max(shape), what=f"The matrix {name}")
    else:  # rows and features
        check_limit("columns", shape[1], what=f"The matrix {name}")
        check_limit("table_cells", shape[0] * shape[1], what=f"The matrix {name}")
    data = numbers_of(arrays["data"], "data", 1)
    needed = {"coo": ("row", "col")}.get(format_, ("indices", "indptr"))
    if format_ not in (*_FORMATS, "coo") or any(
        key not in arrays or arrays[key].dtype.kind not in "iu" or arrays[key].ndim != 1
        for key in needed
    ):
        raise UploadError(
            f"{name} holds a sparse matrix of format {format_[:20]!r} that is not complete; save "
            "it with scipy.sparse.save_npz in csr, csc or coo format."
        )
    first, second = (arrays[key].astype(np.int64) for key in needed)
    try:
        if format_ == "coo":
            return sparse.coo_array((data, (first, second)), shape=shape).tocsr()
        matrix = _FORMATS[format_]((data, first, second), shape=shape)
        matrix.check_format(full_check=True)
        return matrix.tocsr()
    except (ValueError, IndexError) as error:
        raise UploadError(
            f"{name} holds a damaged sparse matrix ({error}); save it again."
        ) from None


def graph_of(matrix: Any, name: str, arrays: dict[str, NDArray]) -> Upload:
    """A GraphData from a square matrix: symmetrised by the larger weight, loops left out."""
    if matrix.shape[0] != matrix.shape[1] or matrix.shape[0] == 0:
        raise UploadError(
            f"{name} has shape {matrix.shape[0]:,} × {matrix.shape[1]:,}; an adjacency matrix is "
            "square."
        )
    n = matrix.shape[0]
    check_limit("graph_nodes", n, what="The graph")
    adjacency = sparse.csr_array(matrix, dtype=np.float64)
    if not np.isfinite(adjacency.data).all():
        raise UploadError(f"{name} holds weights that are not finite numbers; replace them.")
    if (adjacency.data < 0).any():
        raise UploadError(
            f"{name} holds the negative weight {adjacency.data.min():g}; similarities must not be "
            "negative."
        )
    notices: tuple[str, ...] = ()
    loops = int(np.count_nonzero(adjacency.diagonal()))
    if loops:
        adjacency = sparse.csr_array(adjacency - sparse.diags_array(adjacency.diagonal()))
        notices += (f"Edges from a node to itself left out: {loops:,}.",)
    if abs(adjacency - adjacency.T).nnz:
        adjacency = sparse.csr_array(adjacency.maximum(adjacency.T))
        notices += ("The matrix was not symmetric; the larger of the two weights counts.",)
    adjacency.eliminate_zeros()
    notices += check_structure(adjacency, name)
    labels = {key: arrays[key] for key in ("node_ids", "communities") if key in arrays}
    for key, values in labels.items():
        if values.shape != (n,):
            raise UploadError(f"{name} has {n:,} nodes and {key} of shape {values.shape}.")
    node_ids = labels.get("node_ids", np.arange(n).astype(str))
    graph = GraphData(adjacency, node_ids, labels.get("communities"))
    known = {} if graph.communities is None else {"communities": graph.communities}
    return Upload(graph, notices, known)
