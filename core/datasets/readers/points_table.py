"""Tables of points: columns of numbers, perhaps a label, a time and true coordinates."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.missing_values import UNASKED, MissingCells, complete, count_missing
from core.datasets.point_cloud import PointCloud
from core.datasets.readers.column_guesses import EMPTY_WORDS
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.empty_marks import without_marks
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.row_ids import row_ids
from core.datasets.readers.rss_values import columns_not_used, rows_left_out
from core.datasets.readers.table import Table
from core.datasets.readers.units import parse_times
from core.errors import UploadError

NO_LABEL = "(empty)"


def build_points(table: Table, mapping: ColumnMapping) -> Upload:
    """A PointCloud of the table's rows; empty cells are dealt with as the mapping says.

    Rows keep the number that they have in the file, and the id of the id column. Where empty
    cells are filled, rows without a readable time stay too, their time being unknown (NaN).
    """
    if not mapping.values:
        raise UploadError(f"No column of {table.name} was chosen as a feature; choose one or more.")
    values, keep, notices = parse_columns(table, mapping.values, bad_cells=mapping.bad_cells)
    values, marked = without_marks(values, mapping.empty_marks)
    unfilled = np.flatnonzero(np.isnan(values[keep]).all(axis=0))
    empty_columns = [mapping.values[position] for position in unfilled] if keep.any() else []
    if empty_columns:
        raise UploadError(
            f"{table.name} has empty columns: {', '.join(map(repr, empty_columns[:5]))}; "
            "leave them out."
        )
    completed = complete(values[keep], mapping.values, mapping.missing)
    keep[keep] = completed.rows
    complete_rows = keep.copy()
    notices = table.notices + notices + marked + completed.said
    time_s = None
    if "time" in mapping.roles:
        time_s, unreadable, more = parse_times(table, mapping.roles["time"])
        n_without = int((unreadable & keep).sum())
        if unreadable.all():
            time_s, more = None, ("The time column was left out: it holds no readable time.",)
        elif mapping.missing == UNASKED:
            more += rows_left_out(n_without, "the time is not readable")
            keep &= ~unreadable
        elif n_without:
            more += (f"Rows whose time is not known: {n_without:,}.",)
        notices += more
    truth = None
    if mapping.truth:
        truth, readable, more = parse_columns(table, mapping.truth, bad_cells=mapping.bad_cells)
        readable &= ~np.isnan(truth).any(axis=1)
        without = int((~readable & keep).sum())
        notices += more + rows_left_out(without, "a true coordinate is empty")
        keep &= readable
    if not keep.any():
        raise UploadError(f"No row of {table.name} is complete; fill the empty values.")
    labels, more = _labels(table, mapping.roles.get("label"), keep)
    row_number = np.asarray(table.frame.index, dtype=np.int64) + 1
    row_id, said = row_ids(table, mapping.roles.get("id"), row_number)
    used = (*mapping.values, *mapping.roles.values(), *mapping.truth)
    unused = columns_not_used([column for column in table.columns if column not in used])
    cloud = PointCloud(
        values=completed.values[keep[complete_rows]],
        feature_names=np.array(mapping.values, dtype=str)[completed.columns],
        labels=labels,
        time=None if time_s is None else time_s[keep],
        truth=None if truth is None else truth[keep],
        row_id=row_id[keep],
        row_number=row_number[keep],
    )
    return Upload(cloud, notices + more + said + unused + spread_notices(cloud))


def missing_cells(table: Table, mapping: ColumnMapping) -> MissingCells:
    """What is empty in the columns of features, before anything is done about it.

    Rows that are dropped for a cell that is no number are not counted.

    Raises UploadError as :func:`build_points` does at such cells.
    """
    values, keep, _ = parse_columns(table, mapping.values, bad_cells=mapping.bad_cells)
    values, _ = without_marks(values, mapping.empty_marks)
    return count_missing(values[keep], mapping.values)


def _labels(
    table: Table, column: str | None, keep: NDArray[np.bool_]
) -> tuple[NDArray[np.str_] | None, tuple[str, ...]]:
    """The labels of the rows that are kept; an empty one is called so."""
    if column is None:
        return None, ()
    labels = np.array([str(cell).strip() for cell in table.frame[column].to_numpy()[keep]])
    empty = np.isin(np.char.lower(labels), EMPTY_WORDS)
    if not empty.any():
        return labels, ()
    labels = np.where(empty, NO_LABEL, labels)
    return labels, (f"Rows without a label: {int(empty.sum()):,}, called {NO_LABEL!r}.",)


def spread_notices(cloud: PointCloud) -> tuple[str, ...]:
    """What is odd about the points' spread: one row, no spread, constant columns."""
    n = len(cloud.values)
    if n == 1:
        return ("The table holds one row; maps and densities need at least two.",)
    constant = cloud.values.min(axis=0) == cloud.values.max(axis=0)
    if constant.all():
        return (f"All {n:,} points are identical: there is no spread to show.",)
    if constant.any():
        names = ", ".join(repr(str(name)[:40]) for name in cloud.feature_names[constant][:5])
        return (f"Constant columns ({int(constant.sum()):,}): {names}.",)
    return ()
