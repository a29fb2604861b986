"""Members of an HDF5 file, checked before they are read: no links, no bombs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.errors import UploadError
from core.limits import check_limit


def member_of(group: Any, key: str, name: str) -> Any:
    """A member that lies in the file itself: links to other files are never followed."""
    import h5py

    if not isinstance(group.get(key, getlink=True), h5py.HardLink):
        raise UploadError(f"{name} holds a link instead of data; write it again without links.")
    member = group[key]
    if isinstance(member, h5py.Dataset):
        if member.external or member.is_virtual:
            raise UploadError(f"{name} keeps its data in other files; write it as one file.")
        check_limit("binary_bytes", member.nbytes, what=f"An array of {name}")
    return member


def shape_of(stored: Any) -> tuple[int, int]:
    """Rows and columns that a dense or sparse matrix states."""
    shape = stored.shape if hasattr(stored, "shape") else stored.attrs["shape"]
    rows, columns = (int(size) for size in shape)
    return rows, columns


def dense_matrix(stored: Any, shape: tuple[int, int], name: str) -> NDArray[np.float64]:
    """A matrix stored dense, or by rows or columns in anndata's sparse layout, in float64."""
    if hasattr(stored, "shape"):
        return np.asarray(stored[...], dtype=np.float64)
    parts = [member_of(stored, key, name)[...] for key in ("data", "indices", "indptr")]
    by_rows = "csr" in str(stored.attrs.get("encoding-type", "csr_matrix"))
    matrix = (sparse.csr_array if by_rows else sparse.csc_array)(tuple(parts), shape=shape)
    matrix.check_format(full_check=True)
    return matrix.toarray().astype(np.float64)


def texts_of(cells: Any) -> NDArray[Any]:
    """Stored bytes or text as an array of Python text."""
    return np.array(
        [c.decode("utf-8", "replace") if isinstance(c, bytes) else str(c) for c in cells.ravel()],
        dtype=object,
    )
