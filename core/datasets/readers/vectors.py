"""Vectors and their metadata in two tables, as TensorFlow's Embedding Projector writes them."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.archive import archive_kind, data_members, metadata_file, open_archive
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table, inspect_table
from core.errors import UploadError
from core.limits import check_limit


def inspect_vectors(files: Mapping[str, bytes]) -> Table:
    r"""One table of two files, name → bytes: the vectors' columns, then those of the metadata.

    Which holds the metadata is told by its name ("meta"), else by its having text. Vectors have no
    header; metadata have one when they have several columns, and none when they have one.

    >>> table = inspect_vectors({"vectors.tsv": b"0.5\t1\n2\t3\n", "metadata.tsv": b"cat\ndog\n"})
    >>> table.columns, table.frame["metadata"].tolist()
    (['column 1', 'column 2', 'metadata'], ['cat', 'dog'])

    Raises UploadError when there are not two files, or their rows are not as many.
    """
    if len(files) != 2:
        raise UploadError(
            f"{len(files):,} files were given; vectors and metadata are two, row by row."
        )
    tables = {name: inspect_table(data, name) for name, data in files.items()}
    said = metadata_file(list(files)) or _with_text(tables)
    (vectors,) = (table for name, table in tables.items() if name != said)
    metadata = _metadata(files[said], said, len(vectors.frame))
    if len(metadata.frame) != len(vectors.frame):
        raise UploadError(
            f"{vectors.name} has {len(vectors.frame):,} rows and {metadata.name} has "
            f"{len(metadata.frame):,}; each vector needs one row of metadata, in the same order."
        )
    frame = vectors.frame.copy()
    for column in metadata.columns:
        title = column if column not in frame else f"{column} (metadata)"
        frame[title] = metadata.frame[column].to_numpy()
    check_limit("columns", frame.shape[1], what=f"The table {vectors.name}")
    notices = (*vectors.notices, f"Metadata come from {metadata.name}, row by row.")
    return replace(vectors, frame=frame, notices=notices, has_header=True, read_again=None)


def _with_text(tables: Mapping[str, Table]) -> str:
    """The file with fewer columns of numbers: that one describes the vectors of the other."""

    def numbers(table: Table) -> int:
        cells = pd.DataFrame(table.frame).head(50)
        return sum(pd.to_numeric(cells[each], errors="coerce").notna().any() for each in cells)

    first, second = tables
    return second if numbers(tables[first]) >= numbers(tables[second]) else first


def _metadata(data: bytes, filename: str, n_vectors: int) -> Table:
    """The metadata, whose first row is a header when there is one row more than vectors."""
    table = inspect_table(data, filename, separator="\t")
    n_rows = len(table.frame) + table.has_header
    table = inspect_table(data, filename, separator="\t", has_header=n_rows > n_vectors)
    if len(table.columns) == 1 and not table.has_header:
        return replace(table, frame=table.frame.set_axis(["metadata"], axis=1))
    return table


def inspect_archive(data: bytes, filename: str) -> Table:
    """The same out of a ZIP archive."""
    archive = open_archive(data, shown_name(filename))
    return inspect_vectors({name: archive.read(name) for name in data_members(archive.names())})


ROWS = (
    Format(
        name="Vectors and metadata",
        title="vectors with metadata (.zip)",
        suffixes=(".zip",),
        recognises=lambda data, content: archive_kind(data) == "vectors",
        holds={"points": "a table of vectors and one called metadata, as TSV"},
        inspect=inspect_archive,
        no_template="The Embedding Projector's own files are its two parts.",
    ),
)
