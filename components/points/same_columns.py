"""A second table with the columns of the first: points to ask about or to place."""

import numpy as np
from numpy.typing import NDArray

from components.text import one_line
from core.datasets import PointCloud
from core.datasets.readers import open_upload
from core.errors import UploadError

MOST_ROWS = 20_000


def rows_with_columns(content: bytes, name: str, wanted: list[str]) -> NDArray[np.float64]:
    """(q, d) numbers of a file in the order of the ``wanted`` columns.

    Columns are found by their names, or by position where their number is right. Raises
    UploadError when the file is no table, lacks a column, or holds more than 20,000 rows.
    """
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
        return found.values[:, [position_of[each] for each in wanted]]
    if found.values.shape[1] == len(wanted):
        return found.values
    shown = ", ".join(one_line(each, longest=30) for each in missing[:5])
    raise UploadError(
        f"The file has {found.values.shape[1]} columns of numbers and lacks {shown}; the data have "
        f"{len(wanted)}. Give the same columns."
    )
