"""Parquet tables."""

import io

import pyarrow.parquet as pq

from core.datasets.file_content import shown_name
from core.datasets.readers.arrow_table import DAMAGED, check_schema, table_of_arrow
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
        check_schema(file.schema_arrow, name)
        table = file.read(use_threads=False)
    except DAMAGED as error:
        raise UploadError(
            f"{name} is a damaged Parquet file ({type(error).__name__}); write it again."
        ) from None
    return table_of_arrow(table, name, "Parquet")


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
