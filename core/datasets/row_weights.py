"""What a weight on each row of a table means: repeated rows, or shares."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError

Array = NDArray[np.float64]
MOST_REPEATED = 200_000  # rows that whole numbers may stand for; above, they count as shares


def counts_of(weight: Array) -> NDArray[np.int64] | None:
    """(n,) how many rows each row stands for; None where the weights are no such counts.

    Whole numbers are counts while they stand for at most 200,000 rows: populations of towns, say,
    are no rows that anybody has seen.

    >>> counts_of(np.array([2.0, 0.0, 1.0])).tolist(), counts_of(np.array([0.5, 1.0]))
    ([2, 0, 1], None)
    """
    if (weight != np.floor(weight)).any() or weight.sum() > MOST_REPEATED:
        return None
    return weight.astype(np.int64)


def effective_number(weight: Array) -> float:
    """(Σ w)²/Σ w², the number of equal weights that would say as much (L. Kish, 1965).

    >>> effective_number(np.array([2.0, 2.0, 0.0]))
    2.0
    """
    share = weight / weight.max()
    return float(share.sum() ** 2 / (share @ share))


def split_weight(cloud: PointCloud, column: str) -> tuple[PointCloud, Array]:
    """The cloud without a column, and that column as the weights (n,) of its rows.

    Raises ParameterError for weights that are negative or all 0, and where no other column is left.

    >>> cloud, weight = split_weight(PointCloud([[1.0, 2.0], [3.0, 0.5]], ["x", "w"]), "w")
    >>> cloud.feature_names.tolist(), weight.tolist()
    (['x'], [2.0, 0.5])
    """
    names = cloud.feature_names.tolist()
    if column not in names:
        raise ParameterError(f"There is no column {column!r} to weigh rows by; choose another.")
    if len(names) == 1:
        raise ParameterError(f"{column!r} is the only column; a weight needs others beside it.")
    place = names.index(column)
    weight = cloud.values[:, place].copy()
    below = np.flatnonzero(weight < 0)
    if len(below):
        more = f", and {len(below) - 1:,} more below 0" if len(below) > 1 else ""
        raise ParameterError(
            f"The weights in {column!r} hold {weight[below[0]]:g} (row "
            f"{cloud.row_number[below[0]]:,} of the file{more}); weights are 0 or more. Choose "
            "another column, or none."
        )
    if not (weight > 0).any():
        raise ParameterError(
            f"All weights in {column!r} are 0, so that no row is left; choose another column, or "
            "none."
        )
    kept = np.delete(np.arange(len(names)), place)
    values = np.ascontiguousarray(cloud.values[:, kept])
    return replace(cloud, values=values, feature_names=cloud.feature_names[kept]), weight


def weighted_quantile(values: Array, q: float | tuple[float, ...], weight: Array) -> Array:
    """Quantiles of values (n,) of which each counts by its weight above 0.

    Between the middles of the weights linearly; with equal weights that is Hazen's rule.

    >>> weighted_quantile(np.array([3.0, 1.0, 2.0]), 0.5, np.array([1.0, 1.0, 1.0])).tolist()
    2.0
    """
    order = np.argsort(values, kind="stable")
    w = weight[order] / weight.sum()
    middle = np.cumsum(w) - w / 2
    return np.asarray(np.interp(q, middle, values[order]))
