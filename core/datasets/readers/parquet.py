"""Parquet tables."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from core.datasets.file_content import shown_name
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit


def inspect_parquet(data: bytes, filename: str) -> Table:
    """A Parquet file as a Table; sizes stated in its footer are checked before it is read.

    Raises UploadError for damaged files and for columns that are not numbers, text or times.
    """
    name = shown_name(filename)
    check_limit("binary_bytes", len(data), what=f"The file {name}")
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        metadata = file.metadata
        check_limit("columns", metadata.num_columns, what=f"The table {name}")
        cells = metadata.num_rows * metadata.num_columns
        check_limit("table_cells", cells, what=f"The table {name}")
        groups = range(metadata.num_row_groups)
        unpacked = sum(metadata.row_group(i).total_byte_size for i in groups)
        check_limit("binary_bytes", unpacked, what=f"The table {name}, unpacked,")
        table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError, OverflowError, TypeError, KeyError) as error:
        raise UploadError(
            f"{name} is a damaged Parquet file ({type(error).__name__}); write it again."
        ) from None
    for field in table.schema:
        plain = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean,
                 pa.types.is_string, pa.types.is_large_string, pa.types.is_timestamp,
                 pa.types.is_date, pa.types.is_decimal, pa.types.is_dictionary)  # fmt: skip
        if not any(test(field.type) for test in plain):
            raise UploadError(
                f"{name} has a column {field.name[:40]!r} of type {str(field.type)[:40]}; keep "
                "columns of numbers and text."
            )
    if table.num_rows == 0:
        raise UploadError(f"{name} holds no rows; write at least one.")
    if len(set(table.column_names)) != table.num_columns:
        raise UploadError(f"{name} has several columns of the same name; give each its own.")
    try:
        frame = table.to_pandas(use_threads=False, ignore_metadata=True)
        # Text is decoded only when it is listed, so a damaged letter shows itself here.
        for column in frame.columns:
            if frame[column].dtype.kind not in "biuf":
                frame[column] = [
                    "" if cell is None or cell != cell else str(cell)
                    for cell in frame[column].tolist()
                ]
    except (pa.ArrowException, ValueError, OverflowError, TypeError) as error:
        raise UploadError(
            f"{name} cannot be converted ({type(error).__name__}); keep numbers and text."
        ) from None
    return Table(frame, name, encoding="Parquet", separator="")


ROWS = (
    Format(
        name="Parquet",
        title="Parquet",
        suffixes=(".parquet",),
        recognises=lambda data, content: content == "Parquet table",
        holds={
            "fingerprints": "columns as in CSV",
            "points": "columns as in CSV",
            "graph": "columns as in CSV",
        },
        inspect=inspect_parquet,
        apart_from=0,
        no_template="It is not text: programs write it, with the columns of the CSV templates.",
    ),
)
