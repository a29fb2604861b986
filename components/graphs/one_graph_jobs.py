"""The curves of the "One graph" view: at once on a small graph, as a job on a larger one."""

import streamlit as st

from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import pair_of
from components.graphs.one_graph_results import Setting
from components.graphs.sweep_jobs import SweepPlan, sweep_job
from core.graphs import DEFAULT_X
from core.graphs.sweep import SweepCell

AT_ONCE_UP_TO = 250  # nodes
COARSE_X = DEFAULT_X[1::3]


def pair_cells(choice: GraphChoice, setting: Setting) -> tuple[SweepCell, ...]:
    """A measure and its twin over the flat parameter; those that are done when it was stopped."""
    pair = pair_of(setting.measure)
    if choice.graph.n_nodes <= AT_ONCE_UP_TO:
        return kept_results.curves(
            choice,
            pair,
            DEFAULT_X,
            setting.method,
            setting.n_clusters,
            (setting.score,),
            setting.seed,
        )
    plan = SweepPlan(
        pair, COARSE_X, (setting.method,), setting.n_clusters, (setting.score,), setting.seed
    )
    place = st.container()
    with place:
        return tuple(sweep_job(choice, plan, "curves").results)
