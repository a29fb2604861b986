"""What is done to points before a method sees them, each step with the sentence that says so."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.discrete_columns import discrete_columns, spread_between_values
from core.datasets.point_cloud import PointCloud
from core.datasets.row_weights import counts_of, effective_number
from core.datasets.scaling import principal_axes, varying_columns
from core.datasets.weighted_scaling import centre_and_spread, weighted_axes
from core.errors import ParameterError
from core.percentages import percent

Array = NDArray[np.float64]
STANDARDISED_STEP = "Columns are standardised: mean 0, standard deviation 1."
ROBUST_STEP = "Columns are scaled by their middle half: median 0, quartiles 1.349 apart."
# What is done about columns of few distinct values.
KEEP, LEAVE_OUT, SPREAD = "keep", "leave_out", "spread"
DISCRETE_WAYS = (KEEP, LEAVE_OUT, SPREAD)


@dataclass(frozen=True, eq=False)
class PreparedPoints:
    """Points after preparation.

    Attributes
    ----------
    values : (m, k); rows : (m,) their places in the cloud; names : (k,) what each column is
    row_id : (m,) what each row is called; row_number : (m,) its number in the file
    scale : (k,) unit of each column in the cloud's own units, None after PCA
    steps : one sentence per step
    weight : (m,) share of each row, 1 on average; None: all alike
    """

    values: Array
    rows: NDArray[np.intp]
    names: tuple[str, ...]
    scale: Array | None
    row_id: NDArray[np.str_]
    row_number: NDArray[np.int64]
    steps: tuple[str, ...] = ()
    weight: Array | None = None


@dataclass(frozen=True, eq=False)
class Axes:
    """The affine map from the cloud's columns to the prepared ones: (values − centre) @ matrix."""

    kept: NDArray[np.intp]
    centre: Array
    matrix: Array

    def apply(self, values: Array) -> Array:
        """(q, d) points in the cloud's columns → (q, k) prepared."""
        return np.asarray(
            (np.asarray(values, dtype=float)[:, self.kept] - self.centre) @ self.matrix
        )


def drawn_rows(
    rows: NDArray[np.intp], most_rows: int, random_state: int = 0
) -> tuple[NDArray[np.intp], str]:
    """At most this many of the rows, drawn at random and in their order, and the sentence for it.

    >>> rows, step = drawn_rows(np.arange(1_000), 3)
    >>> len(rows), step
    (3, '3 of 1,000 rows, drawn at random (seed 0).')
    """
    step = f"{most_rows:,} of {len(rows):,} rows, drawn at random (seed {random_state})."
    drawn = np.random.default_rng(random_state).choice(rows, most_rows, replace=False)
    return np.sort(drawn), step


def axes_step(n_axes: int, share: float) -> str:
    """The sentence that says what share of the variance the widest axes keep.

    >>> axes_step(2, 0.193)
    'The 2 widest axes (PCA) keep 19% of the variance.'
    """
    return f"The {n_axes} widest axes (PCA) keep {percent(share)} of the variance."


