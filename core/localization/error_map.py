"""Where the errors are, and in which direction they point."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import contains_xy

from core.datasets.floor_plan import FloorPlan


def errors_by_place(
    true_m: NDArray[np.float64], predicted_m: NDArray[np.float64], *, cell_m: float = 0.0
) -> pd.DataFrame:
    """One row per place: x_m, y_m, n_scans, mean_m, p95_m, bias_x_m, bias_y_m, located.

    The bias is the mean of x̂ − x; an error without bias is noise that a longer scan would average
    away, a bias stays. With ``cell_m`` > 0 places are squares of that side (walks have as many
    places as seconds).

    >>> errors_by_place(np.zeros((2, 2)), np.array([[3.0, 4.0], [-3.0, 4.0]]))[
    ...     ["mean_m", "bias_x_m", "bias_y_m"]
    ... ].values.tolist()
    [[5.0, 0.0, 4.0]]
    """
    place_m = (np.floor(true_m / cell_m) + 0.5) * cell_m if cell_m else true_m
    table = pd.DataFrame(
        {
            "x_m": place_m[:, 0],
            "y_m": place_m[:, 1],
            "error_m": np.linalg.norm(predicted_m - true_m, axis=1),
            "bias_x_m": predicted_m[:, 0] - true_m[:, 0],
            "bias_y_m": predicted_m[:, 1] - true_m[:, 1],
        }
    )
    groups = table.groupby(["x_m", "y_m"], sort=True)
    result = groups.agg(
        n_scans=("error_m", "size"),
        mean_m=("error_m", "mean"),
        p95_m=("error_m", lambda e: e.quantile(0.95)),
        bias_x_m=("bias_x_m", "mean"),
        bias_y_m=("bias_y_m", "mean"),
        located=("error_m", "count"),
    )
    return result.reset_index()


def along_path_error(
    true_m: NDArray[np.float64],
    predicted_m: NDArray[np.float64],
    grid_m: NDArray[np.float64],
    distance_m: NDArray[np.float64],
) -> NDArray[np.float64]:
    """(n,) metres to walk from the estimate to the truth, each at its nearest registered place.

    ``distance_m`` (M, M) from :func:`core.localization.walkable_graph.walking_distance`. Around a
    corner or through a wall this is longer than the straight line. NaN without an estimate.
    """
    tree = cKDTree(grid_m)
    located = np.isfinite(predicted_m).all(axis=1)
    result = np.full(len(true_m), np.nan)
    at_truth, at_estimate = tree.query(true_m[located])[1], tree.query(predicted_m[located])[1]
    result[located] = distance_m[at_truth, at_estimate]
    return result


def room_hit_rate(
    floor: FloorPlan, true_m: NDArray[np.float64], predicted_m: NDArray[np.float64]
) -> float:
    """Share of the scans made in a room whose estimate lies in the same room; NaN without rooms."""
    in_room = hit = 0
    for _, room in floor.rooms:
        here = contains_xy(room, true_m)
        in_room += int(here.sum())
        hit += int((here & contains_xy(room, predicted_m)).sum())
    return hit / in_room if in_room else float("nan")
