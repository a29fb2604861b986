"""The curves of the "One graph" view: at once on a small graph, as a job on a larger one."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import pair_of
from components.graphs.one_graph.results import Setting
from components.graphs.sweep_jobs import SweepPlan, sweep_job
from components.jobs import run_job
from core.errors import ComputeError, ParameterError
from core.graphs import DEFAULT_X, MEASURE_TABLE
from core.graphs.sweeps import SweepCell
from core.parallel import Progress

AT_ONCE_UP_TO = 400  # nodes
CURVES_START_UP_TO = 600  # nodes; above, the curves wait for their button
COARSE_X = DEFAULT_X[1::3]


def ready_measures(choice: GraphChoice, measure: str, x: float) -> tuple[str, ...]:
    """The measure and its twin as far as their kernels are there; a job on a larger graph."""
    pair = pair_of(measure)
    if choice.graph.n_nodes <= AT_ONCE_UP_TO:
        return pair

    def make(progress: Progress, done: list[Any]) -> Iterator[str]:
        for number in range(len(done), len(pair)):
            name = pair[number]
            progress(number / len(pair), f"kernel of {name}, {choice.graph.n_nodes:,} nodes")
            with suppress(ParameterError, ComputeError):  # said where its partition is missing
                kept_results.kernel(choice, name, x if MEASURE_TABLE[name].parameter else None)
            yield name

    key = ("kernels", choice.key, pair, x)
    return tuple(run_job(key, "kernels", make, origin=choice.origin).results)


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
    start = choice.graph.n_nodes <= CURVES_START_UP_TO
    return tuple(sweep_job(choice, plan, "curves", start=start).results)
