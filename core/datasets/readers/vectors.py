"""Vectors and their metadata in two tables, as TensorFlow's Embedding Projector writes them."""

from dataclasses import replace

from core.datasets.file_content import shown_name
from core.datasets.readers.archive import archive_kind, data_members, metadata_member, open_archive
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table, inspect_table
from core.errors import UploadError
from core.limits import check_limit


def inspect_vectors(vectors_file: tuple[str, bytes], metadata_file: tuple[str, bytes]) -> Table:
    r"""One table of two files, (name, bytes) each: the vectors' columns, then the metadata's.

    Vectors have no header; metadata have one when they have a row more than there are vectors.

    >>> table = inspect_vectors(("v.tsv", b"0.5\t1\n2\t3\n"), ("m.tsv", b"cat\ndog\n"))
    >>> table.columns, table.frame["metadata"].tolist()
    (['column 1', 'column 2', 'metadata'], ['cat', 'dog'])

    Raises UploadError when their rows are not as many, LimitError above the limits.
    """
    vectors = inspect_table(vectors_file[1], vectors_file[0])
    metadata = _metadata(metadata_file[1], metadata_file[0], len(vectors.frame))
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
    names = data_members(archive.names())
    said = metadata_member(names)
    (vectors,) = (name for name in names if name != said)
    return inspect_vectors((vectors, archive.read(vectors)), (said, archive.read(said)))


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
