"""Order along the data: pseudotime from the chosen point, branches, and features on the way."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from scipy.stats import spearmanr

from components import palette
from components.charts import chart, drawn, style
from components.controls import control
from components.csv_export import to_csv
from components.embedding.along.job import Order, order_job
from components.embedding.colouring import Colouring
from components.embedding.downloads import cells_download
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.figure import fitting_height, map_figure
from components.embedding.selection import POINT, take_selection
from components.points.row_names import RowLabels, row_columns, row_labels, row_name
from components.text import as_plain_text, counted
from core.embedding.along.features import FeatureCourse, features_along
from core.embedding.annotated_cells import can_be_written
from core.parameters import Parameter
from core.percentages import percent

MAP_KEY = "order_map"
FEWEST_FEATURES = 2
SHOWN = 20
ORDER = Parameter(
    "order",
    "Order rows from the chosen point",
    bool,
    False,
    help="Click the row where the process begins, then switch this on: every row gets its way from "
    "there along the data (pseudotime), with its spread, and the branches are listed.",
)


def show_order(data: MapData, result: HeatResult, point: int) -> None:
    """The switch, and below it what lies along the data."""
    st.subheader("Order along the data", anchor=False)
    if not control(ORDER):
        st.caption(
            "From a row that you click: how far along the data every other lies (pseudotime), "
            "where branches part, and which features change on the way."
        )
        return
    order = order_job(data, result, point)
    if order is None:
        return
    st.markdown(order_sentence(data, order, point))
    left, right = st.columns([0.62, 0.38], gap="large")
    with left:
        chart(
            _order_map(result.embedding, order.tree.way, _marks(order), row_labels(data.points)),
            key=MAP_KEY,
            alt=f"The map coloured by the way from {row_name(data.points, point)}, with "
            f"{counted(len(order.tree.points), 'branch point')} marked.",
            on_select=lambda: take_selection(MAP_KEY, data.key, POINT),
            selection_mode=("points",),
            scroll_zoom=True,
        )
    with right:
        st.dataframe(
            branch_table(data, order),
            hide_index=True,
            key="branches",
            alt="The branches: where each ends, how many rows lie on its own part, and how far",
        )
        st.caption(
            "Diamonds are branch points, stars are tips. A click on the map chooses another root. "
            "The spread is the standard deviation over half, once and twice the time, with all "
            "rows and without a tenth of them."
        )
        st.download_button(
            "Order (CSV)",
            lambda: to_csv(order_table(data, order)),
            file_name="kernelscope-order.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="download-order",
        )
        if can_be_written():
            columns = {
                "pseudotime": order.pseudotime,
                "pseudotime_spread": order.spread,
                "part": _parts(order),
            }
            cells = cells_download(data, result, columns)
            st.download_button(
                "Order and map for scanpy (.h5ad)",
                cells.make,
                file_name="kernelscope-order.h5ad",
                mime=cells.mime,
                on_click="ignore",
                icon=":material/download:",
                key="download-order-cells",
            )
    if data.metric != "precomputed" and len(data.columns) >= FEWEST_FEATURES:
        _show_features(data, order)


def order_sentence(data: MapData, order: Order, point: int) -> str:
    """How many branches, how sure the order is, and how it fits a time that is known."""
    tips, points = len(order.tree.tips), len(order.tree.points)
    there = np.isfinite(order.tree.way)
    spread = float(np.nanmedian(order.spread))
    branches = "no branches" if tips == 1 else f"**{tips} branches**"
    parted = f" that part at {counted(points, 'place')}" if points else ""
    said = (
        f"From {as_plain_text(row_name(data.points, point))} there are {branches}{parted}. Half of "
        f"the rows keep their place to within **{percent(spread)}** of the longest way."
    )
    if data.points.time is not None:
        agreement = spearmanr(order.pseudotime[there], data.points.time[there])[0]
        said += f" It follows the time that came with the data at Spearman **{agreement:.2f}**."
    if not there.all():
        said += f" {counted(int((~there).sum()), 'row')} in other pieces have no order."
    return said


def branch_table(data: MapData, order: Order) -> pd.DataFrame:
    """One row for each branch, the farthest tip first."""
    tree, rows = order.tree, []
    for number, tip in enumerate(tree.tips):
        own = tree.paths[number][-1] if tree.paths[number] else -1
        inside = tree.part == own
        rows.append(
            {
                "Branch": number + 1,
                "ends at": row_name(data.points, int(tip)),
                "rows of its own": int(inside.sum()),
                "from": float(f"{tree.way[inside].min() if inside.any() else 0:.3g}"),
                "to": float(f"{tree.way[tip]:.3g}"),
            }
        )
    return pd.DataFrame(rows)


def order_table(data: MapData, order: Order) -> pd.DataFrame:
    """Row, id, pseudotime, spread, and part of the tree of every point."""
    return pd.DataFrame(
        {
            **row_columns(data.points),
            "pseudotime": order.pseudotime,
            "spread": order.spread,
            "way_along_tree": order.tree.way,
            "part": _parts(order),
        }
    )


def _parts(order: Order) -> NDArray[np.int64]:
    """(n,) part of the tree of each row, from 1; −1 in other pieces."""
    return np.asarray(np.where(order.tree.part < 0, -1, order.tree.part + 1))


def _marks(order: Order) -> tuple[tuple[int, str, str], ...]:
    points = enumerate(order.tree.points, start=1)
    tips = enumerate(order.tree.tips, start=1)
    return (
        *((each.row, "diamond", f"branch point {i}") for i, each in points),
        *((int(row), "star", f"end of branch {i}") for i, row in tips),
    )


@drawn
def _order_map(
    embedding: NDArray[np.float64],
    way: NDArray[np.float64],
    marks: tuple[tuple[int, str, str], ...],
    labels: RowLabels,
) -> go.Figure:
    values = np.where(np.isfinite(way), way, np.nan)
    figure = map_figure(
        embedding,
        Colouring("Way from the root", values=values),
        height=fitting_height(embedding, 620, 480),
        labels=labels,
        tick_labels=False,
    )
    if embedding.shape[1] == 2:
        for row, symbol, name in marks:
            figure.add_scattergl(
                x=[embedding[row, 0]],
                y=[embedding[row, 1]],
                mode="markers",
                marker={
                    "symbol": symbol, "size": 15, "color": palette.categories()[1],
                    "line": {"width": 1.5, "color": palette.ink()},
                },
                name=name,
                showlegend=False,
                hovertemplate=f"{name}<extra></extra>",
            )  # fmt: skip
    return figure


def _show_features(data: MapData, order: Order) -> None:
    tree = order.tree
    names = [
        f"to {row_name(data.points, int(tip))} (branch {i + 1})" for i, tip in enumerate(tree.tips)
    ]
    chosen = 0
    if len(names) > 1:
        chosen = st.selectbox(
            "Features on the way", range(len(names)), format_func=names.__getitem__, key="way_to"
        )
    rows = tree.along(chosen)
    if len(rows) < 10:
        return
    width = len(data.columns)
    found = features_along(data.points.values[rows][:, :width], tree.way[rows], SHOWN)
    if not len(found.feature):
        return
    chart(
        _courses(found, tuple(str(data.points.feature_names[f]) for f in found.feature)),
        key="feature_courses",
        alt=f"The {counted(len(found.feature), 'feature')} that change most on the way, the first "
        "to turn on top: dark is low, bright is high.",
    )
    st.caption(
        "The features whose variance the way explains most, the first to turn on top; each from "
        "its lowest to its highest level, smoothed. The rows were ordered by these very features, "
        "so that this ranks them and proves nothing."
    )


@drawn
def _courses(found: FeatureCourse, names: tuple[str, ...]) -> go.Figure:
    figure = go.Figure(
        go.Heatmap(
            x=found.at,
            y=list(range(len(names))),
            z=found.level,
            colorscale=palette.QUANTITY_SCALE,
            colorbar={"title": {"text": "level"}, "thickness": 10},
            customdata=np.repeat(found.share[:, None], len(found.at), axis=1),
            text=[[name] * len(found.at) for name in names],
            hovertemplate="%{text}: the way explains %{customdata:.0%}<extra></extra>",
        )
    )
    style(figure, height=120 + 20 * len(names), x="Way from the root, units of distance", y="")
    figure.update_yaxes(
        autorange="reversed", tickvals=list(range(len(names))), ticktext=[n[:24] for n in names]
    )
    return figure
