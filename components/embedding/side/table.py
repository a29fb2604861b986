"""The maps that stand side by side as tables."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.embedding.score_table import score_frame
from components.embedding.side.maps import SideMap
from components.points.row_names import row_columns
from core.datasets import PointCloud


def side_table(maps: list[SideMap]) -> pd.DataFrame:
    """One row per map that could be drawn: its scores, and the seconds it took."""
    drawn = [each for each in maps if each.embedding is not None]
    table = score_frame({each.title: each.scores for each in drawn})
    table["Seconds"] = [each.took_s for each in drawn]
    return table


def places_table(places: dict[str, NDArray[np.float64]], points: PointCloud) -> pd.DataFrame:
    """One row per point, with what it is called, and two columns per map: coordinates after laying
    each map on the first.
    """
    if not places:
        return pd.DataFrame()
    columns = row_columns(points)
    for key, place in places.items():
        for axis in range(place.shape[1]):
            columns[f"{key}_{axis + 1}"] = place[:, axis]
    return pd.DataFrame(columns)
