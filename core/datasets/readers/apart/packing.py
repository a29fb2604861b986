"""Tables and data sets as a header and arrays, and back: what crosses between two processes.

No pickle: what comes back from a process that read a stranger's file is data, and the classes check
it again.
"""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table
from core.datasets.workspace.codec import decode, encode
from core.errors import ParameterError

Arrays = dict[str, NDArray]
CLASSES: dict[str, type] = {each.__name__: each for each in (FingerprintSet, PointCloud, GraphData)}
_SENT = {"float64", "float32", "float16", "int64", "int32", "bool"}


def pack(result: Table | Upload) -> tuple[dict[str, Any], Arrays]:
    """A header for JSON, and arrays of numbers."""
    return _pack_table(result) if isinstance(result, Table) else _pack_upload(result)


def unpack(header: dict[str, Any], arrays: Arrays) -> Table | Upload:
    """What :func:`pack` was given; ValueError, KeyError or TypeError when it is nonsense."""
    return (_unpack_table if header["is"] == "Table" else _unpack_upload)(header, arrays)


def _pack_table(table: Table) -> tuple[dict[str, Any], Arrays]:
    meaning = "" if table.meaning is None else json.dumps(asdict(table.meaning))
    arrays = _texts("names", table.columns) | _texts("notices", list(table.notices))
    arrays |= _texts("said", [table.name, table.encoding, table.separator, meaning])
    arrays["index"] = table.frame.index.to_numpy().astype(np.int64)
    for number, column in enumerate(table.frame.columns):
        arrays |= _column(f"c{number}", table.frame[column])
    return {"is": "Table", "decimal": table.decimal, "has_header": table.has_header}, arrays


def _unpack_table(header: dict[str, Any], arrays: Arrays) -> Table:
    columns = {
        name: arrays[f"c{number}"] if f"c{number}" in arrays else _as_texts(f"c{number}", arrays)
        for number, name in enumerate(_as_texts("names", arrays))
    }
    name, encoding, separator, meaning = _as_texts("said", arrays)
    return Table(
        pd.DataFrame(columns, index=_index(arrays["index"])),
        name,
        encoding,
        separator,
        str(header["decimal"]),
        bool(header["has_header"]),
        tuple(_as_texts("notices", arrays)),
        meaning=_mapping(json.loads(meaning)) if meaning else None,
    )


def _mapping(said: dict[str, Any]) -> ColumnMapping:
    """JSON knows lists only, where a mapping has tuples."""
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return ColumnMapping(**said | lists)


def _index(rows: NDArray) -> pd.Index:
    """The rows' numbers, as a range where they are one."""
    if len(rows) and (np.diff(rows) == 1).all():
        return pd.RangeIndex(int(rows[0]), int(rows[-1]) + 1)
    return pd.Index(rows)


def _column(key: str, cells: pd.Series) -> Arrays:
    """Numbers as they are, anything else as text."""
    if isinstance(cells.dtype, np.dtype):
        if cells.dtype.name in _SENT:
            return {key: cells.to_numpy()}
        if cells.dtype.kind in "iu" and cells.dtype.itemsize < 8:
            return {key: cells.to_numpy(dtype=np.int64)}
    return _texts(key, ["" if cell is None or cell != cell else str(cell) for cell in cells])


def _pack_upload(upload: Upload) -> tuple[dict[str, Any], Arrays]:
    arrays = _texts("notices", list(upload.notices))
    arrays |= _texts("attributes", list(upload.node_attributes))
    for number, values in enumerate(upload.node_attributes.values()):
        arrays |= _texts(f"a{number}", values.tolist())
    forms: dict[str, Any] = {}
    for name, value in vars(upload.dataset).items():
        if value is None:
            continue
        if sparse.issparse(value):
            forms[name] = "sparse"
            for part in ("data", "indices", "indptr"):
                numbers = getattr(value, part)
                arrays[f"{name}.{part}"] = numbers if part == "data" else numbers.astype(np.int64)
        elif isinstance(value, np.ndarray) and value.dtype.name in _SENT:
            forms[name] = "numbers"
            arrays[name] = value
        elif isinstance(value, np.ndarray) and value.dtype.kind in "UO":
            forms[name] = "texts"
            arrays |= _texts(name, value.tolist())
        else:
            tree, parts = encode(value)
            if any(part.dtype.name not in _SENT for part in parts.values()):
                raise ParameterError(f"{name} holds arrays that are no numbers; they are not sent.")
            forms[name] = {"tree": tree}
            arrays |= {f"{name}.{part}": numbers for part, numbers in parts.items()}
    if upload.position_px is not None:
        arrays["position_px"] = upload.position_px
    return {"is": type(upload.dataset).__name__, "forms": forms}, arrays


def _unpack_upload(header: dict[str, Any], arrays: Arrays) -> Upload:
    fields: dict[str, Any] = {}
    for name, form in header["forms"].items():
        if form == "sparse":
            parts = tuple(arrays[f"{name}.{part}"] for part in ("data", "indices", "indptr"))
            n = len(parts[2]) - 1
            matrix = sparse.csr_array(parts, shape=(n, n))
            matrix.check_format(full_check=True)
            fields[name] = matrix
        elif isinstance(form, dict):
            inside = f"{name}."
            parts_of = {key.removeprefix(inside): each for key, each in arrays.items()
                        if key.startswith(inside)}  # fmt: skip
            fields[name] = decode(form["tree"], parts_of)
        else:
            fields[name] = (
                arrays[name] if form == "numbers" else np.array(_as_texts(name, arrays), dtype=str)
            )
    known = {
        name: np.array(_as_texts(f"a{number}", arrays), dtype=str)
        for number, name in enumerate(_as_texts("attributes", arrays))
    }
    dataset = CLASSES[header["is"]](**fields)
    return Upload(dataset, tuple(_as_texts("notices", arrays)), known, arrays.get("position_px"))


def _texts(key: str, texts: list[str]) -> Arrays:
    """Texts as their bytes one behind the other, and where each ends."""
    written = [str(text).encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum([len(part) for part in written], dtype=np.int64)
    return {f"{key}.text": np.frombuffer(b"".join(written), np.uint8), f"{key}.ends": ends}


def _as_texts(key: str, arrays: Arrays) -> list[str]:
    whole = arrays[f"{key}.text"].tobytes()
    ends = arrays[f"{key}.ends"].tolist()
    starts = [0, *ends[:-1]]
    return [whole[a:b].decode("utf-8", "surrogatepass") for a, b in zip(starts, ends, strict=False)]
