"""What the map views let a user take away."""

import numpy as np
from numpy.typing import NDArray

from components.csv_export import to_csv
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.table import map_table
from components.page_frame import Download


def map_downloads(
    data: MapData, result: HeatResult, distortion: NDArray[np.float64] | None = None
) -> list[Download]:
    """The coordinates of every point, with what is known of it."""

    def coordinates() -> bytes:
        return to_csv(map_table(data, result.embedding, distortion))

    return [Download("Coordinates (CSV)", "kernelscope-map.csv", "text/csv", coordinates)]
