"""Beside what people use: Leiden, Louvain, label propagation, spectral clustering, over starts."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import SCORE_SHORT
from components.jobs import run_job
from components.memory import once
from core.datasets import GraphData
from core.graphs import BASELINES, find_communities, partition_score
from core.graphs.paired_tests import half_width
from core.parallel import Progress

STARTS = 10
START_UP_TO = 1_000  # nodes; above, they wait for their button
Labels = NDArray[np.int64]


def show_baselines(
    choice: GraphChoice, n_clusters: int, seed: int, score: str, measured: Mapping[str, float]
) -> None:
    """A sentence and a table; ``measured`` are scores of measures by what they are called."""
    st.subheader("Beside what people use", anchor=False)
    found = _baselines_of(choice, n_clusters, seed)
    if not found:
        return
    table = baseline_table(found, choice.graph, score, dict(measured), n_clusters)
    st.markdown(baseline_sentence(table, score))
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        column_config={
            "by": st.column_config.TextColumn("Partition by", width=240),
            "score": number(SCORE_SHORT[score], format="%.3f", width=90),
            "half_width": number(
                "±", format="%.3f", width=70, help=f"95% interval of the mean over {STARTS} starts."
            ),
            "clusters": number("Clusters", format="%.3g", width=80, help="Median over starts."),
            "told": st.column_config.CheckboxColumn("Told their number", width=130),
        },
        alt="Scores of the baselines and of the measures on this graph",
    )
    st.caption("; ".join(row.how for row in BASELINES.values()) + ".")


def _baselines_of(choice: GraphChoice, n_clusters: int, seed: int) -> dict[str, list[Labels]]:
    def make(progress: Progress, done: list[Any]) -> Iterator[tuple[str, list[Labels]]]:
        names = list(BASELINES)
        for number in range(len(done), len(names)):
            progress(number / len(names), f"{BASELINES[names[number]].title}, {STARTS} starts")
            yield names[number], _started(choice.graph, names[number], n_clusters, seed)

    job = run_job(
        ("baselines", choice.key, n_clusters, seed),
        "what people use",
        make,
        origin=choice.origin,
        start=choice.graph.n_nodes <= START_UP_TO,
    )
    return dict(job.results)


def _started(graph: GraphData, name: str, n_clusters: int, seed: int) -> list[Labels]:
    """Partitions from starts that share no random number with those of another seed."""
    seeds = np.random.SeedSequence(seed).generate_state(STARTS)
    return [
        find_communities(graph.adjacency, name, n_clusters, random_state=int(each) % 2**31)
        for each in seeds
    ]


@once
def baseline_table(
    found: Mapping[str, list[Labels]],
    graph: GraphData,
    score: str,
    measured: Mapping[str, float],
    n_clusters: int,
) -> pd.DataFrame:
    """A row per baseline, and one per measure, the best first.

    Columns: by, score (mean over starts), half_width (of its 95% interval), clusters (median),
    told (whether the number of clusters was given).
    """
    rows: list[dict[str, Any]] = [
        {
            "by": name,
            "score": value,
            "half_width": np.nan,
            "clusters": float(n_clusters),
            "told": True,
        }
        for name, value in measured.items()
    ]
    for name, starts in found.items():
        values = _scores(starts, graph, score)
        rows.append(
            {
                "by": BASELINES[name].title,
                "score": values.mean(),
                "half_width": half_width(values[:, None])[0],
                "clusters": float(np.median([len(np.unique(each)) for each in starts])),
                "told": BASELINES[name].is_told,
            }
        )
    table = pd.DataFrame(rows).sort_values("score", ascending=False, kind="stable")
    return table.reset_index(drop=True)


def _scores(starts: list[Labels], graph: GraphData, score: str) -> NDArray[np.float64]:
    known: dict[bytes, float] = {}
    for each in starts:
        key = each.tobytes()
        if key not in known:
            known[key] = partition_score(score, each, graph.communities, graph.adjacency)
    return np.array([known[each.tobytes()] for each in starts])


@once
def baseline_sentence(table: pd.DataFrame, score: str) -> str:
    """The best of the measures beside the best of the baselines, and whether chance decides."""
    titles = {row.title for row in BASELINES.values()}
    is_baseline = table["by"].isin(titles)
    best = table[is_baseline].iloc[0]
    told = ", which is told their number too" if best["told"] else ", which chooses the number"
    said = f"**{best['by']}**{told}, reaches {SCORE_SHORT[score]} {best['score']:.2f}"
    if best["half_width"] > 0:
        said += f" ± {best['half_width']:.2f} over {STARTS} starts"
    if is_baseline.all():
        return f"{said}."
    ours = table[~is_baseline].iloc[0]
    gap, room = ours["score"] - best["score"], np.nan_to_num(best["half_width"])
    word = "more" if gap > 0 else "less"
    than = "as much, within that interval" if abs(gap) <= room else f"{word} than that"
    return f"{said}. **{ours['by']}** reaches {ours['score']:.2f}: {than}."
