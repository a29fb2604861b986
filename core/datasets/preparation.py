"""What is done to points before a method sees them, each step with the sentence that says so."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.point_cloud import PointCloud
from core.datasets.scaling import principal_axes, standard_deviations, varying_columns
from core.errors import ParameterError
from core.percentages import percent

Array = NDArray[np.float64]
STANDARDISED_STEP = "Columns are standardised: mean 0, standard deviation 1."


@dataclass(frozen=True, eq=False)
class PreparedPoints:
    """Points after preparation.

    Attributes
    ----------
    values : (m, k); rows : (m,) their places in the cloud; names : (k,) what each column is
    row_id : (m,) what each row is called; row_number : (m,) its number in the file
    scale : (k,) unit of each column in the cloud's own units, None after PCA
    steps : one sentence per step
    """

    values: Array
    rows: NDArray[np.intp]
    names: tuple[str, ...]
    scale: Array | None
    row_id: NDArray[np.str_]
    row_number: NDArray[np.int64]
    steps: tuple[str, ...] = ()


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
    n_axes: int = 0,
    most_rows: int | None = None,
    random_state: int = 0,
) -> tuple[PreparedPoints, Axes]:
    """Rows of one group, a sample of them, one spread for all columns, the widest axes.

    Constant columns are left out. The steps are taken in this order; PCA sees the standardised
    columns when both are asked for.

    Parameters
    ----------
    group : keep the points with this label; None: all
    standardise : subtract the mean and divide by the standard deviation of each column
    n_axes : project on this many axes of largest variance; 0 or at least d: none
    most_rows : keep at most this many rows, drawn at random

    Raises ParameterError when no row or no column that varies is left.

    >>> cloud = PointCloud([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0]], ["a", "b"])
    >>> prepared, axes = prepare_points(cloud)
    >>> prepared.names, prepared.values.std(axis=0).round(6).tolist()
    (('a',), [1.0])
    """
    rows = np.arange(len(cloud.values))
    steps = []
    if group is not None:
        rows = np.flatnonzero(cloud.labels == group) if cloud.labels is not None else rows[:0]
        steps.append(f"{len(rows):,} points of the group {group!r}.")
    if not len(rows):
        raise ParameterError(f"No point belongs to the group {group!r}; choose another.")
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
    centre = values.mean(axis=0)
    spread = standard_deviations(values) if standardise else np.ones(len(kept))
    if standardise:
        steps.append(STANDARDISED_STEP)
    matrix = np.diag(1 / spread)
    names = tuple(str(name) for name in cloud.feature_names[kept])
    scale: Array | None = spread
    if 0 < n_axes < len(kept):
        principal, share = principal_axes((values - centre) @ matrix, n_axes)
        matrix = matrix @ principal.T
        names, scale = tuple(f"axis {i + 1}" for i in range(len(principal))), None
        steps.append(axes_step(len(principal), share))
    found = Axes(kept, centre, matrix)
    prepared = PreparedPoints(
        found.apply(cloud.values[rows]),
        rows,
        names,
        scale,
        cloud.row_id[rows],
        cloud.row_number[rows],
        tuple(steps),
    )
    return prepared, found
