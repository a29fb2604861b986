"""Feather and other Arrow IPC files: tables as pandas, polars and R write them for each other."""

from collections.abc import Iterator

import pyarrow as pa

from core.datasets.file_content import shown_name
from core.datasets.readers.arrow_table import DAMAGED, check_schema, table_of_arrow
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit

_STREAM = b"\xff\xff\xff\xff"  # how each message of Arrow's stream begins
_FIRST_VERSION = b"FEA1"


def inspect_feather(data: bytes, filename: str) -> Table:
    """An Arrow IPC file or stream as a Table; its schema is checked before any cell is read.

    Raises UploadError for damaged files, for Feather's first version, and for columns that are not
    numbers, text or times; LimitError while batches add up to more than the limits.
    """
    name = shown_name(filename)
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    if data.startswith(_FIRST_VERSION):
        raise UploadError(
            f"{name} is a Feather file of version 1, which is no longer read; write it again as "
            "version 2 or as Parquet."
        )
    batches, n_rows, n_bytes = [], 0, 0
    try:
        is_stream = data.startswith(_STREAM)
        with (pa.ipc.open_stream if is_stream else pa.ipc.open_file)(pa.py_buffer(data)) as reader:
            schema = reader.schema
            check_schema(schema, name)
            for batch in reader if is_stream else _batches(reader):
                batches.append(batch)
                n_rows += batch.num_rows
                n_bytes += batch.nbytes
                check_limit("table_cells", n_rows * len(schema), what=f"The table {name}")
                check_limit("binary_bytes", n_bytes, what=f"The table {name}, unpacked,")
        table = pa.Table.from_batches(batches, schema=schema)
    except DAMAGED as error:
        raise UploadError(
            f"{name} is a damaged Feather or Arrow file ({type(error).__name__}); write it again."
        ) from None
    return table_of_arrow(table, name, "Feather")


def _batches(reader: pa.RecordBatchFileReader) -> Iterator[pa.RecordBatch]:
    return (reader.get_batch(i) for i in range(reader.num_record_batches))


def _is_arrow(data: bytes, content: str) -> bool:
    return content in ("Arrow table", "Feather table") or (
        content == "binary data" and data.startswith(_STREAM)
    )


ROWS = (
    Format(
        name="Feather",
        title="Feather",
        suffixes=(".feather", ".arrow", ".ipc"),
        recognises=_is_arrow,
        holds={
            "fingerprints": "columns as in CSV",
            "points": "columns as in CSV",
            "graph": "columns as in CSV",
        },
        inspect=inspect_feather,
        apart_from=0,
        no_template="It is not text: programs write it, with the columns of the CSV templates.",
    ),
)
