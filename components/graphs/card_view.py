"""One measure's card: what it is, what it becomes at either end, and what is measured of it."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.graphs.published_values import PAIRS, path_distances, published_table
from components.memory import once
from core.datasets import GraphData
from core.errors import KernelscopeError
from core.graphs import MEASURE_TABLE, MEASURES, Measure, family_of, kernel_matrix, squared_distance
from core.graphs.distance_properties import smallest_centred_eigenvalue, triangle_violation

ROUNDING = 1e-9
WIDTHS = {"name": 95, "title": 260, "family": 85, "parameter_range": 290}
X = np.round(np.linspace(0.02, 0.98, 49), 4)


def show_card(row: Measure, x: float) -> None:
    """The card's text."""
    st.subheader(f"{row.name}: {row.title}", anchor=False)
    st.latex(row.tex)
    at = f", x={x:g}" if row.parameter else ""
    st.code(f'kernel_matrix(adjacency, "{row.name}"{at})', wrap_lines=True)
    family = [name for name in MEASURES if family_of(name) == row.family and name != row.name]
    same = f"the same distance as {', '.join(family)}" if family else "a distance of its own"
    lines = [
        ("Definition", row.formula),
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
        found = _measured(graph, row.name, x if row.parameter else None)
    except KernelscopeError as error:
        st.info(str(error))
        return f"On {title}{at} it has no kernel."
    excess, root_excess, lowest, least = found
    is_metric = excess <= ROUNDING and least > -ROUNDING
    root_is_metric = root_excess <= ROUNDING and least > -ROUNDING
    metric = (
        "is a metric (no detour is shorter)"
        if is_metric
        else "is no metric (a detour can be shorter)"
    )
    metric += ", and so is √Δ" if is_metric and root_is_metric else ""
    metric += ", but √Δ is one" if root_is_metric and not is_metric else ""
    euclidean = "can" if lowest > -ROUNDING else "cannot"
    sentence = (
        f"On {title}{at} its distance Δ {metric}, and the nodes {euclidean} be drawn as points in "
        "space with exactly the distances √Δ"
    )
    left, middle, right = st.columns(3)
    left.metric(
        "Longest detour saved, Δ",
        _rounded(excess),
        help="How much longer the direct way is than one by a third node (the largest "
        "d_ij − d_ik − d_kj, relative to the largest Δ). Above 0, Δ is not a metric.",
    )
    middle.metric(
        "Longest detour saved, √Δ",
        _rounded(root_excess),
        help="The same for the root of Δ.",
    )
    right.metric(
        "Smallest centred eigenvalue",
        _rounded(lowest),
        help="Relative to the largest in size; below 0 the kernel is indefinite.",
    )
    return sentence + "."


def _rounded(value: float) -> str:
    """A number with its sign, and what is 0 but for rounding as 0.

    >>> _rounded(-4.3e-17), _rounded(-0.0123), _rounded(0.36)
    ('0', '−0.012', '+0.36')
    """
    return "0" if abs(value) <= ROUNDING else f"{value:+.2g}".replace("-", "−")


@once
def _measured(graph: GraphData, measure: str, x: float | None) -> tuple[float, ...]:
    """Worst excess of Δ and of √Δ, the smallest centred eigenvalue, and the smallest Δ."""
    kernel = kernel_matrix(graph.adjacency, measure, x)
    distance = squared_distance(kernel)
    excess = triangle_violation(distance)
    root_excess = triangle_violation(np.sqrt(np.maximum(distance, 0)))
    return excess, root_excess, smallest_centred_eigenvalue(kernel), float(distance.min())


def show_path_curve(row: Measure, graph: GraphData, x: float) -> None:
    """The four different distances of the path on four nodes, against the flat parameter."""
    table = _path_table(graph, row.name, has_parameter=bool(row.parameter))
    chart(
        _path_curve(table, x if row.parameter else None),
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


@once
def _path_table(graph: GraphData, measure: str, *, has_parameter: bool) -> pd.DataFrame:
    """Distances on the path at every x; parameters without a kernel are left out."""
    rows = []
    for value in X if has_parameter else X[[0, -1]]:
        try:
            found = path_distances(graph, measure, float(value) if has_parameter else None)
        except KernelscopeError:
            continue
        rows.append((value, *found))
    return pd.DataFrame(rows, columns=["x", *PAIRS])


@drawn
def _path_curve(table: pd.DataFrame, x: float | None) -> go.Figure:
    figure = go.Figure()
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
    if x is not None:
        figure.add_vline(x=x, line={"width": 1, "dash": "dot", "color": palette.ink()})
    style(figure, height=380, x="Flat parameter x", y="Δ on the path 1–2–3–4")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(
        range=[0, max(3.2, float(table[list(PAIRS)].max(axis=None)) * 1.05) if len(table) else 3.2]
    )
    return figure


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
        column_config={
            name: st.column_config.TextColumn(title, width=WIDTHS.get(name, 320))
            for name, title in titles.items()
        },
        height=35 * (len(table) + 1) + 3,
        alt="All measures with formula, range, limits, metric, definiteness, cost and source",
    )
