"""The ways to deal with empty cells: leave rows or columns out, or fill."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.impute import KNNImputer, SimpleImputer

from core.datasets.scaling import standard_deviations
from core.errors import ParameterError
from core.limits import check_limit

Array = NDArray[np.float64]
Done = tuple[Array, NDArray[np.bool_], NDArray[np.bool_]]  # values, rows kept, columns kept
NEIGHBORS = 5


def leave_rows_out(values: Array) -> Done:
    """The rows without a gap."""
    keep = np.asarray(~np.isnan(values).any(axis=1))
    return values[keep], keep, np.ones(values.shape[1], dtype=bool)


def leave_columns_out(values: Array) -> Done:
    """The columns without a gap. Raises ParameterError when there is none."""
    keep = np.asarray(~np.isnan(values).any(axis=0))
    if not keep.any():
        raise ParameterError(
            f"Each of the {len(keep):,} columns has an empty cell, so that none would be left; "
            "fill the empty cells, or leave rows out."
        )
    return values[:, keep], np.ones(len(values), dtype=bool), keep


def fill(strategy: str) -> Callable[[Array], Done]:
    """Every gap gets one value of its column: its "median" or its "most_frequent"."""

    def act(values: Array) -> Done:
        return _all_kept(SimpleImputer(strategy=strategy).fit_transform(values))

    return act


def fill_from_neighbors(values: Array) -> Done:
    """Every gap gets the mean of the nearest rows that have a value there.

    Near by the columns that both rows have, standardised. Raises LimitError above the limit.
    """
    incomplete = np.isnan(values).any(axis=1)
    check_limit(
        "neighbor_fill_pairs",
        int(incomplete.sum()) * len(values),
        what="Filling from the nearest rows",
    )
    # One spread for all columns: else the largest numbers choose the neighbours.
    centre = np.nanmean(values, axis=0)
    spread = standard_deviations(np.where(np.isnan(values), centre, values))
    spread[spread == 0] = 1.0
    scaled = KNNImputer(n_neighbors=NEIGHBORS).fit_transform((values - centre) / spread)
    return _all_kept(np.where(np.isnan(values), scaled * spread + centre, values))


def _all_kept(values: Array) -> Done:
    return values, np.ones(len(values), dtype=bool), np.ones(values.shape[1], dtype=bool)
