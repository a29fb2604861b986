"""The builders of table layouts, by the layout's name."""

from collections.abc import Callable

from core.datasets.readers.adjacency_table import build_matrix
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.edge_list import build_edges
from core.datasets.readers.fingerprints_long import build_long
from core.datasets.readers.fingerprints_wide import build_wide
from core.datasets.readers.points_table import build_points
from core.datasets.readers.result import Upload
from core.datasets.readers.table import Table
from core.errors import LimitError, ParameterError, UploadError

LAYOUTS: dict[str, Callable[[Table, ColumnMapping], Upload]] = {
    "long": build_long,
    "wide": build_wide,
    "points": build_points,
    "edges": build_edges,
    "matrix": build_matrix,
}


def build_upload(table: Table, mapping: ColumnMapping) -> Upload:
    """The data set that a table holds when its columns mean what ``mapping`` says.

    Raises UploadError, among others BadCellsError with the cells that are not numbers.
    """
    if mapping.layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise UploadError(f"There is no layout {mapping.layout!r}; choose one of: {known}.")
    named = (*mapping.roles.values(), *mapping.values, *mapping.truth)
    unknown = [column for column in named if column not in table.columns]
    if unknown:
        raise UploadError(f"{table.name} has no column {unknown[0][:40]!r}; choose another.")
    try:
        return LAYOUTS[mapping.layout](table, mapping)
    except (LimitError, ParameterError) as error:
        raise UploadError(str(error)) from error
