"""NumPy array files, checked against their own header before anything is allocated."""

import io
import math
import tokenize
import warnings

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from core.errors import UploadError
from core.limits import check_limit

# What numpy's parser of headers, which are Python literals, raises at damaged ones.
_DAMAGED = (
    ValueError,
    TypeError,
    SyntaxError,
    OverflowError,
    RecursionError,
    MemoryError,
    tokenize.TokenError,
)


def parse_npy(data: bytes, name: str) -> NDArray:
    """The array of a NPY file: numbers, booleans or text, any byte order.

    Raises UploadError for Python objects (never unpickled), structured or complex numbers, and a
    header whose shape does not fit the size of the file; LimitError above the limits.
    """
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    file = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about headers that Python 2 wrote
            version = npy_format.read_magic(file)
            if version not in ((1, 0), (2, 0)):
                raise UploadError(
                    f"{name} is a NumPy file of version {version[0]}.{version[1]}; save a plain "
                    "array of numbers with numpy.save."
                )
            if version == (1, 0):
                header = npy_format.read_array_header_1_0(file)
            else:
                header = npy_format.read_array_header_2_0(file)
    except _DAMAGED:
        raise UploadError(
            f"{name} has a damaged NumPy header; save the array again with numpy.save."
        ) from None
    shape, _, dtype = header
    if dtype.hasobject:
        raise UploadError(
            f"{name} holds Python objects, which could run code when read; it is refused. Save "
            "an array of numbers: numpy.save(file, array.astype(float))."
        )
    if dtype.names or dtype.subdtype or dtype.kind not in "biufUS":
        raise UploadError(
            f"{name} holds values of type {str(dtype)[:60]}; save an array of plain numbers."
        )
    # The header may claim terabytes, which numpy would try to allocate.
    claimed = math.prod(shape) * dtype.itemsize
    present = len(data) - file.tell()
    if min(shape, default=1) < 0 or claimed != present:
        raise UploadError(
            f"{name} says that it holds {claimed:,} bytes of numbers, but {present:,} are there; "
            "save the array again."
        )
    check_limit("table_cells", math.prod(shape), what=f"The array {name}")
    return np.load(io.BytesIO(data), allow_pickle=False)


def numbers_of(array: NDArray, name: str, n_axes: int = 2) -> NDArray[np.float64]:
    """A float64 array with ``n_axes`` axes; one axis is taken as one column."""
    if array.dtype.kind not in "biuf":
        raise UploadError(f"{name} holds text; it needs numbers.")
    values = array.astype(np.float64)
    if n_axes == 2 and values.ndim == 1:
        values = values[:, None]
    if values.ndim != n_axes:
        raise UploadError(
            f"{name} has {values.ndim} axes (shape {values.shape}); it needs {n_axes}."
        )
    return values
