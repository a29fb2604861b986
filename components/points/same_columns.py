"""A second table with the columns of the first: points to ask about or to place."""

import numpy as np

from components.text import one_line
from core.datasets import PointCloud
from core.datasets.readers import ColumnMapping, build_upload, inspect_upload, open_upload
from core.errors import UploadError

MOST_ROWS = 20_000


def rows_with_columns(content: bytes, name: str, wanted: list[str]) -> PointCloud:
    """The rows of a file by the ``wanted`` columns, in their order, with what the rows are called.

    Columns are found by their names, whatever they would be taken for in a file by itself, or by
    position where their number is right. Raises UploadError when the file is no table, lacks a
    column, or holds more than 20,000 rows.
    """
    inspected = inspect_upload(content, name, "points")
    if inspected is not None and set(wanted) <= set(inspected[0].columns):
        table, guess = inspected
        roles = {role: column for role, column in guess.roles.items() if role == "id"}
        roles = {role: column for role, column in roles.items() if column not in wanted}
        found = build_upload(table, ColumnMapping("points", roles, tuple(wanted))).dataset
    else:
        found = open_upload(content, name, "points").dataset
    if not isinstance(found, PointCloud):
        raise UploadError("The file is readable, but it holds no table of points.")
    if len(found.values) > MOST_ROWS:
        raise UploadError(
            f"The file holds {len(found.values):,} rows; at most {MOST_ROWS:,} can be answered "
            "at a time. Split it."
        )
    position_of = {str(each): position for position, each in enumerate(found.feature_names)}
    missing = [each for each in wanted if each not in position_of]
    if not missing:
        return found.with_features(
            found.values[:, [position_of[each] for each in wanted]], np.array(wanted)
        )
    if found.values.shape[1] == len(wanted):
        return found
    shown = ", ".join(one_line(each, longest=30) for each in missing[:5])
    raise UploadError(
        f"The file has {found.values.shape[1]} columns of numbers and lacks {shown}; the data have "
        f"{len(wanted)}. Give the same columns."
    )
