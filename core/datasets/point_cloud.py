"""Points in a feature space."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.validation import (
    as_float_array,
    as_label_array,
    as_row_ids,
    as_row_numbers,
    check_length,
)
from core.errors import ParameterError


@dataclass(frozen=True, eq=False)
class PointCloud:
    """n points with d features.

    Attributes
    ----------
    values : (n, d) array of float64
        Finite.
    feature_names : (d,) array of str
        In column order.
    labels : (n,) array of str or None
        Classes.
    time : (n,) array of float64 or None
        When each point was taken, in any unit.
    truth : (n, k) or (n, n) array of float64 or None
        True coordinates, or true distances.
    row_id : (n,) array of str
        What each point is called: the user's own id, else the number of its row in the file as a
        spreadsheet counts it. "1" to "n" unless given. It stays with its point whatever is
        selected, left out or drawn at random; it may repeat where sets were joined.
    row_number : (n,) array of int64
        That number, also where ids are known. 1 to n unless given.

    Raises
    ------
    ParameterError
        When shapes disagree or values are not finite.

    Examples
    --------
    >>> PointCloud([[0.0, 1.0], [2.0, 3.0]], ["x", "y"]).values.shape
    (2, 2)
    """

    values: NDArray[np.float64]
    feature_names: NDArray[np.str_]
    labels: NDArray[np.str_] | None = None
    time: NDArray[np.float64] | None = None
    truth: NDArray[np.float64] | None = None
    row_id: NDArray[np.str_] = field(default_factory=lambda: np.empty(0, dtype=str))
    row_number: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        values = as_float_array("values", self.values, 2)
        n, d = values.shape
        if n == 0 or d == 0:
            raise ParameterError(f"The table has {n} rows and {d} columns of numbers.")
        missing = int(np.isnan(values).any(axis=1).sum())
        if missing:
            raise ParameterError(f"{missing:,} of {n:,} rows hold empty values; drop them first.")
        names = as_label_array("feature_names", self.feature_names)
        check_length("feature_names", names, d, "columns of values")
        checked: dict[str, NDArray] = {"values": values, "feature_names": names}
        checked["row_id"] = as_row_ids(self.row_id, n, "points")
        checked["row_number"] = as_row_numbers(self.row_number, n, "points")
        if self.labels is not None:
            checked["labels"] = as_label_array("labels", self.labels)
        if self.time is not None:
            checked["time"] = as_float_array("time", self.time, 1)
        if self.truth is not None:
            checked["truth"] = as_float_array("truth", self.truth, 2)
        for name in ("labels", "time", "truth"):
            if name in checked:
                check_length(name, checked[name], n, "points")
        for name, array in checked.items():
            object.__setattr__(self, name, array)

    def select(self, rows: NDArray) -> "PointCloud":
        """The same cloud with some rows only (a mask or indices), in the order given.

        >>> PointCloud([[0.0], [1.0], [2.0]], ["x"]).select([2, 0]).row_id.tolist()
        ['3', '1']
        """
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows
        truth, n = self.truth, len(self.values)
        if truth is not None:  # a square of distances loses columns with its rows
            truth = truth[np.ix_(rows, rows)] if truth.shape[1] == n else truth[rows]
        return replace(
            self,
            values=self.values[rows],
            labels=None if self.labels is None else self.labels[rows],
            time=None if self.time is None else self.time[rows],
            truth=truth,
            row_id=self.row_id[rows],
            row_number=self.row_number[rows],
        )

    def with_features(
        self, values: NDArray[np.float64], feature_names: NDArray[np.str_]
    ) -> "PointCloud":
        """The same points by other columns; labels, times, truth and names of rows stay.

        >>> PointCloud([[1.0, 2.0]], ["x", "y"], ["a"]).with_features([[3.0]], ["sum"]).labels
        array(['a'], dtype='<U1')
        """
        return replace(self, values=values, feature_names=feature_names)
