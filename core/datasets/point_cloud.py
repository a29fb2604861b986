"""Points in a feature space."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.validation import as_float_array, as_label_array, check_length
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
