"""The map lab in one small picture: a rolled-up sheet, unrolled by heat."""

from dataclasses import dataclass

import plotly.graph_objects as go

from components.embedding.colouring import TIME, colouring
from components.embedding.data_choice import START, built_in
from components.embedding.heat_job import heat_map_now
from components.embedding.map_figure import map_figure
from components.embedding.map_settings import HeatSettings
from components.embedding.numbers import map_numbers


@dataclass(frozen=True)
class HomePicture:
    """A figure, its sentence and its alt text."""

    figure: go.Figure
    sentence: str
    alt: str


def unrolled_sheet() -> HomePicture:
    """The Swiss roll's map with default settings, and what it keeps."""
    data = built_in(START, None)
    result = heat_map_now(data, HeatSettings())
    numbers = map_numbers(data, result)
    figure = map_figure(
        result.embedding, colouring(data.points, TIME), height=320, tick_labels=False
    )
    figure.update_coloraxes(showscale=False)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 8, "b": 0}, dragmode=False)
    return HomePicture(
        figure,
        f"A simulated sheet of {len(data):,} points, rolled up in three dimensions and unrolled by "
        f"heat: distances along it are kept at Spearman "
        f"**{numbers.map_scores['spearman']:.2f}** (straight lines: "
        f"{numbers.spearman_straight:.2f}).",
        "A flat map of a Swiss roll, coloured by the position along the rolled-up sheet.",
    )
