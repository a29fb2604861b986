"""Tables of points: columns of numbers, perhaps a label, a time and true coordinates."""

import numpy as np

from core.datasets.point_cloud import PointCloud
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.numbers import parse_columns
from core.datasets.readers.result import Upload
from core.datasets.readers.rss_values import columns_not_used, rows_left_out
from core.datasets.readers.table import Table
from core.datasets.readers.units import parse_times
from core.errors import UploadError


def build_points(table: Table, mapping: ColumnMapping) -> Upload:
    """A PointCloud of the rows without an empty value."""
    if not mapping.values:
        raise UploadError(f"No column of {table.name} was chosen as a feature; choose one or more.")
    values, keep, notices = parse_columns(table, mapping.values, bad_cells=mapping.bad_cells)
    unfilled = np.flatnonzero(np.isnan(values[keep]).all(axis=0))
    empty_columns = [mapping.values[position] for position in unfilled] if keep.any() else []
    if empty_columns:
        raise UploadError(
            f"{table.name} has empty columns: {', '.join(map(repr, empty_columns[:5]))}; "
            "leave them out."
        )
    empty = np.isnan(values).any(axis=1) & keep
    keep &= ~empty
    notices = table.notices + notices + rows_left_out(int(empty.sum()), "a value is empty")
    time_s = None
    if "time" in mapping.roles:
        time_s, unreadable, more = parse_times(table, mapping.roles["time"])
        if unreadable.all():
            time_s, more = None, ("The time column was left out: it holds no readable time.",)
        else:
            more += rows_left_out(int((unreadable & keep).sum()), "the time is not readable")
            keep &= ~unreadable
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
    label = mapping.roles.get("label")
    used = (*mapping.values, *mapping.roles.values(), *mapping.truth)
    notices += columns_not_used([column for column in table.columns if column not in used])
    kept = values[keep]
    cloud = PointCloud(
        values=kept,
        feature_names=np.array(mapping.values, dtype=str),
        labels=None if label is None else table.frame[label].to_numpy()[keep],
        time=None if time_s is None else time_s[keep],
        truth=None if truth is None else truth[keep],
    )
    return Upload(cloud, notices + spread_notices(cloud))


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
