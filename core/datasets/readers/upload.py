"""The one door for uploaded files: any bytes become a data set or a clear refusal."""

from core.datasets.file_content import looks_like, shown_name

# Importing a format's file registers it.
from core.datasets.readers import (
    arrays,
    gml,
    h5ad,
    matrix_market,
    node_link_json,
    pajek,
    parquet,
    parts,
    xml_graphs,
)
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.mapping import KINDS, ColumnMapping, guess_mapping
from core.datasets.readers.registry import FORMATS, Format, register
from core.datasets.readers.result import DataSet, Upload
from core.datasets.readers.table import Table, inspect_table
from core.errors import LimitError, ParameterError, UploadError

_REGISTERED = (
    *(arrays.NPY, arrays.NPZ, parts.ZIP, parquet.PARQUET, h5ad.H5AD),
    *(gml.GML, xml_graphs.XML_GRAPHS, pajek.PAJEK, matrix_market.MATRIX_MARKET),
    node_link_json.NODE_LINK,
)
__all__ = [
    "Upload",
    "build_upload",
    "inspect_cells",
    "inspect_upload",
    "open_upload",
    "read_upload",
]


def _read_text(data: bytes, filename: str, kind: str | None) -> Upload:
    table = inspect_table(data, filename)
    return build_upload(table, guess_mapping(table, kind))


# Text comes last: it accepts whatever no other format claims, and says what the content is.
TEXT = register(Format("CSV or TSV", lambda data, content: True, _read_text))


def read_upload(data: bytes, filename: str, kind: str | None = None) -> DataSet:
    r"""The data set of an uploaded file.

    Parameters
    ----------
    data : the file's content, which alone decides how it is read
    filename : shown in messages, never used as a path
    kind : "fingerprints", "points", "graph", or None to decide by the content

    Returns
    -------
    FingerprintSet, PointCloud or GraphData.

    Raises UploadError, whose message names the problem and the way out, and no other exception.

    >>> read_upload(b"x,y,a,b\n0,0,-60,-70\n0,5,-72,\n", "survey.csv").rss_dbm.tolist()
    [[-60.0, -70.0], [-72.0, nan]]
    """
    return open_upload(data, filename, kind).dataset


def open_upload(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Like :func:`read_upload`, with the notices on what was detected, converted and left out."""
    try:
        return _format_of(data, filename, kind).read(data, filename, kind)
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error


def inspect_upload(
    data: bytes, filename: str, kind: str | None = None
) -> tuple[Table, ColumnMapping] | None:
    """A table's cells and the guessed meaning of its columns, for the user to confirm.

    The next step is :func:`build_upload` with the confirmed mapping. None for formats without
    columns (NPY, NPZ, ZIP). Raises UploadError.
    """
    try:
        if _format_of(data, filename, kind) is h5ad.H5AD:  # its annotations say what a column is
            return h5ad.inspect_h5ad(data, filename)
        table = inspect_cells(data, filename, kind)
        return None if table is None else (table, guess_mapping(table, kind))
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error


def inspect_cells(data: bytes, filename: str, kind: str | None = None) -> Table | None:
    """A table's cells alone; None for formats without columns. Raises UploadError."""
    try:
        format_ = _format_of(data, filename, kind)
        if format_ is TEXT:
            return inspect_table(data, filename)
        if format_ is parquet.PARQUET:
            return parquet.inspect_parquet(data, filename)
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error
    return None


def _format_of(data: bytes, filename: str, kind: str | None) -> Format:
    if kind is not None and kind not in KINDS:
        raise UploadError(f"There is no kind of data {kind!r}; choose one of: {', '.join(KINDS)}.")
    if not data:
        raise UploadError(
            f"The file {shown_name(filename)} is empty; choose a file that holds data."
        )
    content = looks_like(data)
    in_order = [f for f in FORMATS.values() if f is not TEXT]
    return next((f for f in in_order if f.recognises(data, content)), TEXT)
