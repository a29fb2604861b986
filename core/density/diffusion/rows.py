"""Rows of a table for generators: some are learned, others judge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets import PointCloud
from core.datasets.preparation import prepare_points
from core.errors import ParameterError

Array = NDArray[np.float64]
MOST_ROWS = 20_000  # looked at; of more, so many are drawn
MOST_LEARNED, MOST_UNSEEN, FEWEST = 1_500, 500, 14
LEARNED_SHARE = 0.75  # at most, of the distinct rows
MOST_AXES = 32


@dataclass(frozen=True, eq=False)
class Split:
    """Rows learned (n, k) with repetitions, and rows unseen (m, k), of mean variance 1.

    ``row`` (u,) of the cloud of each distinct learned row, in the order of numpy's unique ·
    ``scale`` of one unit here in the unit of the axes · ``back`` (k, c) from the axes to the
    columns ``kept`` (c,) of the cloud, and their ``centre`` (c,) · ``steps``: what was done.
    """

    rows: Array
    unseen: Array
    row: NDArray[np.intp]
    scale: float
    back: Array
    kept: NDArray[np.intp]
    centre: Array
    steps: tuple[str, ...]

    def as_columns(self, values: Array, cloud: PointCloud) -> Array:
        """(q, d) places as rows of the cloud's own columns; constant ones are as they are."""
        full = np.repeat(cloud.values[:1], len(values), axis=0).astype(float)
        full[:, self.kept] = values * self.scale @ self.back + self.centre
        return full


def split_rows(
    cloud: PointCloud, n_learned: int, n_axes: int, *, standardise: bool, random_state: int = 0
) -> Split:
    """Distinct rows are split, so that no unseen row is a copy; copies are learned as such.

    At most three quarters of them are learned and 500 of the others kept unseen. Axes and scale are
    those of all rows.

    Raises ParameterError where fewer than 14 distinct rows are left.

    >>> cloud = PointCloud(np.random.default_rng(0).normal(size=(100, 3)), ["a", "b", "c"])
    >>> found = split_rows(cloud, 60, 2, standardise=True)
    >>> found.rows.shape, found.unseen.shape, round(float(found.rows.var(axis=0).mean()), 6)
    ((60, 2), (40, 2), 1.0)
    """
    prepared, axes = prepare_points(
        cloud, standardise=standardise, n_axes=n_axes, most_rows=MOST_ROWS
    )
    distinct, first, copies = np.unique(
        prepared.values, axis=0, return_index=True, return_counts=True
    )
    if len(distinct) < FEWEST:
        raise ParameterError(
            f"There are {len(distinct)} distinct rows; at least {FEWEST} are needed, of which some "
            "are learned and some are not. Choose other data."
        )
    learned = min(n_learned, int(LEARNED_SHARE * len(distinct)))
    order = np.random.default_rng(random_state).permutation(len(distinct))
    chosen, others = np.sort(order[:learned]), order[learned : learned + MOST_UNSEEN]
    scale = float(np.sqrt(distinct[chosen].var(axis=0).mean()))
    return Split(
        rows=np.repeat(distinct[chosen], copies[chosen], axis=0) / scale,
        unseen=distinct[others] / scale,
        row=prepared.rows[first[chosen]],
        scale=scale,
        back=np.asarray(np.linalg.pinv(axes.matrix), dtype=float),
        kept=axes.kept,
        centre=axes.centre,
        steps=(*prepared.steps, "One scale for all axes: mean variance 1."),
    )


def image_side(cloud: PointCloud) -> int:
    """Pixels on a side of the images that the rows are, 0 where they are none.

    >>> names = [f"pixel_{i}_{j}" for i in range(2) for j in range(2)]
    >>> image_side(PointCloud(np.eye(4), names))
    2
    """
    side = round(float(np.sqrt(cloud.values.shape[1])))
    expected = [f"pixel_{row}_{column}" for row in range(side) for column in range(side)]
    return side if [str(name) for name in cloud.feature_names] == expected else 0
