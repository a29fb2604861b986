"""What the map views let a user take away."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.csv_export import to_csv
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.table import map_table
from components.page_frame import Download
from core.embedding.annotated_cells import annotated_cells, can_be_written


def map_downloads(
    data: MapData, result: HeatResult, distortion: NDArray[np.float64] | None = None
) -> list[Download]:
    """The coordinates of every point, with what is known of it; and as annotated cells."""

    def coordinates() -> bytes:
        return to_csv(map_table(data, result.embedding, distortion))

    found = [Download("Coordinates (CSV)", "kernelscope-map.csv", "text/csv", coordinates)]
    if can_be_written():
        found.append(cells_download(data, result))
    return found


def cells_download(
    data: MapData, result: HeatResult, columns: Mapping[str, NDArray[Any]] | None = None
) -> Download:
    """The map and its graph for scanpy, with further columns of the rows."""
    return Download(
        "Map for scanpy (.h5ad)",
        "kernelscope-map.h5ad",
        "application/x-hdf5",
        lambda: annotated_cells(data.points, result.model, columns),
    )
