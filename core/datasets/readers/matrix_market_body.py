"""The numbers of a Matrix Market file, read as a table of text.

scipy's own reader is faster, but a damaged body can end the whole process in it.
"""

import io

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

TRIANGLES = ("symmetric", "hermitian", "skew-symmetric")


def read_body(
    data: bytes, n: int, entries: int, form: str, field: str, symmetry: str
) -> sparse.coo_array:
    """The (n, n) float64 matrix below a header that said form, field, symmetry and entries.

    Coordinates count from 1; a pattern's entries are 1. Of a symmetric matrix the file holds the
    lower triangle. Raises ValueError with the reason when the body does not fit its header.
    """
    width = 1 if form == "array" else 2 + (field != "pattern")
    table = _numbers(_after_header(data), width)
    if form == "array":
        row, column = _array_places(n, symmetry)
        value = table[:, 0]
        expected = len(row)
    else:
        places = table[:, :2]
        if (places != np.floor(places)).any() or (places < 1).any() or (places > n).any():
            raise ValueError(f"a row or column is not a whole number from 1 to {n:,}")
        row, column = places.T.astype(np.int64) - 1
        value = table[:, 2] if width == 3 else np.ones(len(table))
        expected = entries
    if len(value) != expected:
        raise ValueError(f"the header says {expected:,} entries, the file holds {len(value):,}")
    if symmetry in TRIANGLES:
        twin = row != column
        sign = -1.0 if symmetry == "skew-symmetric" else 1.0
        value = np.concatenate([value, sign * value[twin]])
        row, column = np.concatenate([row, column[twin]]), np.concatenate([column, row[twin]])
    return sparse.coo_array((value, (row, column)), shape=(n, n))


def _after_header(data: bytes) -> bytes:
    """What follows the line of sizes, the first that is neither empty nor a comment."""
    stream = io.BytesIO(data)
    for line in stream:
        if line.strip() and not line.startswith(b"%"):
            return stream.read()
    return b""


def _numbers(body: bytes, width: int) -> NDArray[np.float64]:
    if not body.strip():
        return np.empty((0, width))
    try:
        table = pd.read_csv(
            io.BytesIO(body),
            sep=r"\s+",
            header=None,
            comment="%",
            dtype=np.float64,
            encoding="latin-1",
        ).to_numpy()
    except (ValueError, OverflowError) as error:
        raise ValueError(str(error)[:120]) from None
    if table.shape[1] != width:
        raise ValueError(f"its lines hold {table.shape[1]} numbers, not {width}")
    return table


def _array_places(n: int, symmetry: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of each number, column by column; the lower triangle of symmetric ones."""
    if symmetry == "general":
        column, row = np.divmod(np.arange(n * n), n)
        return row, column
    column, row = np.triu_indices(n, k=int(symmetry == "skew-symmetric"))
    return row, column
