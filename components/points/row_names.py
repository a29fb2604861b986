"""What rows of points are called on screen: by their number in the file, and by their id."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.memory import once
from components.text import as_plain_html
from core.datasets import PointCloud

LONGEST = 40  # characters of an id in a sentence or a hover


def row_name(cloud: PointCloud, row: int) -> str:
    """What one point is called in a sentence.

    >>> row_name(PointCloud([[1.0]], ["x"], row_id=["S50"], row_number=[51]), 0)
    'row 51 (S50)'
    >>> row_name(PointCloud([[1.0], [2.0]], ["x"]), 1)
    'row 2'
    """
    number, name = int(cloud.row_number[row]), str(cloud.row_id[row])
    if name == str(number):
        return f"row {number}"
    return f"row {number} ({name if len(name) <= LONGEST else name[: LONGEST - 1] + '…'})"


def row_columns(cloud: PointCloud, rows: NDArray[np.intp] | None = None) -> dict[str, NDArray]:
    """The columns that say in a table which rows they are: ``row``, and ``id`` where ids differ.

    >>> row_columns(PointCloud([[1.0]], ["x"], row_id=["S50"], row_number=[51]))
    {'row': array([51]), 'id': array(['S50'], dtype='<U3')}
    """
    rows = np.arange(len(cloud.values)) if rows is None else rows
    columns: dict[str, NDArray] = {"row": cloud.row_number[rows]}
    if has_ids(cloud):
        columns["id"] = cloud.row_id[rows]
    return columns


def row_with_number(cloud: PointCloud, number: int) -> int:
    """The point that stood in this row of the file; of a row that was left out, the nearest.

    >>> row_with_number(PointCloud([[1.0], [2.0]], ["x"], row_number=[2, 9]), 8)
    1
    """
    return int(np.abs(cloud.row_number - number).argmin())


@dataclass(frozen=True, eq=False)
class RowLabels:
    """What hovers over a picture of points say: ``number`` (n,) of each row in its file, and
    ``text`` (n,) with its id, escaped; None where numbers are all there is.
    """

    number: NDArray[np.int64]
    text: NDArray[np.str_] | None = None

    @property
    def names(self) -> list[str]:
        """What each row is called."""
        return [f"row {each}" for each in self.number] if self.text is None else list(self.text)


@once
def row_labels(cloud: PointCloud, rows: NDArray[np.intp] | None = None) -> RowLabels:
    """The labels of these points, or of all."""
    rows = np.arange(len(cloud.values)) if rows is None else rows
    if not has_ids(cloud):
        return RowLabels(cloud.row_number[rows])
    names = [as_plain_html(row_name(cloud, int(row))) for row in rows]
    return RowLabels(cloud.row_number[rows], np.array(names, dtype=str))


def has_ids(cloud: PointCloud) -> bool:
    """Whether any point is called otherwise than by its row's number."""
    numbers = cloud.row_number
    width = len(str(int(np.abs(numbers).max()))) + 1
    return bool((cloud.row_id != numbers.astype(f"U{width}")).any())
