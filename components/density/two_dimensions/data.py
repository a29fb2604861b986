"""The points of the "Two dimensions" view: two columns of a data set, copies counted."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from components.badges import Badge
from components.density.two_dimensions.settings import NODES
from components.memory import once
from components.own_data.own_set import OwnSet
from components.points.chosen_points import ChosenPoints, own_chosen_points
from core.datasets import PointCloud
from core.density import select_bandwidth
from core.errors import ParameterError

Array = NDArray[np.float64]


FEW_COLUMNS = "Fewer than two columns vary; choose other data."
MOST_POINTS, FEWEST_POINTS = 5_000, 3


class Source(NamedTuple):
    """Where points come from: ``origin`` "simulated", "measured" or "yours", ``n_rows`` of all."""

    key: str
    title: str
    origin: str
    n_rows: int

    @property
    def is_sampled(self) -> bool:
        """Whether only some of the rows are drawn."""
        return self.n_rows > MOST_POINTS

    @property
    def badges(self) -> list[Badge]:
        """What the page says of the source: text and colour."""
        said = f"{MOST_POINTS:,} of {self.n_rows:,} rows"
        sample = [(said, "caution")] if self.is_sampled else []
        return [(self.origin, self.origin), *sample]


@dataclass(frozen=True, eq=False)
class Plane:
    """Distinct ``points`` (n, 2) with ``copies`` (n,) rows each, and the grid of the picture.

    ``x``, ``y`` (101,) nodes; coordinates in the unit that ``units`` name, one per axis. The last
    ``n_added`` points were added by hand. ``row`` (n,) is the first row of the file where each
    point stands, 0 for added ones, and ``row_id`` (n,) what that row is called. ``key`` names data,
    columns and scale.
    """

    key: tuple[str, str, str, bool]
    source: Source
    points: Array
    copies: NDArray[np.int64]
    x: Array
    y: Array
    names: tuple[str, str]
    units: tuple[str, str]
    row: NDArray[np.int64]
    row_id: NDArray[np.str_]
    n_added: int = 0

    @property
    def has_ids(self) -> bool:
        """Whether any point is called otherwise than by its row's number."""
        there = self.row > 0
        return bool((self.row_id[there] != self.row[there].astype(str)).any())

    @property
    def rows(self) -> Array:
        """(N, 2) every point as often as it is in the table."""
        return np.repeat(self.points, self.copies, axis=0)

    @property
    def cell_area(self) -> float:
        """What one node of the grid stands for, unit of x times unit of y."""
        return float((self.x[1] - self.x[0]) * (self.y[1] - self.y[0]))

    def row_columns(self, index: NDArray[np.int64]) -> dict[str, NDArray]:
        """Which rows of the file these points are, as columns of a table; 0 where added."""
        columns: dict[str, NDArray] = {"row": self.row[index]}
        return columns | ({"id": self.row_id[index]} if self.has_ids else {})

    def place(self, x_percent: int, y_percent: int) -> Array:
        """(2,) the node at these per cents of the picture."""
        return np.array([self.x[x_percent], self.y[y_percent]])


@once
def varying_columns(cloud: PointCloud) -> list[str]:
    """Names of the columns that are not constant, of the rows that are drawn."""
    values = cloud.values[_drawn_rows(len(cloud.values))]
    return [str(name) for name in cloud.feature_names[np.ptp(values, axis=0) > 0]]


def own_plane(own: OwnSet) -> ChosenPoints:
    """A visitor's points, of which two columns vary; raises KernelscopeError where they do not."""
    points = own.seen_by(own_chosen_points)
    if len(varying_columns(points.cloud)) < 2:
        raise ParameterError(FEW_COLUMNS)
    return points


@once
def make_plane(
    source: Source, cloud: PointCloud, name_x: str, name_y: str, *, standardised: bool
) -> Plane:
    """Two columns as a plane, of at most 5,000 rows drawn at random (seed 0).

    Raises ParameterError when they are one and the same, or when no two columns vary.
    """
    names = [str(name) for name in cloud.feature_names]
    if name_x == name_y:
        raise ParameterError(f"Both axes show the column {name_x}; choose two different columns.")
    rows = _drawn_rows(len(cloud.values))
    across, along = names.index(name_x), names.index(name_y)
    values = np.column_stack([cloud.values[rows, across], cloud.values[rows, along]])
    if standardised:
        values = (values - values.mean(axis=0)) / values.std(axis=0)
    points, first, copies = np.unique(values, axis=0, return_index=True, return_counts=True)
    if len(points) < FEWEST_POINTS:
        raise ParameterError(
            f"There are {len(points)} distinct points; at least {FEWEST_POINTS} are needed. "
            "Choose other columns."
        )
    margin = 0.06 * np.ptp(values, axis=0) + 1.5 * select_bandwidth(values, "scott")
    low, high = values.min(axis=0) - margin, values.max(axis=0) + margin
    unit = "standard deviations" if standardised else "unit of the data"
    return Plane(
        (source.key, name_x, name_y, standardised),
        source,
        points,
        copies,
        np.linspace(low[0], high[0], NODES),
        np.linspace(low[1], high[1], NODES),
        (name_x, name_y),
        (unit, unit),
        cloud.row_number[rows[first]],
        cloud.row_id[rows[first]],
    )


def _drawn_rows(n: int) -> NDArray[np.intp]:
    if n <= MOST_POINTS:
        return np.arange(n)
    return np.sort(np.random.default_rng(0).choice(n, MOST_POINTS, replace=False))


@once
def with_added(plane: Plane, places: list[tuple[int, int]]) -> Plane:
    """The plane with points at these places (per cents of the picture); a copy counts again."""
    points, copies = plane.points, plane.copies.copy()
    added: list[Array] = []
    for x_percent, y_percent in places:
        place = plane.place(x_percent, y_percent)
        added.append(place)
    if not added:
        return plane
    new, counts = np.unique(np.array(added), axis=0, return_counts=True)
    already = (new[:, None] == points[None]).all(axis=2)
    copies[already.any(axis=0)] += counts[already.any(axis=1)]
    fresh = ~already.any(axis=1)
    return replace(
        plane,
        points=np.concatenate([points, new[fresh]]),
        copies=np.concatenate([copies, counts[fresh]]),
        row=np.concatenate([plane.row, np.zeros(int(fresh.sum()), dtype=np.int64)]),
        row_id=np.concatenate([plane.row_id, np.full(int(fresh.sum()), "")]),
        n_added=int(fresh.sum()),
    )
