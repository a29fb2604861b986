"""The pictures of "Is it true?": Shepard plot, distortion, stability, and words of caution."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, style
from components.embedding.colouring import Colouring
from components.embedding.heat_result import Judged
from components.embedding.map_figure import fitting_height, map_figure
from components.embedding.shepard import shepard_figure, shepard_pairs
from core.embedding.scores.stability import Stability

CAUTION = (
    "- **Only distances** mean something. Axes do not: the map may be turned and mirrored.\n"
    "- **Sizes of groups** follow density and method, not importance.\n"
    "- **Groups that no edge joins** are packed beside each other: how far apart is not in the "
    "data.\n"
    "- **A gap on the map** may be a tear: a closed surface cannot be flattened. Look for torn "
    "neighbours.\n"
    "- **Pairs beyond reach** have distances ruled by single steps, and short-cuts by noise look "
    "like nearness.\n"
    "- **What moves with the seed** is not in the data."
)


def show_shepard(judged: Judged, unit: str, scale: float) -> None:
    """Distance against distance for random pairs."""
    st.subheader("Distance against truth", anchor=False)
    pairs = shepard_pairs(judged.embedding, judged.reference, scale)
    chart(
        shepard_figure(pairs, judged.name, unit),
        key="shepard",
        alt=f"Distances on the map against {judged.name}, one dot a pair; on the line is right.",
        table=pairs,
    )


def show_distortion(embedding: NDArray[np.float64], distortion: NDArray[np.float64]) -> None:
    """The map, coloured by how far off each point's distances are."""
    st.subheader("Where it is bent", anchor=False)
    figure = map_figure(
        embedding,
        Colouring("Distortion", values=distortion),
        height=fitting_height(embedding, 500, 420),
        colour_scale="Cividis",
        tick_labels=False,
    )
    known = distortion[np.isfinite(distortion)]
    figure.update_coloraxes(cmin=0.0, cmax=max(float(np.quantile(known, 0.98)), 1e-6))
    chart(
        figure,
        key="distortion_map",
        alt="The map, each point coloured by the relative error of its distances.",
        scroll_zoom=True,
    )


def show_stability(embedding: NDArray[np.float64], found: Stability, n_seeds: int) -> None:
    """The map, coloured by how far each point moves between seeds, and the distribution of it."""
    left, right = st.columns([0.55, 0.45], gap="large")
    moved = 100 * found.point_spread
    figure = map_figure(
        embedding,
        Colouring("Moves by, %", values=moved),
        height=fitting_height(embedding, 500, 360),
        colour_scale="Cividis",
        tick_labels=False,
    )
    figure.update_coloraxes(cmin=0.0, cmax=max(float(np.quantile(moved, 0.98)), 0.1))
    with left:
        chart(
            figure,
            key="stability_map",
            alt=f"The map, each point coloured by how far {n_seeds} seeds move it.",
            scroll_zoom=True,
        )
    histogram = go.Figure()
    histogram.add_histogram(x=moved, nbinsx=40, marker={"color": palette.categories()[0]})
    style(histogram, height=360, x="Moves by, % of the map's size", y="Points")
    with right:
        chart(
            histogram,
            key="stability_histogram",
            alt="How many points move by how much between seeds.",
        )
