"""A radio map between its measured places: averages of what was measured near, or nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import contains_xy
from shapely.geometry.base import BaseGeometry

NEAREST_PLACES = 8
SMALLEST_BANDWIDTH_M = 0.5
LINE_HALF_WIDTH_M = 1.0
REACH = 2.0  # in typical distances between places; beyond it nothing was measured


@dataclass(frozen=True, eq=False)
class Lattice:
    """Square cells: x_m (w,), y_m (h,) centres in metres; inside (h, w) cells on the floor."""

    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    inside: NDArray[np.bool_]

    @property
    def cells_m(self) -> NDArray[np.float64]:
        """(h, w, 2) metres."""
        return np.stack(np.meshgrid(self.x_m, self.y_m), axis=-1)


def make_lattice(
    bounds_m: tuple[float, float, float, float],
    *,
    walkable: BaseGeometry | None = None,
    n_cells: int = 120,
) -> Lattice:
    """Cells over (x_min, y_min, x_max, y_max), ``n_cells`` along the longer side.

    A corridor given as a line counts as 1 m wide to either side.
    """
    x_min, y_min, x_max, y_max = bounds_m
    step = max(x_max - x_min, y_max - y_min, 1e-6) / n_cells
    x, y = np.arange(x_min + step / 2, x_max, step), np.arange(y_min + step / 2, y_max, step)
    inside = np.ones((len(y), len(x)), dtype=bool)
    if walkable is not None:
        area = walkable if walkable.area > 0 else walkable.buffer(LINE_HALF_WIDTH_M)
        inside = contains_xy(area, *np.meshgrid(x, y))
    return Lattice(x, y, inside)


def typical_spacing_m(grid_m: NDArray[np.float64]) -> float:
    """Median distance from a place to its nearest neighbour, metres; 1 for a single place."""
    if len(grid_m) < 2:
        return 1.0
    return float(np.median(cKDTree(grid_m).query(grid_m, k=2)[0][:, 1]))


def interpolate(
    grid_m: NDArray[np.float64], value: NDArray[np.float64], lattice: Lattice
) -> NDArray[np.float64]:
    """(h, w) weighted averages of the values (M,) at the eight nearest places.

    Weights exp(−d² / 2s²) with s the typical distance between places (at least 0.5 m). An average
    stays between the lowest and the highest measured value: no swirls, no sums. NaN off the floor
    and where nothing was measured within two typical distances (at least 1.5 m).
    """
    spacing_m = typical_spacing_m(grid_m)
    bandwidth_m = max(spacing_m, SMALLEST_BANDWIDTH_M)
    k = min(NEAREST_PLACES, len(grid_m))
    distance, index = cKDTree(grid_m).query(lattice.cells_m, k=k)
    distance, index = (
        np.reshape(distance, (*lattice.inside.shape, k)),
        np.reshape(index, (*lattice.inside.shape, k)),
    )
    nearest = distance[..., :1]
    # Relative to the nearest, so that the weights never all vanish.
    weight = np.exp(-0.5 * (distance**2 - nearest**2) / bandwidth_m**2)
    result = (weight * value[index]).sum(axis=-1) / weight.sum(axis=-1)
    reachable = nearest[..., 0] <= max(REACH * spacing_m, 1.5)
    return np.where(lattice.inside & reachable, result, np.nan)
