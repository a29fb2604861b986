"""Samples beside the rows that they end on: as images, or on the two widest axes."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, label_font, style
from components.density.memorise.job import Found
from components.density.memorise.parameters import LABELS
from components.memory import once
from components.points.chosen_points import ChosenPoints
from core.datasets import PointCloud
from core.density.diffusion.copies import memorised, nearest_rows
from core.density.diffusion.rows import Split, image_side

Array = NDArray[np.float64]
IMAGES, WAYS = 12, 30
HEIGHT = 430


def show_samples(points: ChosenPoints, split: Split, found: Found, key: str, level: int) -> None:
    """Twelve samples with their nearest rows below them, or all of them on two axes."""
    generator, study = found.generators[key], found.study
    samples = generator.samples[level]
    nearest, copied = _nearest(samples, study.rows)
    name = LABELS[key].lower()
    side = _side(points.cloud)
    if side:
        st.markdown(
            f"**Samples: {LABELS[key]}. Below each, the learned row nearest to it (= a copy)**"
        )
        shown = slice(0, IMAGES)
        pixels = _pixels(split, samples[shown], points.cloud)
        below = points.cloud.values[split.row[nearest[shown]]]
        chart(
            _mosaic(pixels, below, copied[shown], side),
            key="memorise_samples",
            first=True,
            alt=f"Twelve samples ({name}) and below each the learned row nearest to it.",
            static=True,
        )
        return
    st.markdown(f"**Samples: {LABELS[key]}. And the rows that were learned**")
    ends = study.rows[nearest]
    way = generator.way[: level + 1, :WAYS] if study.rows.shape[1] == 2 else None
    chart(
        _on_axes(study.rows, samples, ends, copied, way),
        key="memorise_samples",
        first=True,
        alt=f"Samples ({name}) on the two widest axes, and the learned row nearest to each.",
    )


@once
def _nearest(samples: Array, rows: Array) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """(q,) the row nearest to each sample, and whether the sample is a copy of it."""
    return nearest_rows(samples, rows)[0], memorised(samples, rows)


@once
def _side(cloud: PointCloud) -> int:
    return image_side(cloud)


@once
def _pixels(split: Split, samples: Array, cloud: PointCloud) -> Array:
    return split.as_columns(samples, cloud)


@drawn
def _mosaic(samples: Array, below: Array, copied: NDArray[np.bool_], side: int) -> go.Figure:
    """Images in two rows: samples, and the learned images nearest to them."""
    step, between = side + 1, round(0.4 * side)
    picture = np.full((2 * side + between, IMAGES * step - 1), np.nan)
    for number, pair in enumerate(zip(samples, below, strict=True)):
        for line, image in enumerate(pair):
            down, across = line * (side + between), number * step
            picture[down : down + side, across : across + side] = image.reshape(side, side)
    figure = go.Figure(
        go.Heatmap(
            z=picture[::-1],
            colorscale=[[0, "rgba(0,0,0,0)"], [1, palette.ink()]],
            zmin=float(below.min()),
            zmax=float(below.max()),
            showscale=False,
            hoverinfo="skip",
        )
    )
    for number in range(len(samples)):
        if copied[number]:
            figure.add_annotation(
                x=number * step + (side - 1) / 2,
                y=side + (between - 1) / 2,
                text="=",
                showarrow=False,
                font={**label_font(), "size": 15},
            )
    style(figure, height=210)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x")
    figure.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4}, plot_bgcolor="rgba(0,0,0,0)")
    return figure


@drawn
def _on_axes(
    rows: Array, samples: Array, ends: Array, copied: NDArray[np.bool_], way: Array | None
) -> go.Figure:
    figure = go.Figure()
    plane = [
        each if each.shape[1] > 1 else np.column_stack([each, 0 * each])
        for each in (rows, samples, ends)
    ]
    learned, made, nearest = (each[:, :2] for each in plane)
    if way is not None:
        _add_ways(figure, way, nearest)
    else:
        joined = np.stack([made, nearest, np.full_like(made, np.nan)], axis=1).reshape(-1, 2)
        figure.add_scatter(
            x=joined[:, 0],
            y=joined[:, 1],
            mode="lines",
            line={"color": palette.faint_ink(), "width": 1},
            name="To the nearest row",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=learned[:, 0],
        y=learned[:, 1],
        mode="markers",
        marker={"size": 6, "color": palette.muted_ink(), "symbol": "circle-open"},
        name="Rows learned",
        hovertemplate="a learned row<extra></extra>",
    )
    for mine, name, colour in (
        (~copied, "Sample", palette.categories()[1]),
        (copied, "Sample, a copy", palette.categories()[0]),
    ):
        figure.add_scatter(
            x=made[mine, 0],
            y=made[mine, 1],
            mode="markers",
            marker={"size": 6, "color": colour},
            name=f"{name} ({int(mine.sum())})",
            hovertemplate="%{x:.2f}, %{y:.2f}<extra>" + name + "</extra>",
        )
    style(figure, height=HEIGHT, x="Widest axis", y="Second axis")
    spread = 1.15 * np.abs(np.vstack([learned, made])).max()
    figure.update_xaxes(range=[-spread, spread])
    figure.update_yaxes(range=[-spread, spread])
    return figure


def _add_ways(figure: go.Figure, way: Array, ends: Array) -> None:
    """The flow's lines, coloured by the row that they end on."""
    colours = palette.categories()
    _, group = np.unique(ends[: way.shape[1]], axis=0, return_inverse=True)
    for number in range(way.shape[1]):
        figure.add_scatter(
            x=way[:, number, 0],
            y=way[:, number, 1],
            mode="lines",
            line={"color": colours[int(group[number]) % len(colours)], "width": 1.2},
            name="The way of a sample",
            showlegend=number == 0,
            hoverinfo="skip",
        )
