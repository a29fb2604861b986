"""A map as a table: one row per point, its coordinates and what is known of it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from components.embedding.colouring import has_true_coordinates
from components.embedding.map.data import MapData
from components.points.row_names import row_columns


def map_table(
    data: MapData,
    embedding: NDArray[np.float64],
    distortion: NDArray[np.float64] | None = None,
) -> pd.DataFrame:
    """Row, its id if any, axes, label, time, true coordinates, distortion, then the features."""
    table: dict[str, object] = dict(row_columns(data.points))
    for axis, values in enumerate(embedding.T, start=1):
        table[f"map_{axis}"] = values
    points = data.points
    if points.labels is not None:
        table["label"] = points.labels
    if points.time is not None:
        table["time"] = points.time
    if has_true_coordinates(points):
        for axis, values in enumerate(np.asarray(points.truth).T, start=1):
            table[f"true_{axis}"] = values
    if distortion is not None:
        table["distortion"] = distortion
    names = [f"feature {name}" if name in table else str(name) for name in points.feature_names]
    features = pd.DataFrame(points.values, columns=names)
    return pd.concat([pd.DataFrame(table), features], axis=1)
