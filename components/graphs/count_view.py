"""The evidence for a number of clusters: three curves, one per criterion."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from components import palette
from components.charts import chart, drawn, style
from components.graphs.graph_choice import GraphChoice
from core.graphs.cluster_count import CountProposal

# Criteria with the words that offer their number.
OFFERS = {
    "eigengap": "Proposed by the eigengap",
    "silhouette": "Proposed by the silhouette",
    "modularity": "Proposed by modularity",
}


def show_counts(
    choice: GraphChoice, proposals: Sequence[CountProposal], measure: str, used: int
) -> None:
    """What each criterion proposes and from which curve; the number in use is the dotted line."""
    shown = [row for row in proposals if len(row.evidence)]
    listed = ", ".join(f"{row.criterion} **{row.n_clusters}**" for row in shown)
    known = f"; known: **{choice.n_communities}**" if choice.has_truth else ""
    st.markdown(f"Proposals: {listed}{known}; in use: **{used}**.")
    chart(
        _evidence(shown, used),
        key="graph_counts",
        alt="Eigengap, silhouette and modularity against the number of clusters.",
        table=lambda: pd.concat([row.evidence.assign(criterion=row.criterion) for row in shown]),
    )
    st.caption(
        r"Eigengap: $\lambda_k - \lambda_{k+1}$ of $D^{-1/2} A D^{-1/2}$, which needs no "
        "clustering. Silhouette and "
        f"modularity: of Ward's clusters of {measure} at this x. The orange bar is the highest."
    )


@drawn
def _evidence(shown: Sequence[CountProposal], used: int) -> go.Figure:
    figure = make_subplots(
        1, len(shown), subplot_titles=[row.criterion.capitalize() for row in shown]
    )
    colour, mark = palette.categories()[:2]
    for number, row in enumerate(shown, start=1):
        counts, score = row.evidence["n_clusters"], row.evidence["score"]
        best = counts == row.n_clusters
        figure.add_trace(
            go.Bar(
                x=counts,
                y=score,
                marker={"color": [mark if chosen else colour for chosen in best]},
                hovertemplate="%{x} clusters: %{y:.3f}<extra></extra>",
                showlegend=False,
            ),
            row=1,
            col=number,
        )
        figure.add_vline(
            x=used,
            line={"width": 1.5, "dash": "dot", "color": palette.ink()},
            row=1,
            col=number,
        )
    style(figure, height=250, x="Clusters")
    figure.update_layout(margin={"t": 40})
    return figure
