"""Checks that the data model makes on construction; each failure names the value and the rule."""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError


def as_float_array(name: str, value: object, n_dimensions: int) -> NDArray[np.float64]:
    """Return a read-only float64 copy with ``n_dimensions`` axes and no infinite entries."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError(f"{name} holds values that are not numbers.") from None
    if array.ndim != n_dimensions:
        raise ParameterError(f"{name} has {array.ndim} axes; it needs {n_dimensions}.")
    if np.isinf(array).any():
        raise ParameterError(f"{name} holds infinite values; remove or replace them.")
    array.setflags(write=False)
    return array


def as_label_array(name: str, value: object) -> NDArray[np.str_]:
    """Return a read-only one-dimensional array of text: identifiers stay text, never numbers."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "U":
        array = value.ravel().copy()  # a packet log has a million of them
    else:
        array = np.array([str(item) for item in np.asarray(value, dtype=object).ravel()], dtype=str)
    array.setflags(write=False)
    return array


def as_row_ids(value: object, n: int, meaning: str) -> NDArray[np.str_]:
    """Row ids as text; "1" to "n" where none are given.

    >>> as_row_ids((), 2, "scans").tolist()
    ['1', '2']
    """
    ids = as_label_array("row_id", () if value is None else value)
    if not len(ids):
        # No wider than the longest: numpy takes 21 characters for any whole number.
        ids = as_label_array("row_id", np.arange(1, n + 1).astype(f"U{len(str(n))}"))
    check_length("row_id", ids, n, meaning)
    return ids


def as_row_numbers(value: object, n: int, meaning: str) -> NDArray[np.int64]:
    """Read-only numbers of rows; 1 to n where none are given.

    >>> as_row_numbers((), 2, "points").tolist()
    [1, 2]
    """
    numbers = np.array(() if value is None else value)
    if not len(numbers):
        numbers = np.arange(1, n + 1)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise ParameterError(
            f"row_number is of type {numbers.dtype} with {numbers.ndim} axes; give one whole "
            "number a row."
        )
    check_length("row_number", numbers, n, meaning)
    numbers = numbers.astype(np.int64)
    numbers.setflags(write=False)
    return numbers


def check_length(name: str, array: NDArray, expected: int, meaning: str) -> None:
    """Raise ParameterError unless ``array`` has ``expected`` rows, one for each ``meaning``."""
    if len(array) != expected:
        raise ParameterError(
            f"{name} has {len(array):,} rows; there are {expected:,} ({meaning}). "
            "Both must be equal."
        )


def check_columns(name: str, array: NDArray, expected: int) -> None:
    """Raise ParameterError unless ``array`` has ``expected`` columns."""
    if array.shape[1] != expected:
        raise ParameterError(f"{name} has {array.shape[1]:,} columns; it needs {expected:,}.")