def prepare_points(
    cloud: PointCloud,
    *,
    group: str | None = None,
    standardise: bool = True,
    robust: bool = False,
    n_axes: int = 0,
    most_rows: int | None = None,
    set_aside: Collection[int] = (),
    discrete: str = KEEP,
    weight: Array | None = None,
    random_state: int = 0,
) -> tuple[PreparedPoints, Axes]:
    """Rows of one group, a sample of them, one spread for all columns, the widest axes.

    Constant columns are left out. The steps are taken in this order; PCA sees the standardised
    columns when both are asked for.

    Parameters
    ----------
    group : keep the points with this label; None: all
    standardise : subtract the mean and divide by the standard deviation of each column
    robust : with ``standardise``, take the median and the quartiles instead, which no single row
        moves
    n_axes : project on this many axes of largest variance; 0 or at least d: none
    most_rows : keep at most this many rows, drawn at random
    set_aside : numbers of rows in the file that are left out
    discrete : what is done about columns of few distinct values: "keep" them, "leave_out" or
        "spread" each value over its half of the gaps to its neighbours
    weight : (n,) of the cloud's rows, of 0 or more: rows of weight 0 are left out, whole numbers
        repeat a row, others count in the columns' scales and in the axes

    Raises ParameterError when no row or no column that varies is left.

    >>> cloud = PointCloud([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0]], ["a", "b"])
    >>> prepared, axes = prepare_points(cloud)
    >>> prepared.names, prepared.values.std(axis=0).round(6).tolist()
    (('a',), [1.0])
    """
    if discrete not in DISCRETE_WAYS:
        raise ParameterError(
            f"discrete is {discrete!r}; choose one of: {', '.join(DISCRETE_WAYS)}."
        )
    rows = np.arange(len(cloud.values))
    steps = []
    if group is not None:
        rows = np.flatnonzero(cloud.labels == group) if cloud.labels is not None else rows[:0]
        steps.append(f"{len(rows):,} points of the group {group!r}.")
    if not len(rows):
        raise ParameterError(f"No point belongs to the group {group!r}; choose another.")
    if set_aside:
        out = np.isin(cloud.row_number[rows], list(set_aside))
        rows = rows[~out]
        numbers = ", ".join(f"{each}" for each in sorted(set_aside))
        steps.append(f"Rows set aside by hand ({int(out.sum()):,}): {numbers}.")
    if not len(rows):
        raise ParameterError("All rows are set aside; take some of them back.")
    if weight is not None:
        rows, said = _weighted_rows(rows, weight)
        steps += said
    if most_rows is not None and most_rows < len(rows):
        rows, step = drawn_rows(rows, most_rows, random_state)
        steps.append(step)
    values = cloud.values[rows]
    kept = varying_columns(values)
    if not len(kept):
        raise ParameterError(f"All {len(rows):,} points are equal: there is no spread to look at.")
    if len(kept) < values.shape[1]:
        left = [str(name) for name in np.delete(cloud.feature_names, kept)]
        shown = ", ".join(left[:5]) + (", …" if len(left) > 5 else "")
        steps.append(f"Constant columns left out ({len(left):,}): {shown}.")
    values = values[:, kept]
    if discrete != KEEP:
        values, stay, said = _without_steps(values, cloud.feature_names[kept], discrete)
        kept = kept[stay]
        steps += said
    share = None
    if weight is not None and counts_of(weight) is None:
        share = weight[rows] / weight[rows].mean()
    centre, spread = centre_and_spread(values, share, robust=standardise and robust)
    if not standardise:
        spread = np.ones(len(kept))
    else:
        steps.append(ROBUST_STEP if robust else STANDARDISED_STEP)
    matrix = np.diag(1 / spread)
    names = tuple(str(name) for name in cloud.feature_names[kept])
    scale: Array | None = spread
    if 0 < n_axes < len(kept):
        seen = (values - centre) @ matrix
        principal, explained = (
            principal_axes(seen, n_axes) if share is None else weighted_axes(seen, share, n_axes)
        )
        matrix = matrix @ principal.T
        names, scale = tuple(f"axis {i + 1}" for i in range(len(principal))), None
        steps.append(axes_step(len(principal), explained))
    found = Axes(kept, centre, matrix)
    prepared = PreparedPoints(
        np.asarray((values - centre) @ matrix),
        rows,
        names,
        scale,
        cloud.row_id[rows],
        cloud.row_number[rows],
        tuple(steps),
        share,
    )
    return prepared, found


def _weighted_rows(rows: NDArray[np.intp], weight: Array) -> tuple[NDArray[np.intp], list[str]]:
    """The rows that weigh something, each as often as a whole weight says; steps."""
    present = rows[weight[rows] > 0]
    if not len(present):
        raise ParameterError("All rows that are left have weight 0; choose others, or no weights.")
    steps = []
    if len(present) < len(rows):
        steps.append(f"Rows of weight 0 left out: {len(rows) - len(present):,}.")
    counts = counts_of(weight)
    if counts is not None:
        repeated = np.repeat(present, counts[present])
        steps.append(
            f"Whole weights are repeats: {len(present):,} rows stand for {len(repeated):,}."
        )
        return repeated, steps
    n_eff = effective_number(weight[present])
    steps.append(
        f"Weights are shares: {len(present):,} rows say as much as {n_eff:,.0f} of equal weight."
    )
    return present, steps


def _without_steps(
    values: Array, names: NDArray[np.str_], way: str
) -> tuple[Array, NDArray[np.intp], list[str]]:
    """The columns without those of few distinct values, or with these spread; which stay; steps."""
    found = [each.column for each in discrete_columns(values)]
    stay = np.arange(values.shape[1])
    if not found:
        return values, stay, []
    listed = ", ".join(str(name) for name in names[found[:5]]) + (", …" if len(found) > 5 else "")
    if way == SPREAD:
        values = values.copy()
        for column in found:
            values[:, column] = spread_between_values(values[:, column])
        said = f"Values spread over the gaps between them (seed 0), of {len(found):,}: {listed}."
        return values, stay, [said]
    if len(found) == values.shape[1]:
        raise ParameterError(
            f"All {len(found):,} columns hold few distinct values; keep them, or spread them."
        )
    stay = np.delete(stay, found)
    said = f"Columns of few distinct values left out ({len(found):,}): {listed}."
    return np.ascontiguousarray(values[:, stay]), stay, [said]
