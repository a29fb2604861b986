"""The tables that the "Two dimensions" view offers as files."""

import numpy as np
import pandas as pd

from components.csv_export import to_csv
from components.density.two_dimensions.estimate import Estimate
from components.page_frame import Download


def grid_table(found: Estimate) -> pd.DataFrame:
    """The density at every node of the picture, one row per node."""
    plane = found.plane
    across, along = np.meshgrid(plane.x, plane.y)
    return pd.DataFrame(
        {
            plane.names[0]: across.ravel(),
            plane.names[1]: along.ravel(),
            "density": found.density.ravel(),
        }
    )


def points_table(found: Estimate) -> pd.DataFrame:
    """Every distinct point with its copies and its effective number."""
    plane = found.plane
    return pd.DataFrame(
        {
            **plane.row_columns(np.arange(len(plane.points))),
            plane.names[0]: plane.points[:, 0],
            plane.names[1]: plane.points[:, 1],
            "rows": plane.copies,
            "k_eff": found.participation,
        }
    )


def plane_downloads(found: Estimate) -> list[Download]:
    """Both tables as CSV files."""
    return [
        Download(
            "Density on the grid (CSV)",
            "kernelscope-plane-density.csv",
            "text/csv",
            lambda: to_csv(grid_table(found)),
        ),
        Download(
            "Points with k_eff (CSV)",
            "kernelscope-plane-points.csv",
            "text/csv",
            lambda: to_csv(points_table(found)),
        ),
    ]
