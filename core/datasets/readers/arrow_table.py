"""Arrow's tables in memory, as Parquet and Feather files give them, as tables of cells."""

import pyarrow as pa

from core.datasets.readers.table import Table
from core.errors import UploadError
from core.limits import check_limit

# What pyarrow raises at files that do not keep to their format.
DAMAGED = (pa.ArrowException, OSError, ValueError, OverflowError, TypeError, KeyError)
_PLAIN = (
    *(pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_string),
    *(pa.types.is_large_string, pa.types.is_timestamp, pa.types.is_date, pa.types.is_decimal),
    pa.types.is_dictionary,
)


def check_schema(schema: pa.Schema, name: str) -> None:
    """Refuse, before any cell is read, columns that are neither numbers, text nor times."""
    check_limit("columns", len(schema), what=f"The table {name}")
    if len(set(schema.names)) != len(schema):
        raise UploadError(f"{name} has several columns of the same name; give each its own.")
    for field in schema:
        if not any(test(field.type) for test in _PLAIN):
            raise UploadError(
                f"{name} has a column {field.name[:40]!r} of type {str(field.type)[:40]}; keep "
                "columns of numbers and text."
            )


def table_of_arrow(table: pa.Table, name: str, encoding: str) -> Table:
    """The cells of an Arrow table; text that is none, and dictionaries that lie, are refused."""
    if table.num_rows == 0:
        raise UploadError(f"{name} holds no rows; write at least one.")
    check_limit("table_cells", table.num_rows * table.num_columns, what=f"The table {name}")
    try:
        table.validate(full=True)
        frame = table.to_pandas(use_threads=False, ignore_metadata=True)
        # Text is decoded only when it is listed, so a damaged letter shows itself here.
        for column in frame.columns:
            if frame[column].dtype.kind not in "biuf":
                frame[column] = [
                    "" if cell is None or cell != cell else str(cell)
                    for cell in frame[column].tolist()
                ]
    except DAMAGED as error:
        raise UploadError(
            f"{name} cannot be converted ({type(error).__name__}); keep numbers and text."
        ) from None
    return Table(frame, name, encoding=encoding, separator="")
