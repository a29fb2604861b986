"""The map lab in one small picture: a rolled-up sheet, unrolled by heat."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components.charts import drawn
from components.embedding.colouring import TIME, Colouring, colouring
from components.embedding.data_choice import built_in
from components.embedding.heat.job import heat_map_now
from components.embedding.map.figure import map_figure
from components.embedding.map.settings import HeatSettings
from components.embedding.numbers import map_numbers
from components.home_card import PICTURE_PX, HomePicture


def unrolled_sheet() -> HomePicture:
    """The Swiss roll's map with default settings, and what it keeps."""
    data = built_in("swiss_roll", None)
    result = heat_map_now(data, HeatSettings())
    numbers = map_numbers(data, result)
    kept = 15 * numbers.map_scores["overlap_15"]
    return HomePicture(
        _figure(result.embedding, colouring(data.points, TIME)),
        f"A simulated sheet of {len(data):,} points, rolled up and unrolled by heat: distances "
        f"along it are kept at Spearman **{numbers.map_scores['spearman']:.2f}** (straight lines: "
        f"{numbers.spearman_straight:.2f}). Of each point's 15 nearest, {kept:.0f} stay nearest.",
        "A flat map of a Swiss roll, coloured by the position along the rolled-up sheet.",
    )


@drawn
def _figure(embedding: NDArray[np.float64], colours: Colouring) -> go.Figure:
    figure = map_figure(embedding, colours, height=PICTURE_PX, tick_labels=False)
    figure.update_coloraxes(showscale=False)
    return figure.update_layout(margin={"l": 0, "r": 0, "t": 8, "b": 0}, dragmode=False)
