"""Graphs too large for a matrix of all pairs: clusters, what was approximated, blocks of edges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from components.graphs.node_names import node_columns
from components.graphs.one_graph.results import Setting
from components.graphs.one_graph.view import show_confusion_of, show_curve_of
from components.jobs import run_job
from components.memory import once
from components.page_frame import Download, PageFrame, how_this_works
from components.text import as_plain_text
from core.errors import ParameterError
from core.graphs import DEFAULT_X, sweep_large
from core.graphs.label_matching import match_labels
from core.graphs.large_graphs import checked_large
from core.graphs.sweeps import SweepCell
from core.limits import LIMITS
from core.parallel import Progress
from core.parameters import Parameter

LARGE_X = DEFAULT_X[::2]


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


def large_cells(choice: GraphChoice, setting: Setting) -> list[SweepCell]:
    """The measure and its twin over x in one pass, as a job with a Stop button."""
    pair = pair_of(setting.measure)

    def make(progress: Progress, done: list[Any]) -> Iterator[SweepCell]:
        known = {(cell.measure, cell.x) for cell in done}
        possible = []
        for name in pair:
            try:
                checked_large(name)
                possible.append(name)
            except ParameterError as error:
                if (name, None) not in known:
                    yield SweepCell(name, None, "", None, {}, str(error))
        for cell in sweep_large(
            choice.graph.adjacency,
            possible,
            LARGE_X,
            setting.n_clusters,
            communities=choice.graph.communities,
            scores=(setting.score,),
            random_state=setting.seed,
            progress=progress,
        ):
            if (cell.measure, cell.x) not in known:
                yield cell

    key = ("large", choice.key, pair, setting.n_clusters, setting.score, setting.seed)
    return run_job(key, "curves of the large graph", make, origin=choice.origin).results


def nearest_x(x: float) -> float:
    """The x of the curve that is nearest to the chosen one.

    >>> nearest_x(0.9)
    0.9
    """
    return min(LARGE_X, key=lambda each: abs(each - x))


def large_results(
    choice: GraphChoice, setting: Setting, cells: Sequence[SweepCell]
) -> list[LargeResult]:
    """The measure and its twin at the x of the curve that is nearest to the chosen one."""
    x, reference = nearest_x(setting.x), choice.graph.communities
    found = []
    for cell in (cell for cell in cells if cell.x in (None, x)):
        if cell.labels is None:
            found.append(LargeResult(cell.measure, None, cell.reason, np.nan))
            continue
        labels = cell.labels if reference is None else match_labels(cell.labels, reference)
        score = cell.scores[setting.score]
        found.append(LargeResult(cell.measure, labels, cell.approximation, score))
    return found


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
    at = "" if setting.x_of(setting.measure) is None else f" at x = {nearest_x(setting.x):.2f}"
    return (
        f"Too large for a matrix of all pairs, so this is **an approximation**{at}: "
        f"{'; '.join(parts)}, with k-means."
    )


def show_large_page(
    frame: PageFrame, choice: GraphChoice, setting: Setting, parameters: Sequence[Parameter]
) -> None:
    """The whole page below the controls: verdict, approximation, blocks, downloads."""
    cells = large_cells(choice, setting)
    results = large_results(choice, setting, cells)
    badges = [*choice.badges, f"{setting.n_clusters} clusters"]
    frame.verdict(large_sentence(setting, results), [*badges, ("approximation", "caution")])
    if setting.x_of(setting.measure) is not None and cells:
        names = " and ".join(dict.fromkeys(cell.measure for cell in cells))
        st.subheader(f"{names} against x", anchor=False)
        scores = {row.measure: row.score for row in results if row.labels is not None}
        show_curve_of(choice, replace(setting, x=nearest_x(setting.x)), scores, tuple(cells))
        st.caption(
            f"All {len(LARGE_X)} values of x come from one pass over the graph. Below: the "
            f"clusters at x = {nearest_x(setting.x):.2f}, the value of the curve nearest to yours."
        )
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
        columns = node_columns(choice.graph)
        if choice.graph.communities is not None:
            columns["community"] = choice.graph.communities
        found = {row.measure: row.labels + 1 for row in results if row.labels is not None}
        return to_csv(pd.DataFrame(columns | found))

    return [Download("Labels (CSV)", "kernelscope-labels.csv", "text/csv", labels)]
