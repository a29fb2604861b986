"""Pictures of the single points: their tail index at this bandwidth, and where they lie."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components import palette
from components.charts import chart, drawn, style
from components.density.regime_bands import REGIME_NAMES, regime_colour
from components.memory import shared
from components.points.row_names import RowLabels, row_columns, row_labels
from components.ready_figure import ReadyFigure, frame_of, typed
from core.datasets import PointCloud
from core.density.diagnosis import Diagnosis
from core.density.regimes import REGIMES, regime_index
from core.percentages import percentages

HEIGHT = 340
MU_RANGE = (1e-2, 1e2)
BINS = 40


def show_tail_indices(found: Diagnosis) -> None:
    """Histogram of μ̂ per point on a log axis; its bins end at 1 and 2, where regimes do."""
    edges, count = _mu_histogram(found)
    middle = 10 ** ((edges[1:] + edges[:-1]) / 2)
    chart(
        _tail_indices(found, edges, count),
        key="tail_indices",
        alt="Histogram of the tail index of each point, coloured by regime.",
        table=lambda: pd.DataFrame({"mu": middle, "share": count / count.sum()}),
    )


def _mu_histogram(found: Diagnosis) -> tuple[np.ndarray, np.ndarray]:
    """Edges of log₁₀ μ̂, which meet both borders of regimes, and the points between them."""
    mu = np.clip(found.tail_index, *MU_RANGE)
    step = np.log10(2) / 5  # so that both borders are edges
    low, high = np.log10(MU_RANGE)
    edges = step * np.arange(np.floor(low / step), high / step + 1)
    copies = found.scan.points.copies[found.scan.rows]
    return edges, np.histogram(np.log10(mu), edges, weights=copies)[0]


@drawn
def _tail_indices(found: Diagnosis, edges: np.ndarray, count: np.ndarray) -> ReadyFigure:
    n, step = count.sum(), edges[1] - edges[0]
    middle = 10 ** ((edges[1:] + edges[:-1]) / 2)
    regime = regime_index(middle)
    parts = percentages(found.regime_shares[name] for name in REGIMES)
    bars = [
        {
            "type": "bar",
            "x": typed(np.log10(middle[regime == index])),
            "y": typed(count[regime == index] / n),
            "width": step,
            "marker": {"color": regime_colour(name), "line": {"width": 0}},
            "customdata": typed(middle[regime == index]),
            "name": f"{REGIME_NAMES[name]}: {part}",
            "hovertemplate": "μ about %{customdata:.2g}: %{y:.1%} of the points<extra></extra>",
        }
        for index, (name, part) in enumerate(zip(REGIMES, parts, strict=True))
    ]
    used = np.flatnonzero(count)
    layout = _tail_index_layout(palette.is_dark())
    shown = [min(edges[used[0]], -1) - step, max(edges[used[-1] + 1], 0.7) + step]
    return ReadyFigure(bars, layout | {"xaxis": layout["xaxis"] | {"range": shown}})


def show_projection(
    found: Diagnosis, plane: np.ndarray, cloud: PointCloud, rows: np.ndarray
) -> None:
    """The scored points, ``rows`` of the cloud, on the two widest axes, coloured by regime."""
    chart(
        _projection(found, plane, row_labels(cloud, rows)),
        key="projection",
        alt="The points on their two widest axes, coloured by regime.",
        table=lambda: _projection_table(found, plane, cloud, rows),
    )


def _projection_table(
    found: Diagnosis, plane: np.ndarray, cloud: PointCloud, rows: np.ndarray
) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            **row_columns(cloud, rows),
            "axis_1": plane[:, 0],
            "axis_2": plane[:, 1],
            "mu": found.tail_index,
            "regime": np.array(REGIMES)[regime_index(found.tail_index)],
        }
    )
    return table if cloud.labels is None else table.assign(label=cloud.labels[rows])


@drawn
def _projection(found: Diagnosis, plane: np.ndarray, labels: RowLabels) -> ReadyFigure:
    regime = regime_index(found.tail_index)
    clouds = []
    for index, name in enumerate(REGIMES):
        inside = np.flatnonzero(regime == index)
        if not len(inside):
            continue
        numbers = np.column_stack([labels.number[inside], found.tail_index[inside]])
        clouds.append(
            {
                "type": "scattergl",
                "x": typed(plane[inside, 0]),
                "y": typed(plane[inside, 1]),
                "mode": "markers",
                "marker": {"size": 6, "color": regime_colour(name), "opacity": 0.8},
                "name": REGIME_NAMES[name],
                "customdata": typed(numbers),
                **({} if labels.text is None else {"text": labels.text[inside].tolist()}),
                "hovertemplate": ("row %{customdata[0]:,}" if labels.text is None else "%{text}")
                + ": μ = %{customdata[1]:.2g}<extra></extra>",
            }
        )
    return ReadyFigure(clouds, _projection_layout(palette.is_dark()))


@shared()
def _tail_index_layout(dark: bool) -> dict[str, Any]:
    figure = style(
        go.Figure(), height=HEIGHT, x="Tail index μ of each point", y="Share of the points"
    )
    figure.update_xaxes(
        tickvals=np.log10([0.01, 0.1, 0.5, 1, 2, 5, 10, 100]).tolist(),
        ticktext=["0.01", "0.1", "0.5", "1", "2", "5", "10", "100"],
    )
    figure.update_yaxes(tickformat=".0%")
    figure.update_layout(barmode="overlay", bargap=0.05)
    return frame_of(figure)["layout"]


@shared()
def _projection_layout(dark: bool) -> dict[str, Any]:
    figure = style(go.Figure(), height=HEIGHT, x="Widest axis (PCA)", y="Second axis (PCA)")
    return frame_of(figure)["layout"]
