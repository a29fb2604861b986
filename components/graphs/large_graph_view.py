"""Graphs too large for a matrix of all pairs: clusters, what was approximated, blocks of edges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, drawn, style
from components.csv_export import to_csv
from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import SCORE_SHORT, pair_of
from components.graphs.one_graph.results import Setting, judge
from components.graphs.one_graph.view import show_confusion_of
from components.jobs import run_job
from components.memory import once
from components.page_frame import Download, PageFrame, how_this_works
from components.text import as_plain_text
from core.errors import Cancelled, KernelscopeError
from core.graphs import cluster_large
from core.graphs.label_matching import match_labels
from core.limits import LIMITS
from core.parallel import Progress
from core.parameters import Parameter


@dataclass(frozen=True, eq=False)
class LargeResult:
    """One measure's clusters of a large graph, or the reason why there are none."""

    measure: str
    labels: NDArray[np.int64] | None
    said: str
    score: float


def is_large(choice: GraphChoice) -> bool:
    """Whether the graph has more nodes than a matrix of all pairs is formed for."""
    return choice.graph.n_nodes > LIMITS["kernel_nodes"].maximum


def large_results(choice: GraphChoice, setting: Setting) -> list[LargeResult]:
    """The measure and its twin, as a job with a Stop button."""
    pair = pair_of(setting.measure)

    def make(progress: Progress, done: list[Any]) -> Iterator[LargeResult]:
        for number in range(len(done), len(pair)):
            name = pair[number]

            def shown(share: float, said: str, number: int = number, name: str = name) -> None:
                progress((number + share) / len(pair), f"{name}: {said}")

            try:
                found = cluster_large(
                    choice.graph.adjacency,
                    name,
                    setting.x_of(name),
                    setting.n_clusters,
                    random_state=setting.seed,
                    progress=shown,
                )
            except Cancelled:
                raise
            except KernelscopeError as error:
                yield LargeResult(name, None, str(error), np.nan)
                continue
            reference = choice.graph.communities
            labels = found.labels if reference is None else match_labels(found.labels, reference)
            score = judge(choice, setting.score, labels)
            yield LargeResult(name, labels, found.approximation, score)

    key = ("large", choice.key, setting)
    return run_job(key, "clusters of the large graph", make, origin=choice.origin).results


def large_sentence(setting: Setting, results: list[LargeResult]) -> str:
    """What the pair reaches, and that it is an approximation."""
    parts = [
        f"**{row.measure}** {SCORE_SHORT[setting.score]} {row.score:.3f}"
        if row.labels is not None
        else f"{row.measure} has no result ({row.said.rstrip('.')})"
        for row in results
    ]
    if not parts:
        return "The clustering was stopped before the first measure was done."
    at = "" if setting.x_of(setting.measure) is None else f" at x = {setting.x:.2f}"
    return (
        f"Too large for a matrix of all pairs, so this is **an approximation**{at}: "
        f"{'; '.join(parts)}, with k-means."
    )


def show_large_page(
    frame: PageFrame, choice: GraphChoice, setting: Setting, parameters: Sequence[Parameter]
) -> None:
    """The whole page below the controls: verdict, approximation, blocks, downloads."""
    results = large_results(choice, setting)
    badges = [*choice.badges, f"{setting.n_clusters} clusters"]
    frame.verdict(large_sentence(setting, results), [*badges, ("approximation", "caution")])
    show_large(choice, results)
    how_this_works("graphs_one_graph")
    frame.actions(parameters, large_downloads(choice, results))


def show_large(choice: GraphChoice, results: list[LargeResult]) -> None:
    """Approximation in words, density of edges between clusters, confusion with the truth."""
    for row in results:
        st.markdown(f"- **{row.measure}**: {as_plain_text(row.said)}")
    usable = [row for row in results if row.labels is not None]
    for place, row in zip(st.columns(max(len(usable), 1), gap="large"), usable, strict=False):
        assert row.labels is not None  # noqa: S101 - chosen above
        with place:
            st.subheader(f"Edges between the clusters of {row.measure}", anchor=False)
            _show_blocks(choice, row.measure, row.labels)
            show_confusion_of(choice, row.measure, row.labels)


def _show_blocks(choice: GraphChoice, measure: str, labels: NDArray[np.int64]) -> None:
    share = block_shares(choice, labels)
    names = [str(number + 1) for number in range(len(share))]
    chart(
        _blocks(share, names),
        key=f"large_blocks_{measure}",
        alt="Share of each cluster's edge weight that goes to each cluster.",
        table=lambda: pd.DataFrame(share, columns=names),
    )


@drawn
def _blocks(share: NDArray[np.float64], names: list[str]) -> go.Figure:
    figure = go.Figure(
        go.Heatmap(
            z=share,
            x=names,
            y=names,
            zmin=0,
            colorscale=palette.QUANTITY_SCALE,
            colorbar={"title": {"text": "share"}, "thickness": 12},
            hovertemplate="from cluster %{y}, %{z:.1%} of the weight goes to %{x}<extra></extra>",
        )
    )
    style(figure, height=420, x="To cluster", y="From cluster")
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_xaxes(type="category")
    return figure


@once
def block_shares(choice: GraphChoice, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of each cluster's edge weight that goes to each cluster; rows sum to 1."""
    upper = choice.graph.adjacency.tocoo()
    rows, columns = upper.coords
    n = int(labels.max()) + 1
    total = np.bincount(labels[rows] * n + labels[columns], upper.data, minlength=n * n)
    total = total.reshape(n, n)
    return total / np.maximum(total.sum(axis=1, keepdims=True), 1e-300)


def large_downloads(choice: GraphChoice, results: list[LargeResult]) -> list[Download]:
    """Labels of every node as CSV."""

    def labels() -> bytes:
        columns = {"node": choice.graph.node_ids}
        if choice.graph.communities is not None:
            columns["community"] = choice.graph.communities
        found = {row.measure: row.labels + 1 for row in results if row.labels is not None}
        return to_csv(pd.DataFrame(columns | found))

    return [Download("Labels (CSV)", "kernelscope-labels.csv", "text/csv", labels)]
