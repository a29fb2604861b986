"""One measure's card: what it is, what it becomes at either end, and what is measured of it."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, style
from components.graphs.published_values import PAIRS, path_distances, published_table
from core.datasets import GraphData
from core.errors import KernelscopeError
from core.graphs import MEASURE_TABLE, MEASURES, Measure, family_of, kernel_matrix, squared_distance
from core.graphs.distance_properties import smallest_centred_eigenvalue, triangle_violation

ROUNDING = 1e-9
X = np.round(np.linspace(0.02, 0.98, 49), 4)


def show_card(row: Measure) -> None:
    """The card's text."""
    st.subheader(f"{row.name}: {row.title}", anchor=False)
    st.code(row.formula, language=None, wrap_lines=True)
    family = [name for name in MEASURES if family_of(name) == row.family and name != row.name]
    same = f"the same distance as {', '.join(family)}" if family else "a distance of its own"
    lines = [
        ("Parameter", f"{row.parameter}: {row.parameter_range}" if row.parameter else "none"),
        ("Flat parameter", row.flat_map),
        ("x → 0", row.limit_low),
        ("x → 1", row.limit_high),
        ("Metric", row.metric),
        ("Positive semidefinite", row.positive_semidefinite),
        ("Family", same),
        ("Cost", row.cost),
        ("Source", row.source),
    ]
    table = pd.DataFrame(lines, columns=["", "What is known"])
    st.table(table.set_index(""), border="horizontal")


def show_measured(row: Measure, graph: GraphData, x: float, title: str) -> str:
    """Whether the card's claims hold on this graph at this x; also returned as a sentence."""
    at = f" at x = {x:.2f}" if row.parameter else ""
    try:
        kernel = kernel_matrix(graph.adjacency, row.name, x if row.parameter else None)
    except KernelscopeError as error:
        st.info(str(error))
        return f"On {title}{at} it has no kernel."
    distance = squared_distance(kernel)
    root = np.sqrt(np.maximum(distance, 0))
    is_metric = triangle_violation(distance) <= ROUNDING and distance.min() > -ROUNDING
    root_is_metric = triangle_violation(root) <= ROUNDING and distance.min() > -ROUNDING
    lowest = smallest_centred_eigenvalue(kernel)
    metric = "is a metric" if is_metric else "is no metric"
    metric += ", and so is √Δ" if is_metric and root_is_metric else ""
    metric += ", but √Δ is one" if root_is_metric and not is_metric else ""
    euclidean = "are points in space" if lowest > -ROUNDING else "are no points in space"
    sentence = f"On {title}{at}, Δ {metric}, and the nodes {euclidean}"
    if lowest <= -ROUNDING:
        sentence += f" (smallest centred eigenvalue {lowest:.2g} of the largest)"
    left, middle, right = st.columns(3)
    left.metric(
        "Triangle: worst excess of Δ",
        f"{triangle_violation(distance):+.2g}",
        help="Largest d_ij − d_ik − d_kj, relative to the largest Δ; above 0 no metric.",
    )
    middle.metric(
        "Triangle: worst excess of √Δ",
        f"{triangle_violation(root):+.2g}",
        help="The same for the root of Δ.",
    )
    right.metric(
        "Smallest centred eigenvalue",
        f"{lowest:+.2g}",
        help="Relative to the largest in size; below 0 the kernel is indefinite.",
    )
    return sentence + "."


def show_path_curve(row: Measure, graph: GraphData, x: float) -> None:
    """The four different distances of the path on four nodes, against the flat parameter."""
    figure, rows = go.Figure(), []
    grid = X if row.parameter else X[[0, -1]]
    for value in grid:
        try:
            found = path_distances(graph, row.name, float(value) if row.parameter else None)
        except KernelscopeError:
            continue
        rows.append((value, *found))
    table = pd.DataFrame(rows, columns=["x", *PAIRS])
    for number, pair in enumerate(PAIRS):
        figure.add_scatter(
            x=table["x"],
            y=table[pair],
            mode="lines",
            name=f"d {pair}",
            line={"color": palette.categories()[number], "width": 2.5},
            hovertemplate="x = %{x:.2f}: %{y:.3f}<extra>d " + pair + "</extra>",
        )
    for value in (1, 2, 3):
        figure.add_hline(y=value, line={"width": 1, "dash": "dot", "color": palette.faint_ink()})
    if row.parameter:
        figure.add_vline(x=x, line={"width": 1, "dash": "dot", "color": palette.ink()})
    style(figure, height=380, x="Flat parameter x", y="Δ on the path 1–2–3–4")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(
        range=[0, max(3.2, float(table[list(PAIRS)].max(axis=None)) * 1.05) if len(table) else 3.2]
    )
    chart(
        figure,
        key="card_path",
        alt="The distances of the path on four nodes against the flat parameter.",
        table=table,
    )
    st.caption(
        "Δ scaled so that the three edges together are 3 long. Dotted: shortest path and "
        "resistance (1, 2, 3). Where d 1–3 lies below d 1–2 + d 2–3, node 2 is not "
        "“between” them; a walk "
        "or forest logarithm keeps the sum exactly."
    )


def show_published(graph: GraphData) -> None:
    """What an article prints for the path, beside what is computed here."""
    table = published_table(graph)
    number = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(
        table,
        hide_index=True,
        column_config=dict.fromkeys(table.columns[1:], number),
        alt="Distances on the path on four nodes: computed here and printed in the article",
    )
    st.caption(
        f"Printed by Chebotarev, arXiv:1305.7514, Fig. 1, to three digits; the largest gap is "
        f"{table['largest gap'].max():.4f}."
    )


def cards_table(kind: str) -> pd.DataFrame:
    """All cards as a table."""
    rows = [
        row
        for row in MEASURE_TABLE.values()
        if kind == "all" or row.is_logarithm == (kind == "log")
    ]
    names = ("name", "title", "family", "parameter_range", "limit_low", "limit_high", "metric",
             "positive_semidefinite", "formula", "flat_map", "cost", "source")  # fmt: skip
    return pd.DataFrame([{name: getattr(row, name) for name in names} for row in rows])


def show_cards_table(table: pd.DataFrame) -> None:
    """The table of all cards."""
    titles = {
        "name": "Measure", "title": "Name in the literature", "family": "Family",
        "parameter_range": "Range", "limit_low": "x → 0", "limit_high": "x → 1",
        "metric": "Metric?", "positive_semidefinite": "Positive semidefinite?",
        "formula": "Formula", "flat_map": "Flat parameter", "cost": "Cost", "source": "Source",
    }  # fmt: skip
    st.dataframe(
        table,
        hide_index=True,
        column_config=titles,
        height=35 * (len(table) + 1) + 3,
        alt="All measures with formula, range, limits, metric, definiteness, cost and source",
    )
