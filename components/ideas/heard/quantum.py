"""The quantum kernel: how alike two rows are as states of qubits, and what that tells."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.memory import shared
from components.page_frame import PageFrame
from core.ideas.heard_studies import QuantumStudy, quantum_study
from core.percentages import percent


@shared(spinner="Simulating qubits …")
def study(n_qubits: int, band: float) -> QuantumStudy:
    """Accuracies and likenesses on wine."""
    return quantum_study(n_qubits, band)


def show_quantum(frame: PageFrame, n_qubits: int, band: float) -> None:
    """Verdict, likenesses and accuracies at these settings."""
    found = study(n_qubits, band)
    mean = float(found.off_diagonal.mean())
    best = max(found.gaussian, found.linear)
    than = "less than" if found.quantum < best else "no less than"
    frame.verdict(
        f"The quantum kernel tells **{percent(found.quantum)}** of the wines, {than} a Gaussian or "
        f"linear kernel on the same columns ({percent(best)}). Two different wines are "
        f"{percent(mean)} alike on average as states of {n_qubits} qubits.",
        [("measured", "measured"), "wine, 178 rows", "5 folds, seed 0", "CPU, simulated exactly"],
    )
    left, right = st.columns(2, gap="large")
    table = likeness_table(found.off_diagonal)
    with left:
        st.markdown("**How alike two different wines are**")
        chart(
            _likeness(table, mean),
            key="quantum_likeness",
            first=True,
            alt="Histogram of the quantum kernel between different rows.",
            table=table,
        )
    with right:
        st.markdown("**Wines told rightly**")
        chart(
            _accuracy(found),
            key="quantum_accuracy",
            first=True,
            alt="Accuracy of the quantum, the Gaussian and the linear kernel.",
            table=accuracy_table(found),
        )
    st.caption(
        "What to notice: with wide angles nearly all pairs stand at 0, each wine is alike to "
        "itself alone, and nothing can be learned; with a narrow band the kernel is nearly linear."
    )


def likeness_table(off_diagonal: NDArray[np.float64]) -> pd.DataFrame:
    """Pairs by likeness, in 40 bins."""
    count, edges = np.histogram(off_diagonal, np.linspace(0, 1, 41))
    return pd.DataFrame({"likeness": (edges[1:] + edges[:-1]) / 2, "pairs": count})


def accuracy_table(found: QuantumStudy) -> pd.DataFrame:
    """Shares right by kernel."""
    return pd.DataFrame(
        {
            "kernel": ["Quantum", "Gaussian", "Linear"],
            "right": [found.quantum, found.gaussian, found.linear],
        }
    )


@drawn
def _likeness(table: pd.DataFrame, mean: float) -> go.Figure:
    figure = go.Figure()
    figure.add_bar(
        x=table["likeness"],
        y=table["pairs"],
        marker={"color": palette.categories()[0], "line_width": 0},
        hovertemplate="%{x:.2f}: %{y:,} pairs<extra></extra>",
        name="Pairs",
    )
    figure.add_vline(
        x=mean,
        line={"color": palette.ink(), "dash": "dot"},
        annotation_text=f"mean {mean:.2f}",
        annotation_font_color=palette.ink(),
    )
    return style(figure, height=400, x="Kernel between two rows", y="Pairs")


@drawn
def _accuracy(found: QuantumStudy) -> go.Figure:
    table = accuracy_table(found)
    figure = go.Figure()
    figure.add_bar(
        x=table["right"],
        y=table["kernel"],
        orientation="h",
        marker={"color": list(palette.categories()[:3])},
        text=[percent(each) for each in table["right"]],
        hovertemplate="%{y}: %{x:.0%}<extra></extra>",
    )
    style(figure, height=400, x="Right", y="Kernel")
    figure.update_xaxes(range=[0, 1.05], tickformat=".0%")
    figure.update_yaxes(autorange="reversed")
    return figure
