"""The pictures of the "From a few nodes" view: the ranked graph, the table, the comparison."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from scipy.stats import rankdata

from components import palette
from components.charts import chart, drawn, first_screen, style
from components.graphs import kept_results
from components.graphs.few_nodes.parameters import KNOWN_NODES
from components.graphs.few_nodes.results import DRAWS
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import draw_ranked, edges_note
from components.graphs.node_names import node_hovers
from components.memory import once

DRAWING = "few_nodes_graph"
SHOWN_ROWS = 200
SMALL_SCORE = 1e-3


def show_ranked_graph(
    choice: GraphChoice, known: tuple[int, ...], scores: NDArray[np.float64]
) -> None:
    """The graph, nodes coloured by rank; a click adds a known node or takes it away."""
    marked = np.isin(np.arange(choice.graph.n_nodes), known)
    rank = np.full(len(scores), np.nan)
    reached = np.isfinite(scores) & ~marked
    if reached.any():
        rank[reached] = rankdata(scores[reached]) / reached.sum()
    rank[marked] = 1.0
    hover = [
        f"{name}: " + ("known" if is_known else _said(each))
        for name, is_known, each in zip(node_hovers(choice.graph), marked, scores, strict=True)
    ]
    chart(
        draw_ranked(choice.graph, kept_results.layout(choice), marked, rank, hover, height=520),
        key=DRAWING,
        first=True,
        alt="The graph with the known nodes as stars, all others coloured by their rank.",
        scroll_zoom=True,
        on_select=toggle_clicked_node(choice),
        selection_mode="points",
    )
    st.caption(
        "Stars: the known nodes. Click a node to add it, or a star to take it away. Grey: not "
        "reached from any known node." + edges_note(choice.graph)
    )


def _said(score: float) -> str:
    return f"score {score:.4g}" if np.isfinite(score) else "not reached"


def toggle_clicked_node(choice: GraphChoice) -> Callable[[], None]:
    """A callback that adds the clicked node to the known ones, or takes it away."""

    def clicked() -> None:
        state = st.session_state.get(DRAWING)
        for point in [] if state is None else state["selection"]["points"]:
            data = point.get("customdata")
            values = list(data.values()) if isinstance(data, Mapping) else data
            if values and int(values[0]) < choice.graph.n_nodes:
                name = str(choice.graph.node_ids[int(values[0])])
                known = list(st.session_state.get(KNOWN_NODES, ()))
                left = [each for each in known if each != name]
                st.session_state[KNOWN_NODES] = left if name in known else [*known, name]
                return

    return clicked


def show_ranked_table(table: pd.DataFrame, n_not_reached: int) -> None:
    """The nearest first; what is not reached is counted, not ranked."""
    is_small = table["score"].abs().max() < SMALL_SCORE  # zeros would fill the column
    first_screen(35 * 13 + 3, key="nearest").dataframe(
        table.drop(columns="row").head(SHOWN_ROWS),
        hide_index=True,
        height="stretch",
        column_config={
            "rank": st.column_config.NumberColumn("Rank", format="%.3g", width=60),
            "node": st.column_config.TextColumn("Node", width=80),
            "score": st.column_config.NumberColumn(
                "Score", format="%.2e" if is_small else "%.3g", width=80
            ),
            "links": st.column_config.NumberColumn(
                "Links", format="%.3g", width=50, help="Weight of its edges to the known nodes."
            ),
            "community": st.column_config.TextColumn("Community", width=85),
            "suggested": st.column_config.CheckboxColumn(
                "Take?",
                width=55,
                help="Suggested: before the largest drop of the score, in the first half.",
            ),
        },
        alt="All other nodes, nearest to the known ones first",
    )
    more = len(table) - SHOWN_ROWS
    st.caption(
        "Ranks are relative, and a score is no probability: where to cut is a suggestion."
        + (f" {more:,} more are in the download." if more > 0 else "")
        + (f" Not reached from a known node: {n_not_reached:,}." if n_not_reached else "")
    )


@once
def compared_ways(study: pd.DataFrame) -> pd.DataFrame:
    """Mean AUC and precision of each way of ranking, with a 95% interval over draws."""
    grouped = study.groupby("ranked_by", sort=False)[["auc", "precision"]]
    mean = grouped.mean()
    half = 1.96 * grouped.std(ddof=1) / np.sqrt(grouped.count())
    table = mean.join(half.add_suffix("_half")).reset_index()
    return table.sort_values("auc", ascending=False, kind="stable").reset_index(drop=True)


def show_study(study: pd.DataFrame, n_known: int) -> None:
    """AUC and precision by way of ranking, as bars with intervals."""
    table = compared_ways(study)
    chart(
        _bars(table),
        key="few_nodes_study",
        alt="Mean AUC and precision of each way of ranking, with intervals over random draws.",
        table=table,
    )
    st.caption(
        f"{DRAWS} random draws of {n_known} known nodes from each community; intervals: 95% of the "
        "mean over draws on this one graph. AUC: how often a node of the community stands above "
        "another, 0.5 for chance. Precision: the share of the community among as many first nodes "
        "as it has left."
    )


@drawn
def _bars(table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    titles = {"auc": "AUC", "precision": "Precision"}
    for number, (column, title) in enumerate(titles.items()):
        figure.add_bar(
            x=table["ranked_by"],
            y=table[column],
            name=title,
            marker={"color": palette.categories()[number]},
            error_y={"array": table[f"{column}_half"], "color": palette.ink(), "thickness": 1.2},
            hovertemplate="%{x}: %{y:.3f}<extra>" + title + "</extra>",
        )
    style(figure, height=340, x="Ranked by", y="Mean over draws")
    figure.update_yaxes(range=[0, 1.05])
    figure.update_layout(barmode="group")
    return figure
