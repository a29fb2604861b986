"""A table that holds distances instead of features."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError

ROUNDING = 1e-6  # of the largest distance


def as_distances(points: PointCloud) -> NDArray[np.float64]:
    """Distances from an uploaded square table, made exactly symmetric.

    Parameters
    ----------
    points : PointCloud
        Its values (n, n) are distances, of any unit.

    Returns
    -------
    (n, n) array of float64
        Symmetric, 0 on the diagonal, in the same unit.

    Raises
    ------
    ParameterError
        Naming the cell, unless the table is square, non-negative, zero on its diagonal and
        symmetric, all up to rounding (1e-6 of the largest distance).

    Examples
    --------
    >>> as_distances(PointCloud([[0.0, 2.0], [2.0, 0.0]], ["1", "2"]))
    array([[0., 2.],
           [2., 0.]])
    """
    values = points.values
    n, d = values.shape
    if n != d:
        raise ParameterError(
            f"The table has {n:,} rows and {d:,} columns; a table of distances is square."
        )
    tolerance = ROUNDING * float(np.abs(values).max())
    _refuse(values < -tolerance, values, "is negative, and no distance is")
    off_diagonal = np.abs(values) > tolerance
    off_diagonal &= np.eye(n, dtype=bool)
    _refuse(off_diagonal, values, "should be 0: it is the distance of a point from itself")
    _refuse(
        np.abs(values - values.T) > tolerance,
        values,
        "differs from the cell on the other side of the diagonal",
    )
    distance = np.maximum((values + values.T) / 2, 0.0)
    np.fill_diagonal(distance, 0.0)
    return distance


def _refuse(wrong: NDArray[np.bool_], values: NDArray[np.float64], why: str) -> None:
    if wrong.any():
        row, column = (int(i) for i in np.argwhere(wrong)[0])
        raise ParameterError(
            f"The value {values[row, column]:g} in row {row + 1:,}, column {column + 1:,} {why}. "
            "Upload a table of distances, or choose that it holds features."
        )
