"""The map lab in one small picture: a rolled-up sheet, unrolled by heat."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from components import palette
from components.charts import drawn, style
from components.embedding.colouring import TIME, colouring
from components.embedding.data_choice import built_in
from components.embedding.heat.job import heat_map_now
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
        _figure(
            from_its_side(np.asarray(data.points.values), np.asarray(data.points.truth)[:, 1]),
            result.embedding,
            np.asarray(colouring(data.points, TIME).values),
        ),
        f"A simulated sheet of {len(data):,} points, rolled up and unrolled by heat: distances "
        f"along it are kept at Spearman **{numbers.map_scores['spearman']:.2f}** (straight lines: "
        f"{numbers.spearman_straight:.2f}). Of each point's 15 nearest, {kept:.0f} stay nearest.",
        "A sheet rolled up like a spiral, and below it the same points on a flat map: the colours, "
        "which follow the sheet, run from one end to the other.",
    )


def from_its_side(values: NDArray[np.float64], height: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) the points (n, 3) looked at along the direction in which ``height`` (n,) grows.

    >>> from_its_side(np.array([[0.0, 0.0, 5.0], [3.0, 4.0, 6.0]]), np.array([5.0, 6.0])).shape
    (2, 2)
    """
    centred = values - values.mean(axis=0)
    along, *_ = np.linalg.lstsq(centred, height - height.mean(), rcond=None)
    axes = np.linalg.svd(along[None, :])[2][1:]  # an orthonormal basis of what is left
    return np.asarray(centred @ axes.T)


@drawn
def _figure(
    rolled: NDArray[np.float64], embedding: NDArray[np.float64], along: NDArray[np.float64]
) -> go.Figure:
    """The sheet from its side, as it lies rolled up, above the same points on the map."""
    figure = make_subplots(
        rows=2,
        cols=1,
        row_heights=[0.62, 0.38],
        vertical_spacing=0.13,
        subplot_titles=("Rolled up, seen from its side", "Unrolled by heat"),
    )
    for row, place in ((1, rolled), (2, embedding)):
        figure.add_scatter(
            x=place[:, 0],
            y=place[:, 1],
            mode="markers",
            marker={"size": 4, "color": along, "colorscale": palette.QUANTITY_SCALE},
            showlegend=False,
            row=row,
            col=1,
        )
        scale = f"x{row if row > 1 else ''}"
        figure.update_yaxes(scaleanchor=scale, constrain="domain", row=row, col=1)
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False)
    style(figure, height=PICTURE_PX)
    figure.update_annotations(font={"size": 12, "color": palette.muted_ink()})
    return figure.update_layout(margin={"l": 0, "r": 0, "t": 18, "b": 0}, dragmode=False)
