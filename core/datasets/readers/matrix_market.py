"""Matrix Market files: an adjacency matrix, its size read from the header first."""

import io

import scipy.io

from core.datasets.file_content import shown_name
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import only_graphs
from core.datasets.readers.matrix_market_body import read_body
from core.datasets.readers.result import Upload
from core.datasets.readers.sparse_arrays import graph_of
from core.errors import UploadError
from core.limits import check_limit

_MARK = b"%%MatrixMarket"


def read_matrix_market(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """A square coordinate or array matrix; a pattern's entries count as weight 1."""
    name = shown_name(filename)
    only_graphs(kind, name, "Matrix Market")
    check_limit("csv_bytes", len(data), what=f"The file {name}")
    try:
        rows, columns, entries, form, field, symmetry = scipy.io.mminfo(io.BytesIO(data))
    except (ValueError, OverflowError, TypeError) as error:
        raise UploadError(
            f"{name} has a damaged Matrix Market header ({error}); save the matrix again."
        ) from None
    check_limit("graph_nodes", max(rows, columns), what=f"The matrix {name}")
    if rows != columns:
        raise UploadError(
            f"{name} has shape {rows:,} × {columns:,}; an adjacency matrix is square."
        )
    if form == "array":
        check_limit("table_cells", rows * columns, what=f"The matrix {name}")
    else:
        check_limit("graph_edges", entries, what=f"The matrix {name}")
    if form != "array" and 2 * entries > len(data):
        raise UploadError(
            f"{name} says that it holds {entries:,} entries, which do not fit into its "
            f"{len(data):,} bytes; save the matrix again."
        )
    if form == "array" and rows * columns > len(data) * (2 if symmetry != "general" else 1):
        raise UploadError(
            f"{name} says that it holds {rows:,} × {columns:,} numbers, which do not fit into its "
            f"{len(data):,} bytes; save the matrix again."
        )
    if field == "complex":
        raise UploadError(f"{name} holds complex numbers; weights must be real.")
    try:
        matrix = read_body(data, rows, entries, form, field, symmetry)
    except (ValueError, MemoryError) as error:
        raise UploadError(
            f"{name} is not a readable Matrix Market file ({error}); save the matrix again."
        ) from None
    return graph_of(matrix, name, {})


ROWS = (
    Format(
        name="Matrix Market",
        title="Matrix Market",
        suffixes=(".mtx",),
        recognises=lambda data, content: data.startswith(_MARK),
        holds={"graph": ""},
        read=read_matrix_market,
        no_template="Programs write it; to fill one in by hand, take the list of edges.",
    ),
)
