"""Without ground truth: what the measures agree on, and how sure a recommendation is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from components import palette
from components.badges import badge
from components.charts import chart, drawn, style
from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.graph_drawing import Panel, cluster_colours, draw_panels
from components.graphs.measure_parameters import METHOD_TITLES
from components.graphs.one_graph.parameters import MATRIX_LEADS_ABOVE
from components.graphs.one_graph.results import LOUVAIN, Compared, Setting
from components.graphs.page_columns import two_columns
from components.graphs.slow_clusterers import seconds_of, slow_offer
from components.graphs.sweep_jobs import SweepPlan, remaining_cells
from components.jobs import Job, run_job
from core.graphs import CLUSTERERS, MEASURES, sweep_cells
from core.graphs.label_matching import match_labels
from core.graphs.measures.selections import QUICK
from core.graphs.no_truth import (
    Agreement,
    Recommendation,
    agreement_matrix,
    best_cells,
    recommend,
    shuffled,
    stability_table,
)
from core.graphs.sweeps import SweepCell
from core.parallel import Progress

X = tuple(np.round(np.linspace(0.06, 0.94, 12), 3).tolist())
CHANCE_GRAPHS, CHANCE_X = 3, (0.3, 0.5, 0.7)
SEEDS = 5
START_UP_TO = 250  # nodes; above, the study waits for its button
LEVELS = {
    "sure": ("fairly sure", "Measures that look at a graph in different ways agree."),
    "unsure": ("unsure", "Take it as a lead, not as a finding."),
    "guess": ("a guess", "Do not build on it: another method would say otherwise."),
}


@dataclass(frozen=True, eq=False)
class Study:
    """What the finished sweep says: the recommendation and what it rests on.

    ``best`` holds one row per measure (its best partition), ``agreement`` (measures, measures) the
    adjusted Rand indices between those.
    """

    recommendation: Recommendation
    best: pd.DataFrame
    agreement: NDArray[np.float64]


def study_of(choice: GraphChoice, cells: list[SweepCell], chance: list[float]) -> Study:
    """Recommend and compare; every two different partitions are compared once."""
    compared = Agreement()
    weighted = bool((choice.graph.adjacency.data != 1).any())
    null = float(np.mean(chance)) if chance else np.nan
    found = recommend(cells, null_modularity=null, weighted=weighted, agreement=compared)
    best = best_cells(stability_table(cells, compared))
    labels = [cells[int(row)].labels for row in best["cell"]]
    matrix = agreement_matrix([each for each in labels if each is not None], compared)
    return Study(found, best, matrix)


def study_job(choice: GraphChoice, setting: Setting) -> Job:
    """All measures over a coarse grid, then the modularity that chance finds."""
    plan = SweepPlan(
        MEASURES, X, (setting.method,), setting.n_clusters, ("modularity",), setting.seed
    )
    key = ("no truth", choice.key, plan)

    def make(progress: Progress, done: list[Any]) -> Iterator[SweepCell | float | Study]:
        cells = [each for each in done if isinstance(each, SweepCell)]
        chance = [each for each in done if isinstance(each, float)]
        if not chance:
            for cell in remaining_cells(
                choice, plan, lambda share, message: progress(0.8 * share, message), list(cells)
            ):
                cells.append(cell)
                yield cell
        for seed in range(len(chance), CHANCE_GRAPHS):
            progress(0.8 + 0.1 * seed / CHANCE_GRAPHS, f"shuffled graph {seed + 1}")
            chance.append(chance_modularity(choice, setting, seed))
            yield chance[-1]
        progress(0.9, "comparing partitions")
        yield study_of(choice, cells, chance)

    name, n_nodes = "agreement without truth", choice.graph.n_nodes
    seconds = seconds_of(setting.method, n_nodes, len(MEASURES) * len(X))
    return run_job(
        key,
        name,
        make,
        origin=choice.origin,
        start=n_nodes <= START_UP_TO and not seconds,
        offer=slow_offer(name, seconds) if seconds else None,
    )


def chance_modularity(choice: GraphChoice, setting: Setting, seed: int) -> float:
    """The best modularity in a graph of the same degrees whose edges are shuffled."""
    cells = sweep_cells(
        shuffled(choice.graph.adjacency, random_state=seed),
        None,
        QUICK,
        CHANCE_X,
        (setting.method,),
        n_clusters=setting.n_clusters,
        scores=("modularity",),
        random_state=setting.seed,
    )
    return max((cell.scores["modularity"] for cell in cells if cell.scores), default=np.nan)


def current_study(choice: GraphChoice, setting: Setting) -> Study | None:
    """The study as far as it is; None before its first cell."""
    job = study_job(choice, setting)
    study = next((each for each in job.results if isinstance(each, Study)), None)
    cells = [each for each in job.results if isinstance(each, SweepCell)]
    if study is None and any(cell.labels is not None for cell in cells):
        study = study_of(choice, cells, [])
    return study


def show_study(choice: GraphChoice, setting: Setting, study: Study, compared: Compared) -> None:
    """The recommendation with its confidence, and the agreement that it rests on."""
    st.subheader("What to believe without ground truth", anchor=False)
    found = study.recommendation
    _show_recommendation(choice, setting, found)
    left, right = two_columns("study")
    with left:
        _show_agreement(study)
    with right:
        _show_signs(study)
    if choice.graph.n_nodes <= MATRIX_LEADS_ABOVE:
        chosen = compared.labels.get(setting.measure, compared.labels[LOUVAIN])
        panels = [
            Panel(title, cluster_colours(labels), [f"cluster {each + 1}" for each in labels])
            for title, labels in (
                (f"Recommended: {found.measure}", match_labels(found.labels, chosen)),
                ("Chosen in the sidebar", match_labels(chosen, chosen)),
            )
        ]
        figure = draw_panels(choice.graph, kept_results.layout(choice), panels)
        chart(figure, key="graph_recommended", alt="The graph coloured by the recommendation.")


def _show_recommendation(choice: GraphChoice, setting: Setting, found: Recommendation) -> None:
    word, meaning = LEVELS[found.confidence]
    at = "" if found.x is None else f" at x = {found.x:.2f}"
    st.markdown(
        f"Recommended: **{found.measure}**{at} with {METHOD_TITLES[setting.method]}, "
        f"{len(np.unique(found.labels))} clusters: modularity {found.modularity:.2f} (shuffled "
        f"graphs give {found.null_modularity:.2f}), stability {found.stability:.2f}, agreement of "
        f"the other families {found.agreement:.2f}. {badge(word, found.confidence)} {meaning}"
    )
    for reason in found.reasons:
        st.markdown(f"- Not rated higher because {reason}.")
    if CLUSTERERS[setting.method].is_random:
        seeds = [
            kept_results.partition(
                choice, found.measure, found.x, setting.method, setting.n_clusters, seed
            )
            for seed in range(SEEDS)
        ]
        same = [adjusted_rand_score(a, b) for i, a in enumerate(seeds) for b in seeds[:i]]
        st.markdown(
            f"- Over {SEEDS} seeds its partitions agree with each other to an ARI of "
            f"{np.mean(same):.2f} on average, {np.min(same):.2f} at worst."
        )
    else:
        st.markdown(
            f"- {METHOD_TITLES[setting.method]} has no random start: every seed gives the same "
            "partition."
        )


def _show_agreement(study: Study) -> None:
    matrix, table = study.agreement, study.best
    order = np.argsort(-matrix.mean(axis=0), kind="stable")
    names = table["measure"].to_numpy()[order]
    shown = matrix[np.ix_(order, order)]
    chart(
        _agreement(names, shown),
        key="graph_agreement",
        alt="Adjusted Rand index between the best partitions of every two measures.",
        table=lambda: (
            pd.DataFrame(shown, index=names, columns=names).rename_axis("measure").reset_index()
        ),
    )
    st.caption(
        "Agreement between the measures' own best partitions; measures of one family agree "
        "by construction."
    )


@drawn
def _agreement(names: NDArray[np.str_], shown: NDArray[np.float64]) -> go.Figure:
    figure = go.Figure(
        go.Heatmap(
            z=shown,
            x=names,
            y=names,
            zmin=0,
            zmax=1,
            colorscale=palette.QUANTITY_SCALE,
            colorbar={"title": {"text": "ARI"}, "thickness": 12},
            hovertemplate="%{y} and %{x}: ARI %{z:.2f}<extra></extra>",
        )
    )
    style(figure, height=520)
    figure.update_yaxes(autorange="reversed")
    return figure


def _show_signs(study: Study) -> None:
    table = study.best.sort_values("modularity", ascending=False).drop(columns="cell")
    chart(
        _signs(table),
        key="graph_signs",
        alt="Modularity against stability of each measure's best partition.",
        table=table,
    )


@drawn
def _signs(table: pd.DataFrame) -> go.Figure:
    figure = go.Figure()
    figure.add_scatter(
        x=table["stability"],
        y=table["modularity"],
        mode="markers+text",
        text=_spaced_names(table),
        textposition="top center",
        customdata=table["measure"],
        marker={"size": 9, "color": palette.categories()[0]},
        hovertemplate="%{customdata}: stability %{x:.2f}, modularity %{y:.2f}<extra></extra>",
    )
    return style(figure, height=520, x="Stability against the parameter (ARI)", y="Modularity")


def _spaced_names(table: pd.DataFrame) -> list[str]:
    """Names where they have room; a name that would cover another one is left to the hover."""
    places = table[["stability", "modularity"]].to_numpy()
    spread = np.maximum(places.max(axis=0) - places.min(axis=0), 1e-9)
    scaled = places / spread
    taken: list[NDArray[np.float64]] = []
    names: list[str] = []
    for place, name in zip(scaled, table["measure"], strict=True):
        free = all(abs(place[0] - x) > 0.16 or abs(place[1] - y) > 0.045 for x, y in taken)
        names.append(str(name) if free else "")
        if free:
            taken.append(place)
    return names
