"""How much floor a registered place stands for: sets of places are compared in square metres."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import contains_xy, intersects_xy
from shapely.geometry.base import BaseGeometry

from core.localization.map_interpolation import LINE_HALF_WIDTH_M, REACH, typical_spacing_m

MOST_CELLS = 400_000
LEAST_REACH_M = 1.5


def place_areas_m2(
    grid_m: NDArray[np.float64], walkable: BaseGeometry | None = None
) -> NDArray[np.float64]:
    """(M,) square metres of floor that are nearest to each place (M, 2), within its reach.

    The reach is two typical distances between places, at least 1.5 m. A corridor given as a line
    is 2 m wide; without a plan the floor ends half a typical distance, at least 1 m, beyond the
    survey.
    Counted in cells of a third of that distance or coarser, 400,000 at most; a place has one at
    least.

    >>> line_m = np.column_stack([np.arange(5.0), np.zeros(5)])
    >>> round(float(place_areas_m2(line_m).sum()), 6)  # 6 m by 2 m
    12.0
    """
    spacing_m = typical_spacing_m(grid_m)
    margin_m = max(spacing_m / 2, LINE_HALF_WIDTH_M)
    low, high = grid_m.min(axis=0) - margin_m, grid_m.max(axis=0) + margin_m
    step_m = max(float(np.sqrt(np.prod(high - low) / MOST_CELLS)), spacing_m / 3)
    counts = np.ceil((high - low) / step_m - 1e-9).astype(int)
    steps = (high - low) / counts
    x, y = (low[k] + steps[k] * (np.arange(counts[k]) + 0.5) for k in (0, 1))
    cells_m = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    share = np.ones(len(cells_m))
    if walkable is not None:
        area = walkable if walkable.area > 0 else walkable.buffer(LINE_HALF_WIDTH_M)
        # A cell whose middle lies on the outline is half inside.
        share = (contains_xy(area, *cells_m.T) + intersects_xy(area, *cells_m.T).astype(float)) / 2
        cells_m, share = cells_m[share > 0], share[share > 0]
    reach_m = max(REACH * spacing_m, LEAST_REACH_M)
    _, nearest = cKDTree(grid_m).query(cells_m, distance_upper_bound=reach_m)
    held = np.bincount(nearest, share, minlength=len(grid_m) + 1)[: len(grid_m)]
    return np.maximum(held, 1) * float(np.prod(steps))
