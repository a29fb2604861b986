"""Deep kernel machines: the karate club's kernel on its way to the known communities."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from components import palette
from components.charts import chart, drawn, style
from components.memory import shared
from components.page_frame import PageFrame
from core.datasets.classic_graphs import load_classic_graph
from core.graphs import KernelKMeans, kernel_matrix
from core.graphs.measures.selections import OF_THE_DATA
from core.ideas import alignment, kernel_geodesic
from core.ideas.deep_kernel_machine import label_kernel, with_ridge
from core.ideas.depth_study import digits_on_sphere
from core.ideas.heard_studies import geodesic_accuracy
from core.percentages import percent

STEPS = tuple(np.linspace(0, 1, 21).round(2).tolist())
DIGIT_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, eq=False)
class Road:
    """The kernel at each step, its alignment with the labels, and how its clusters agree."""

    kernels: tuple[NDArray[np.float64], ...]
    aligned: tuple[float, ...]
    agreement: tuple[float, ...]
    digits: tuple[float, ...]


@shared(spinner="Walking from the data's kernel to the labels' …")
def road() -> Road:
    """On the karate club, sorted by community; new digits for the kernel that has seen labels."""
    graph = load_classic_graph("karate")
    community = np.asarray(graph.communities)
    order = np.argsort(community, kind="stable")
    names = community[order]
    K = with_ridge(kernel_matrix(graph.adjacency, *OF_THE_DATA)[np.ix_(order, order)])
    S = label_kernel(names)
    kernels = tuple(kernel_geodesic(K, S, t) for t in STEPS)
    found = [
        KernelKMeans(n_clusters=2, kernel="precomputed", random_state=0).fit_predict(each)
        for each in kernels
    ]
    return Road(
        kernels,
        tuple(alignment(each, S) for each in kernels),
        tuple(float(adjusted_rand_score(names, each)) for each in found),
        tuple(geodesic_accuracy(digits_on_sphere(), DIGIT_STEPS)),
    )


def show_machine(frame: PageFrame, t: float) -> None:
    """Verdict, matrix and curves at t."""
    found = road()
    place = int(np.argmin(np.abs(np.array(STEPS) - t)))
    start, end = found.digits[0], found.digits[-1]
    frame.verdict(
        f"At t = {t:.2f} the kernel agrees with the labels to **{percent(found.aligned[place])}**, "
        f"at the start to {percent(found.aligned[0])}. It has seen these labels, so that proves "
        f"nothing: of new digits it names {percent(start)} rightly at t = 0 and {percent(end)} at "
        "t = 1.",
        [("measured", "measured"), "karate club and digits", "seed 0", "CPU"],
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**The kernel between members, sorted by community**")
        chart(
            _matrix(found.kernels[place]),
            key="machine_matrix",
            first=True,
            alt=f"The kernel matrix at t = {t:.2f}, nodes sorted by community.",
        )
    with right:
        st.markdown("**What t changes**")
        table = pd.DataFrame(
            {"t": STEPS, "alignment": found.aligned, "clusters_ari": found.agreement}
        )
        chart(
            _curves(found, t),
            key="machine_curves",
            first=True,
            alt="Alignment with the labels, agreement of clusters, and accuracy on new digits "
            "against t.",
            table=table,
        )
    st.caption(
        "What to notice: slide t. The matrix turns into two blocks, because they were put into it; "
        "how many new digits are told hardly changes."
    )


@drawn
def _matrix(kernel: NDArray[np.float64]) -> go.Figure:
    scale = np.sqrt(np.diagonal(kernel))
    shown = kernel / np.outer(scale, scale)
    figure = go.Figure()
    figure.add_heatmap(
        z=shown,
        colorscale=palette.QUANTITY_SCALE,
        zmin=-0.2,
        zmax=1,
        colorbar={"title": "Likeness"},
        hovertemplate="%{x}, %{y}: %{z:.2f}<extra></extra>",
    )
    style(figure, height=420)
    figure.update_xaxes(showticklabels=False, title_text="Member")
    figure.update_yaxes(showticklabels=False, autorange="reversed", title_text="Member")
    return figure


@drawn
def _curves(found: Road, t: float) -> go.Figure:
    colours = palette.categories()
    figure = go.Figure()
    rows = (
        (STEPS, found.aligned, "Alignment with the labels"),
        (STEPS, found.agreement, "Clusters against communities (ARI)"),
        (DIGIT_STEPS, found.digits, "New digits told rightly"),
    )
    for number, (x, y, name) in enumerate(rows):
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines+markers" if number == 2 else "lines",
            name=name,
            line={"color": colours[number]},
            hovertemplate="t = %{x:.2f}: %{y:.2f}<extra></extra>",
        )
    figure.add_vline(x=t, line={"color": palette.ink(), "dash": "dot", "width": 1})
    return style(figure, height=420, x="t, from the data to the labels", y="Share")
