"""MATLAB files of version 5 to 7: the array of points and, beside it, their labels."""

import io
import math

import numpy as np
import pandas as pd
import scipy.io
from numpy.typing import NDArray
from scipy.io.matlab import MatReadError

from core.datasets.file_content import shown_name
from core.datasets.readers.arrays import LABEL_KEYS, POINT_KEYS
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit

_NUMBERS = {
    *("double", "single", "logical", "int8", "uint8", "int16", "uint16", "int32", "uint32"),
    *("int64", "uint64"),
}
_LABELS = _NUMBERS | {"char", "cell"}
# What scipy raises at files that do not keep to their format.
_DAMAGED = (
    *(MatReadError, ValueError, TypeError, KeyError, IndexError, OSError, OverflowError),
    *(NotImplementedError, AttributeError, UnicodeDecodeError),
)


def inspect_matlab(data: bytes, filename: str) -> Table:
    """The matrix called X (or data, points, …), else the only one; labels from y (or labels, …).

    Only these two are read, and only when their stated shapes are within the limits; objects and
    functions in the file never are.

    Raises UploadError for version 7.3 (an HDF5 file), damaged files and those without one matrix.
    """
    name = shown_name(filename)
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    if data.startswith(b"MATLAB 7.3"):
        raise UploadError(
            f"{name} is a MATLAB file of version 7.3, which is another format; save it in MATLAB "
            "with save('file.mat', 'X', '-v7')."
        )
    try:
        stored = {
            key: (tuple(map(int, shape)), kind)
            for key, shape, kind in scipy.io.whosmat(io.BytesIO(data), appendmat=False)
        }
    except _DAMAGED as error:
        raise _damaged(name, error) from None
    key = _matrix_key(stored, name)
    shape = stored[key][0]
    check_limit("columns", shape[1], what=f"The matrix {name}")
    check_limit("table_cells", math.prod(shape), what=f"The matrix {name}")
    if 8 * math.prod(shape) > 1_000_000:
        ratio = 8 * math.prod(shape) // len(data)
        check_limit("unpacking_ratio", ratio, what=f"The matrix {name}")
    label = next((word for word in LABEL_KEYS if _may_label(stored, word, shape[0])), None)
    wanted = [key] if label is None else [key, label]
    try:
        found = scipy.io.loadmat(
            io.BytesIO(data), variable_names=wanted, appendmat=False, chars_as_strings=True
        )
        values = np.asarray(found[key])
        if values.shape != shape or values.dtype.kind not in "biuf":
            raise ValueError(f"{key} is not what the file says of it")
        columns: dict[str, NDArray | list[str]] = {
            f"{key}{number}": values[:, number - 1] for number in range(1, shape[1] + 1)
        }
        if label is not None:
            columns["label"] = _labels(found[label], shape[0])
    except _DAMAGED as error:
        raise _damaged(name, error) from None
    others = [each for each in stored if each not in wanted]
    notices: tuple[str, ...] = (f"The array {key!r} was read: {shape[0]:,} × {shape[1]:,}.",)
    if label is not None:
        notices += (f"The array {label!r} is the column 'label'.",)
    if others:
        listed = ", ".join(repr(each[:40]) for each in others[:5])
        notices += (f"Not read: {listed}{' …' if len(others) > 5 else ''}.",)
    return Table(pd.DataFrame(columns), name, encoding="MATLAB", separator="", notices=notices)


def _matrix_key(stored: dict[str, tuple[tuple[int, ...], str]], name: str) -> str:
    """The matrix that is called like points, else the only one."""
    matrices = [
        key
        for key, (shape, kind) in stored.items()
        if kind in _NUMBERS and len(shape) == 2 and min(shape) > 0
    ]
    named = [key for key in POINT_KEYS if key in matrices]
    wide = [key for key in matrices if min(stored[key][0]) > 1] or matrices
    if not named and len(wide) != 1:
        listed = ", ".join(
            f"{key[:40]!r} ({' × '.join(map(str, shape))} {kind})"
            for key, (shape, kind) in list(stored.items())[:8]
        )
        raise UploadError(
            f"{name} holds {listed or 'no array'}; name one matrix of numbers X, or keep one only."
        )
    return named[0] if named else wide[0]


def _may_label(stored: dict[str, tuple[tuple[int, ...], str]], key: str, n: int) -> bool:
    """Whether a variable can hold a label for each of n rows."""
    if key not in stored:
        return False
    shape, kind = stored[key]
    return kind == "char" or (kind in _LABELS and math.prod(shape) == n)


def _labels(stored: NDArray, n: int) -> NDArray | list[str]:
    """One label a row: numbers, rows of letters, or a cell array of texts."""
    flat = np.asarray(stored)
    if flat.dtype.kind in "biuf" and flat.size == n:
        return flat.ravel()
    if flat.dtype.kind == "O":
        flat = np.array([str(np.ravel(each)[0]) if np.size(each) else "" for each in flat.ravel()])
    if flat.dtype.kind != "U" or flat.size != n:
        raise ValueError("the labels do not fit the rows")
    return [str(text).strip() for text in flat.ravel()]


def _damaged(name: str, error: Exception) -> UploadError:
    return UploadError(
        f"{name} is a damaged MATLAB file ({str(error)[:100] or type(error).__name__}); save it "
        "again with -v7, or as CSV."
    )


ROWS = (
    Format(
        name="MATLAB",
        title="MATLAB (.mat)",
        suffixes=(".mat",),
        recognises=lambda data, content: content == "MATLAB file",
        holds={
            "points": "matrix X and perhaps labels y, or one matrix alone; version 7.3 is refused",
            "fingerprints": "a matrix, one row per scan",
        },
        inspect=inspect_matlab,
        apart_from=0,
        no_template="It is not text: MATLAB's save and scipy.io.savemat write it.",
    ),
)
