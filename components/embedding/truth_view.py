"""The pictures of "Is it true?": Shepard plot, distortion, stability, and words of caution."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.embedding.colouring import Colouring
from components.embedding.heat.result import HeatResult, Judged
from components.embedding.map.data import MapData
from components.embedding.map.figure import fitting_height, map_figure
from components.embedding.shepard import shepard_figure, shepard_pairs
from components.memory import Kept, once
from components.points.row_names import RowLabels, row_labels
from core.datasets import PointCloud
from core.embedding.scores.quality import quality
from core.embedding.scores.stability import Stability

CAUTION = (
    "- **Only distances** mean something. Axes do not: the map may be turned and mirrored.\n"
    "- **Sizes of groups** follow density and method, not importance.\n"
    "- **Groups that no edge joins** are packed side by side: how far apart they are is not in the "
    "data.\n"
    "- **A gap on the map** may be a tear: a closed surface cannot be flattened. Look for torn "
    "neighbours.\n"
    "- **Pairs beyond reach** have distances set by single steps, and shortcuts made by noise look "
    "like nearness.\n"
    "- **What moves with the seed** is not in the data."
)


@once
def judged_map(data_key: str, result_key: str, *, _data: MapData, _result: HeatResult) -> Judged:
    """The map with the distances that it should keep."""
    return _result.judged(_data)


def scores_against(judged: Judged, origin: str) -> dict[str, float]:
    """The scores of a map's distances against those that it should keep."""
    return _scores_kept.of(origin)(judged)


def _scores(judged: Judged) -> dict[str, float]:
    return dict(quality(judged.embedding, truth=judged.reference))


_scores_kept = Kept(_scores)


def show_shepard(judged: Judged, unit: str, scale: float, points: PointCloud) -> None:
    """Distance against distance for random pairs."""
    st.subheader("Distance against truth", anchor=False)
    pairs = _pairs(judged, scale, points)
    chart(
        shepard_figure(pairs, judged.name, unit),
        key="shepard",
        first=True,
        alt=f"Distances on the map against {judged.name}, one dot per pair; the line is exact.",
        table=pairs,
    )


@once
def _pairs(judged: Judged, scale: float, points: PointCloud) -> pd.DataFrame:
    return shepard_pairs(judged.embedding, judged.reference, scale, points)


def show_distortion(
    embedding: NDArray[np.float64], distortion: NDArray[np.float64], points: PointCloud
) -> None:
    """The map, coloured by how far off each point's distances are."""
    st.subheader("Where it is distorted", anchor=False)
    known = distortion[np.isfinite(distortion)]
    highest = max(float(np.quantile(known, 0.98)), 1e-6)
    chart(
        _coloured(
            embedding,
            Colouring("Distortion", values=distortion),
            highest,
            420,
            row_labels(points),
        ),
        key="distortion_map",
        first=True,
        alt="The map, each point coloured by the relative error of its distances.",
        scroll_zoom=True,
    )


def show_stability(
    embedding: NDArray[np.float64], found: Stability, n_seeds: int, points: PointCloud
) -> None:
    """The map, coloured by how far each point moves between seeds, and the distribution of it."""
    left, right = st.columns([0.55, 0.45], gap="large")
    moved = 100 * found.point_spread
    highest = max(float(np.quantile(moved, 0.98)), 0.1)
    with left:
        chart(
            _coloured(
                embedding,
                Colouring("Moves by, %", values=moved),
                highest,
                360,
                row_labels(points),
            ),
            key="stability_map",
            alt=f"The map, each point coloured by how far {n_seeds} seeds move it.",
            scroll_zoom=True,
        )
    with right:
        chart(
            _histogram(moved),
            key="stability_histogram",
            alt="How many points move by how much between seeds.",
        )


@drawn
def _coloured(
    embedding: NDArray[np.float64],
    colours: Colouring,
    highest: float,
    tallest_px: int,
    labels: RowLabels,
) -> go.Figure:
    """The map coloured by a quantity from 0 to its highest."""
    figure = map_figure(
        embedding,
        colours,
        height=fitting_height(embedding, 500, tallest_px),
        labels=labels,
        colour_scale="Cividis",
        tick_labels=False,
    )
    return figure.update_coloraxes(cmin=0.0, cmax=highest)


@drawn
def _histogram(moved: NDArray[np.float64]) -> go.Figure:
    figure = go.Figure()
    figure.add_histogram(x=moved, nbinsx=40, marker={"color": palette.categories()[0]})
    return style(figure, height=360, x="Moves by, % of the map's size", y="Points")
