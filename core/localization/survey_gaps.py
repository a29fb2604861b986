"""What a survey misses, and where to survey next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from core.localization.map_interpolation import Lattice, typical_spacing_m
from core.localization.next_places import next_places


@dataclass(frozen=True, eq=False)
class SurveyGaps:
    """Distances to the survey over the floor, and the places to survey next.

    distance_m (h, w) from each cell of the floor to the nearest surveyed place, NaN off the floor;
    next_m (k, 2) metres, the most needed first; next_gap_m (k,) how far each was from the survey
    and the places before it; missing_share of the floor is farther than far_m from the survey.
    """

    distance_m: NDArray[np.float64]
    next_m: NDArray[np.float64]
    next_gap_m: NDArray[np.float64]
    far_m: float
    missing_share: float


def find_gaps(
    grid_m: NDArray[np.float64],
    lattice: Lattice,
    *,
    n_next: int = 5,
    far_m: float | None = None,
    rule: str = "farthest",
) -> SurveyGaps:
    """Each next place by a rule of ``next_places``, which sees those before it as surveyed.

    ``far_m`` defaults to twice the typical distance between places, at least 1.5 m; cells nearer
    than half of that to the survey are not proposed. (Farthest first is at most twice as far as the
    best possible choice: Gonzalez, 1985.)
    """
    far_m = max(2 * typical_spacing_m(grid_m), 1.5) if far_m is None else far_m
    cells = lattice.cells_m[lattice.inside]
    shown = np.full(lattice.inside.shape, np.nan)
    if not len(cells):
        return SurveyGaps(shown, np.empty((0, 2)), np.empty(0), far_m, 0.0)
    away = cKDTree(grid_m).query(cells)[0]
    shown[lattice.inside] = away
    missing_share = float(np.mean(away > far_m))
    next_m = cells[next_places(cells, grid_m, n_next, rule, least_away_m=far_m / 2)]
    so_far_m = np.vstack([grid_m, next_m])
    gaps = [
        cKDTree(so_far_m[: len(grid_m) + number]).query(place)[0]
        for number, place in enumerate(next_m)
    ]
    return SurveyGaps(shown, next_m, np.array(gaps), far_m, missing_share)
