"""The one door for uploaded files: any bytes become a data set or a clear refusal."""

from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.formats import recognise
from core.datasets.readers.layouts import build_upload
from core.datasets.readers.mapping import guess_mapping
from core.datasets.readers.result import DataSet, Upload
from core.datasets.readers.table import Table
from core.errors import LimitError, ParameterError, UploadError

__all__ = [
    "Upload",
    "build_upload",
    "inspect_cells",
    "inspect_upload",
    "open_upload",
    "read_upload",
]


def read_upload(data: bytes, filename: str, kind: str | None = None) -> DataSet:
    r"""The data set of an uploaded file.

    Parameters
    ----------
    data : bytes
        The file's content, which alone decides how it is read.
    filename : str
        Shown in messages, never used as a path.
    kind : str or None, optional
        "fingerprints", "points", "graph", or None to decide by the content.

    Returns
    -------
    FingerprintSet, PointCloud or GraphData
        As the content, or ``kind``, says.

    Raises
    ------
    UploadError
        And no other exception; its message names the problem and the way out.

    Examples
    --------
    >>> read_upload(b"x,y,a,b\n0,0,-60,-70\n0,5,-72,\n", "survey.csv").rss_dbm.tolist()
    [[-60.0, -70.0], [-72.0, nan]]
    """
    return open_upload(data, filename, kind).dataset


def open_upload(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """Like :func:`read_upload`, with the notices on what was detected, converted and left out."""
    try:
        return recognise(data, filename, kind).open(data, filename, kind)
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
        table = recognise(data, filename, kind).tabulate(data, filename)
        return None if table is None else (table, guess_mapping(table, kind))
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error


def inspect_cells(data: bytes, filename: str, kind: str | None = None) -> Table | None:
    """A table's cells alone; None for formats without columns or without this kind of data.

    Raises UploadError.
    """
    try:
        row = recognise(data, filename, kind)
        if kind is not None and kind not in row.holds:
            return None
        return row.tabulate(data, filename)
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error
