"""The pictures of the "Leaderboard" view: table by family, clusterers, pairs, all parameters."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from components import palette
from components.charts import chart, drawn, first_screen, style
from components.graphs.measure_parameters import METHOD_TITLES, SCORE_SHORT
from components.memory import once
from core.datasets import GraphData
from core.graphs import CLUSTERERS
from core.graphs.leaderboard import cell_scores, leaderboard, log_pairs
from core.graphs.sweeps import SweepCell


@once
def scored_cells(
    cells: list[SweepCell], score: str, graph: GraphData
) -> tuple[NDArray[np.float64], pd.DataFrame]:
    """The score of every cell, and the leaderboard made of them."""
    values = cell_scores(cells, score, graph.communities, graph.adjacency)
    return values, leaderboard(cells, values, weighted=bool((graph.adjacency.data != 1).any()))


@once
def by_family(table: pd.DataFrame, count_by: str) -> pd.DataFrame:
    """One row per measure, families together, the best family (by mean over clusterers) first."""
    wide = table.pivot(index="measure", columns="method", values=count_by)
    where = table.pivot(
        index="measure", columns="method", values="x" if count_by == "best" else f"x_{count_by}"
    )
    family = table.drop_duplicates("measure").set_index("measure")["family"]
    mean = wide.mean(axis=1)
    shown = pd.DataFrame({"family": family, "measure": family.index.to_series()})
    for method in METHOD_TITLES:
        if method in wide:
            shown[method], shown[f"x_{method}"] = wide[method], where[method]
    best_of_family = mean.groupby(family).transform("max")
    keys = pd.DataFrame({"best": -best_of_family, "family": family, "own": -mean})
    return shown.loc[keys.sort_values(["best", "family", "own"]).index].reset_index(drop=True)


def show_table(table: pd.DataFrame, score: str, count_by: str) -> None:
    """Measures × clusterers, families grouped."""
    shown = by_family(table, count_by)
    largest = float(np.nanmax(shown[list(_methods(table))].to_numpy(), initial=0.01))
    columns = {
        "family": st.column_config.TextColumn(
            "Family",
            width=85,
            help="Measures of one family are the same distance up to the parameter.",
        ),
        "measure": st.column_config.TextColumn("Measure", width=95),
    }
    for method in _methods(table):
        columns[method] = st.column_config.ProgressColumn(
            METHOD_TITLES[method],
            format="%.2f",
            min_value=0.0,
            max_value=max(largest, 0.01),
            width=120,
        )
        columns[f"x_{method}"] = st.column_config.NumberColumn("at x", format="%.2f", width=50)
    first_screen(min(35 * (len(shown) + 1) + 3, 1060), key="leaderboard").dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        placeholder="–",
        height="stretch",
        alt=f"{SCORE_SHORT[score]} of every measure with every clusterer, grouped by family",
    )


def show_clusterers(table: pd.DataFrame, score: str, count_by: str) -> None:
    """How the order of the measures changes with the clusterer."""
    chart(
        _clusterers(table, score, count_by),
        key="leaderboard_clusterers",
        first=True,
        alt="Score of every measure with each clusterer, best family on top.",
        table=table,
    )


@drawn
def _clusterers(table: pd.DataFrame, score: str, count_by: str) -> go.Figure:
    order = by_family(table, count_by)["measure"].tolist()[::-1]
    figure = go.Figure()
    for number, method in enumerate(_methods(table)):
        part = table[table["method"] == method].set_index("measure").reindex(order)
        figure.add_scatter(
            x=part[count_by],
            y=order,
            mode="markers",
            name=METHOD_TITLES[method],
            marker={
                "size": 10,
                "symbol": CLUSTERERS[method].symbol,
                "color": palette.categories()[number],
                "opacity": 0.85,
            },
            customdata=part["x"],
            hovertemplate="%{y}: %{x:.3f} at x = %{customdata:.2f}<extra>"
            + METHOD_TITLES[method]
            + "</extra>",
        )
    style(figure, height=max(24 * len(order) + 80, 300), x=SCORE_SHORT[score])
    figure.update_yaxes(type="category", tickfont={"size": 12})
    return figure


def show_pairs(table: pd.DataFrame, score: str, count_by: str) -> None:
    """Plain against logarithm, one panel per clusterer."""
    pairs = _pairs(table, count_by)
    chart(
        _pair_panels(pairs, _methods(table), SCORE_SHORT[score]),
        key="leaderboard_pairs",
        alt="Score of each plain measure and of its logarithm, one panel per clusterer.",
        table=pairs,
    )


@once
def _pairs(table: pd.DataFrame, count_by: str) -> pd.DataFrame:
    return log_pairs(table, count_by)


@drawn
def _pair_panels(pairs: pd.DataFrame, methods: list[str], title: str) -> go.Figure:
    figure = make_subplots(
        1,
        len(methods),
        shared_yaxes=True,
        subplot_titles=[METHOD_TITLES[method] for method in methods],
        horizontal_spacing=0.04,
    )
    plain_colour, log_colour = palette.categories()[:2]
    for number, method in enumerate(methods, start=1):
        part = pairs[pairs["method"] == method].iloc[::-1]
        x: list[float | None] = []
        y: list[str | None] = []
        for row in part.itertuples():
            x += [row.plain_score, row.logarithm_score, None]
            y += [row.plain, row.plain, None]
        line = {"color": palette.faint_ink(), "width": 2}
        figure.add_trace(
            go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False),
            row=1,
            col=number,
        )
        for column, name, colour in (
            ("plain_score", "Plain", plain_colour),
            ("logarithm_score", "Logarithm", log_colour),
        ):
            figure.add_trace(
                go.Scatter(
                    x=part[column],
                    y=part["plain"],
                    mode="markers",
                    name=name,
                    marker={"size": 11, "color": colour},
                    showlegend=number == 1,
                    legendgroup=name,
                    hovertemplate="%{y}: %{x:.3f}<extra>" + name + "</extra>",
                ),
                row=1,
                col=number,
            )
    style(figure, height=400, x=title)
    both = pairs[["plain_score", "logarithm_score"]].to_numpy()
    low, high = min(float(np.nanmin(both, initial=0)), 0), float(np.nanmax(both, initial=0.1))
    figure.update_xaxes(range=[low - 0.03, high * 1.05])
    figure.update_layout(margin={"t": 60}, legend={"y": 1.08})
    return figure


def show_all_parameters(
    cells: Sequence[SweepCell], values: NDArray[np.float64], method: str, score: str
) -> None:
    """Every measure at every parameter with one clusterer, as a heat map."""
    wide = _every_parameter(cells, values, method)
    chart(
        _all_parameters(wide, SCORE_SHORT[score]),
        key="leaderboard_all",
        alt="Heat map of the score of every measure at every parameter.",
        table=lambda: wide.reset_index(),
    )
    missing = [cell for cell in cells if cell.reason and cell.method == method]
    if missing:
        reasons = pd.DataFrame(
            [(cell.measure, cell.x, cell.reason) for cell in missing],
            columns=["measure", "x", "reason"],
        )
        with st.expander(f"Empty cells: {len(missing)}. Why?", icon=":material/help:"):
            st.dataframe(reasons, hide_index=True, alt="Why cells of the heat map are empty")


@once
def _every_parameter(
    cells: Sequence[SweepCell], values: NDArray[np.float64], method: str
) -> pd.DataFrame:
    """Scores, a row per measure and a column per parameter."""
    frame = pd.DataFrame(
        {
            "measure": [cell.measure for cell in cells],
            "x": [cell.x for cell in cells],
            "method": [cell.method for cell in cells],
            "value": values,
        }
    )
    frame = frame[(frame["method"] == method) & frame["x"].notna()]
    wide = frame.pivot(index="measure", columns="x", values="value")
    return wide.loc[list(dict.fromkeys(frame["measure"]))]


@drawn
def _all_parameters(wide: pd.DataFrame, title: str) -> go.Figure:
    figure = go.Figure(
        go.Heatmap(
            z=wide.to_numpy(),
            x=wide.columns,
            y=wide.index,
            zmin=0,
            colorscale=palette.QUANTITY_SCALE,
            colorbar={"title": {"text": title}, "thickness": 12},
            hovertemplate="%{y} at x = %{x:.2f}: %{z:.3f}<extra></extra>",
            xgap=1,
            ygap=1,
        )
    )
    style(figure, height=24 * len(wide) + 90, x="Flat parameter x")
    figure.update_yaxes(autorange="reversed", type="category")
    return figure


def _methods(table: pd.DataFrame) -> list[str]:
    present = set(table["method"])
    return [method for method in METHOD_TITLES if method in present]
