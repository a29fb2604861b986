"""Annotated matrices of single cells (.h5ad), read straight from their published HDF5 layout."""

import io
from typing import Any

import numpy as np
import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.format import Format
from core.datasets.readers.hdf5_members import dense_matrix, member_of, shape_of, texts_of
from core.datasets.readers.roles import role_of
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import LIMITS, check_limit

CELL = "cell"  # what the index of the cells is called as a column
REDUCED = "X_pca"  # the principal components that such files carry for wide matrices
_DAMAGED = (OSError, KeyError, ValueError, TypeError, RuntimeError, IndexError, AttributeError)


def inspect_h5ad(data: bytes, filename: str) -> Table:
    """The cells as a table: one column per feature, then one for each annotation of the cells.

    Features are X, or the stored principal components when X has more columns than the limit.
    Cells are called by their names in the file. The label is the annotation that is called so, else
    the first whose values repeat; the time is the one called time or pseudotime.

    Raises UploadError when h5py is not installed, for damaged files, and for links that lead out
    of the file; LimitError for matrices above the limits, before they are read.
    """
    name = shown_name(filename)
    try:
        import h5py
    except ImportError:
        raise UploadError(
            f"{name} is an HDF5 file (.h5ad), and reading it needs the package h5py: install it "
            "(pip install h5py), or save the table as CSV or Parquet."
        ) from None
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            return _tabulate(file, name)
    except _DAMAGED as error:
        raise UploadError(
            f"{name} is an HDF5 file, but no readable .h5ad file ({type(error).__name__}); write "
            "it again with anndata, or save the table as CSV or Parquet."
        ) from None


def _tabulate(file: Any, name: str) -> Table:
    if "X" not in file or "obs" not in file:
        raise UploadError(
            f"{name} holds {', '.join(map(repr, list(file)[:8])) or 'nothing'}; an .h5ad file has "
            "X (the matrix) and obs (the cells)."
        )
    notices: tuple[str, ...] = (
        "Read as annotated cells; annotations can be chosen as label or time.",
    )
    stored = member_of(file, "X", name)
    shape = shape_of(stored)
    obsm = member_of(file, "obsm", name) if "obsm" in file else {}
    if shape[1] > LIMITS["columns"].maximum and REDUCED in obsm:
        stored = member_of(obsm, REDUCED, name)
        shape = shape_of(stored)
        features = [f"PC{i}" for i in range(1, shape[1] + 1)]
        notices += ("X is too wide, so the principal components stored with it are the features.",)
    else:
        numbered = [f"feature {i}" for i in range(1, shape[1] + 1)]
        features = _names_in(file, "var", shape[1], name) or numbered
    check_limit("columns", shape[1], what=f"The matrix {name}")
    check_limit("table_cells", shape[0] * shape[1], what=f"The matrix {name}")
    values = dense_matrix(stored, shape, name)
    obs = _annotations(member_of(file, "obs", name), shape[0], name)
    frame = pd.DataFrame(values, columns=features)
    for column, cells in obs.items():
        frame[column if column not in frame else f"{column} (annotation)"] = cells
    annotations = list(frame.columns[len(features) :])
    roles = _roles(frame, annotations)
    cells = _names_in(file, "obs", shape[0], name)
    if cells is not None and CELL not in frame:
        frame[CELL] = cells
        roles["id"] = CELL
    meaning = ColumnMapping("points", roles, tuple(features))
    return Table(frame, name, encoding=".h5ad", separator="", notices=notices, meaning=meaning)


def _names_in(file: Any, key: str, n: int, name: str) -> list[str] | None:
    """The names of the cells or features; None when they are missing or repeat."""
    if key in file:
        group = member_of(file, key, name)
        index = group.attrs.get("_index", "_index") if hasattr(group, "attrs") else "_index"
        if hasattr(group, "keys") and index in group:
            names = texts_of(member_of(group, str(index), name)[...])
            if len(names) == n and len(set(names)) == n:
                return list(names)
    return None


def _annotations(group: Any, n: int, name: str) -> dict[str, Any]:
    """The columns of obs that hold one plain value per cell."""
    found: dict[str, Any] = {}
    index = str(group.attrs.get("_index", "_index"))
    for column in list(group)[:200]:
        if column in (index, "__categories"):
            continue
        member = member_of(group, column, name)
        if hasattr(member, "shape"):
            cells = member[...]
            cells = cells if cells.dtype.kind in "biuf" else texts_of(cells)
        elif {"codes", "categories"} <= set(member):
            codes = member_of(member, "codes", name)[...].astype(np.intp)
            texts = np.append(texts_of(member_of(member, "categories", name)[...]), "")
            cells = texts[np.where((codes >= 0) & (codes < len(texts) - 1), codes, -1)]
        else:
            continue
        if np.shape(cells) == (n,):
            found[column] = cells
    return found


def _roles(frame: pd.DataFrame, annotations: list[str]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for column in annotations:
        cells = frame[column]
        numeric = cells.dtype.kind in "biuf"
        role = "time" if column.lower().endswith("pseudotime") else role_of(column)
        if role == "time" and numeric and cells.notna().all():
            roles.setdefault("time", column)
        elif role == "label":
            roles.setdefault("label", column)
    if "label" not in roles:
        for column in annotations:
            distinct = frame[column].nunique()
            if frame[column].dtype.kind not in "biuf" and 1 < distinct <= len(frame) // 2:
                roles["label"] = column
                break
    return roles


ROWS = (
    Format(
        name=".h5ad",
        title=".h5ad",
        suffixes=(".h5ad",),
        recognises=lambda data, content: content == "HDF5 file",
        holds={"points": "annotated cells; needs the package h5py"},
        inspect=inspect_h5ad,
        apart_from=0,
        no_template="It is not text: anndata writes it.",
    ),
)
