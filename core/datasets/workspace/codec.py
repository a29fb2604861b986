"""A record as a tree of plain JSON with its arrays beside it, and back.

The tree follows the fields of dataclasses, so that a new field needs nothing here. A field that
stands at its default is not written: a file from before the field was there reads back, and the
same content has the same tree in both versions. A field that is not known any more is passed over.
"""

import base64
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse
from shapely.geometry.base import BaseGeometry

from core.datasets.workspace.records import RECORDS
from core.errors import ParameterError, WorkspaceError

Arrays = dict[str, NDArray]
_SPARSE: dict[str, Any] = {
    each.__name__: each
    for each in (sparse.csr_array, sparse.csc_array, sparse.csr_matrix, sparse.csc_matrix)
}


def encode(value: Any) -> tuple[Any, Arrays]:
    """The tree of a value and the arrays that it names.

    Takes None, numbers, text, bytes, arrays without objects, sparse matrices, shapely geometries,
    lists, tuples, mappings with names of text, and the records of ``records.py``. Raises
    ParameterError for anything else.

    >>> encode({"level_dbm": -60.0, "room": None})
    ({'mapping': [['level_dbm', -60.0], ['room', None]]}, {})
    """
    arrays: Arrays = {}
    return _tree(value, arrays), arrays


def decode(tree: Any, arrays: Mapping[str, NDArray]) -> Any:
    """The value of a tree; raises WorkspaceError where it cannot be understood.

    >>> decode(*encode((1, "a", 2.5)))
    (1, 'a', 2.5)
    """
    if not isinstance(tree, dict):
        return tree
    kind, content = next(iter(tree.items()), ("nothing", None))
    if kind not in _READ:
        raise WorkspaceError(
            f"A kept set holds {kind!r}, which this version of Kernelscope does not know; "
            "a newer one wrote it. Update Kernelscope to open it."
        )
    return _READ[kind](content, arrays)


def digest_of(tree: Any, arrays: Mapping[str, NDArray]) -> str:
    """32 hexadecimal digits that name the content.

    >>> len(digest_of(*encode([1, 2]))), digest_of(*encode([1, 2])) == digest_of(*encode([12]))
    (32, False)
    """
    hasher = hashlib.sha256(json.dumps(tree, sort_keys=True).encode())
    for name in sorted(arrays):
        array = arrays[name]
        hasher.update(f"{name}{array.dtype.str}{array.shape}".encode())
        hasher.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return hasher.hexdigest()[:32]


def _tree(value: Any, arrays: Arrays) -> Any:
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, np.generic)):
        return value
    if isinstance(value, float) and not isinstance(value, np.generic):
        return value if math.isfinite(value) else {"float": str(value)}
    if isinstance(value, np.ndarray | np.generic):
        return {
            "array" if isinstance(value, np.ndarray) else "scalar": _put(np.asarray(value), arrays)
        }
    if sparse.issparse(value):
        return _sparse_tree(value, arrays)
    if isinstance(value, BaseGeometry):
        return {"geometry": shapely.to_wkb(value, hex=True, include_srid=True)}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return {kind: [_tree(each, arrays) for each in value]}
    if isinstance(value, Mapping):
        return {"mapping": [[_name(key), _tree(value[key], arrays)] for key in value]}
    if RECORDS.get(type(value).__name__) is type(value):
        return _record_tree(value, arrays)
    raise ParameterError(
        f"A value of type {type(value).__name__} cannot be kept; "
        "data sets hold numbers, text, arrays and shapes."
    )


def _put(array: NDArray, arrays: Arrays) -> str:
    if array.dtype.hasobject:
        raise ParameterError("An array of Python objects cannot be kept; make it text or numbers.")
    name = f"array_{len(arrays)}"
    arrays[name] = array
    return name


def _sparse_tree(matrix: Any, arrays: Arrays) -> Any:
    if type(matrix).__name__ not in _SPARSE:
        matrix = sparse.csr_array(matrix)
    parts = [_put(getattr(matrix, part), arrays) for part in ("data", "indices", "indptr")]
    return {"sparse": [type(matrix).__name__, list(matrix.shape), *parts]}


def _record_tree(record: Any, arrays: Arrays) -> Any:
    # Sorted, so that the order in which fields stand in the source is no part of the content.
    named = sorted((row for row in fields(record) if row.init), key=lambda row: row.name)
    values = {row.name: getattr(record, row.name) for row in named if not _is_default(row, record)}
    return {
        "record": [
            type(record).__name__,
            {name: _tree(value, arrays) for name, value in values.items()},
        ]
    }


def _is_default(row: Field, record: Any) -> bool:
    """Whether an optional field is left empty: None, or a collection without content."""
    value = getattr(record, row.name)
    if value is None:
        return row.default is None
    optional = row.default is not MISSING or row.default_factory is not MISSING
    return optional and isinstance(value, tuple | Mapping) and len(value) == 0


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise ParameterError(f"The name {key!r} in a mapping is not text, so it cannot be kept.")
    return str(key)


def _read_sparse(content: Any, arrays: Mapping[str, NDArray]) -> Any:
    kind, shape, *parts = content
    matrix = _SPARSE[kind](tuple(arrays[part] for part in parts), shape=tuple(shape))
    return matrix


def _read_record(content: Any, arrays: Mapping[str, NDArray]) -> Any:
    name, values = content
    if name not in RECORDS:
        raise WorkspaceError(
            f"A kept set holds a record {name!r}, which this version of Kernelscope does not know; "
            "a newer one wrote it. Update Kernelscope to open it."
        )
    known = {row.name for row in fields(RECORDS[name]) if row.init}
    return RECORDS[name](
        **{key: decode(tree, arrays) for key, tree in values.items() if key in known}
    )


_READ: dict[str, Callable[[Any, Mapping[str, NDArray]], Any]] = {
    "float": lambda text, _: float(text),
    "array": lambda name, arrays: arrays[name],
    "scalar": lambda name, arrays: arrays[name][()],
    "sparse": _read_sparse,
    "geometry": lambda text, _: shapely.from_wkb(text),
    "bytes": lambda text, _: base64.b64decode(text),
    "list": lambda each, arrays: [decode(tree, arrays) for tree in each],
    "tuple": lambda each, arrays: tuple(decode(tree, arrays) for tree in each),
    "mapping": lambda items, arrays: {name: decode(tree, arrays) for name, tree in items},
    "record": _read_record,
}
