"""What people use, on the graphs of the tournament, and paired tests of all against the leader."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from components.graphs.measure_parameters import SCORE_SHORT
from components.graphs.tournament.jobs import TournamentPlan
from components.jobs import run_job
from components.memory import once
from core.graphs import BASELINES, find_communities, partition_score
from core.graphs.paired_tests import against_leader, half_width
from core.graphs.tournaments import TournamentResult
from core.parallel import Progress

STARTS = 3  # per graph; their mean counts, so that intervals are over graphs
START_UP_TO = 100**2 * 40  # nodes² × graphs; more wait for their button
LEVEL = 0.05


def rival_scores(plan: TournamentPlan, n_graphs: int) -> NDArray[np.float64]:
    """Scores (graphs, baselines) on the first graphs; no row before they are done."""

    def make(progress: Progress, done: list[Any]) -> Iterator[NDArray[np.float64]]:
        for number in range(len(done), n_graphs):
            progress(number / n_graphs, f"what people use on graph {number + 1} of {n_graphs}")
            yield _scores(plan, plan.seed + number)

    job = run_job(
        ("rivals", plan.model, plan.settings, plan.score, plan.seed),
        "what people use",
        make,
        origin="simulated",
        start=plan.n_nodes**2 * n_graphs <= START_UP_TO,
        n_wanted=n_graphs,
    )
    if len(job.results) < n_graphs:
        return np.empty((0, len(BASELINES)))
    return np.stack(job.results[:n_graphs])


def _scores(plan: TournamentPlan, seed: int) -> NDArray[np.float64]:
    graph = plan.graph(seed)
    classes = len(set(graph.communities)) if graph.communities is not None else 1
    return np.array(
        [
            np.mean(
                [
                    partition_score(
                        plan.score,
                        find_communities(graph.adjacency, name, classes, random_state=start),
                        graph.communities,
                        graph.adjacency,
                    )
                    for start in range(STARTS)
                ]
            )
            for name in BASELINES
        ]
    )


@once
def against_table(
    result: TournamentResult, rank_by: str, rivals: NDArray[np.float64]
) -> pd.DataFrame:
    """A row per measure and baseline: held-out mean with interval, and p against the leader.

    Columns: by, mean, half_width (of its 95% interval over graphs), p (Wilcoxon, after Holm; NaN
    for the leader), baseline.
    """
    points = result.copeland_best if rank_by == "best" else result.copeland_90
    scores = result.held_out(rank_by)
    names = list(result.measures)
    if len(rivals) == result.n_graphs:
        scores = np.hstack([scores, rivals])
        names += [row.title for row in BASELINES.values()]
    table = pd.DataFrame(
        {
            "by": names,
            "mean": scores.mean(axis=0),
            "half_width": half_width(scores),
            "p": against_leader(scores, int(np.argmax(points))),
            "baseline": np.arange(len(names)) >= len(result.measures),
        }
    )
    return table.sort_values("mean", ascending=False, kind="stable").reset_index(drop=True)


def show_against(plan: TournamentPlan, result: TournamentResult, rank_by: str) -> None:
    """The table, with the sentence on what cannot be told from the leader."""
    st.markdown("**Is the leader better, or luckier?**")
    table = against_table(result, rank_by, rival_scores(plan, result.n_graphs))
    st.markdown(against_sentence(table, result.n_graphs))
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        placeholder="–",
        height=35 * (len(table) + 1) + 3,
        column_config={
            "by": st.column_config.TextColumn("Partition by", width=150),
            "mean": number(f"Mean {SCORE_SHORT[plan.score]}", format="%.3f", width=85),
            "half_width": number("±", format="%.3f", width=65),
            "p": number("p", format="%.3f", width=65),
            "baseline": st.column_config.CheckboxColumn("No measure", width=95),
        },
        alt="Held-out means of measures and baselines with p-values against the leader",
    )
    st.caption(
        "Measures at the x chosen on the other half of the graphs; baselines over "
        f"{STARTS} starts per graph. ±: 95% interval over graphs. p: Wilcoxon's signed-rank test "
        "against the leader of the ranking, graph by graph, corrected for their number (Holm)."
    )


@once
def against_sentence(table: pd.DataFrame, n_graphs: int) -> str:
    """Who differs from the leader beyond doubt, and the best of what people use."""
    leaders = table[table["p"].isna() & ~table["baseline"]]
    leader = leaders["by"].iloc[0]
    others = table[~table["baseline"] & (table["by"] != leader)]
    differ = int((others["p"] < LEVEL).sum())
    said = (
        f"**{leader}** differs from {differ} of the {len(others)} other measures beyond doubt "
        f"(p < {LEVEL:g} on {n_graphs} graphs); from the rest it cannot be told."
    )
    known = table[table["baseline"]]
    if known.empty:
        return said
    best, ours = known.iloc[0], leaders["mean"].iloc[0]
    sure = best["p"] < LEVEL
    word = "above" if best["mean"] > ours else "below"
    return f"{said} **{best['by']}**, the best of what people use, lies {word} it" + (
        f" ({best['mean']:.2f} against {ours:.2f})."
        if sure
        else f", but not beyond doubt ({best['mean']:.2f} against {ours:.2f})."
    )
