"""The curves of the "One graph" view: at once on a small graph, as a job on a larger one."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.measure_parameters import pair_of
from components.graphs.one_graph.results import Setting
from components.graphs.slow_clusterers import FEW_X, begins_by_itself, seconds_of, slow_offer
from components.graphs.sweep_jobs import SweepPlan, sweep_job
from components.jobs import run_job
from core.errors import ComputeError, LimitError, ParameterError
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


def clustered_measures(
    choice: GraphChoice, setting: Setting, ready: tuple[str, ...]
) -> tuple[str, ...]:
    """Those whose partition is there: with a slow clusterer it is asked for by a button."""
    seconds = seconds_of(setting.method, choice.graph.n_nodes, len(ready))
    if not seconds:
        return ready
    name = "the partitions"

    def make(progress: Progress, done: list[Any]) -> Iterator[str]:
        for number in range(len(done), len(ready)):
            progress(number / len(ready), f"clusters of {ready[number]}")
            with suppress(ParameterError, ComputeError, LimitError):  # said where it is missing
                kept_results.partition(
                    choice,
                    ready[number],
                    setting.x_of(ready[number]),
                    setting.method,
                    setting.n_clusters,
                    setting.seed,
                )
            yield ready[number]

    job = run_job(
        ("partitions", choice.key, ready, setting),
        name,
        make,
        origin=choice.origin,
        start=begins_by_itself(seconds),
        offer=slow_offer(name, seconds),
    )
    return tuple(job.results)


def pair_cells(choice: GraphChoice, setting: Setting) -> tuple[SweepCell, ...]:
    """A measure and its twin over the flat parameter; those that are done when it was stopped."""
    pair = pair_of(setting.measure)
    seconds = seconds_of(setting.method, choice.graph.n_nodes, len(pair) * len(FEW_X))
    if seconds:
        slow = SweepPlan(
            pair, FEW_X, (setting.method,), setting.n_clusters, (setting.score,), setting.seed
        )
        name = f"curves at {len(FEW_X)} x"
        start, offer = begins_by_itself(seconds), slow_offer(name, seconds)
        return tuple(sweep_job(choice, slow, name, start=start, offer=offer).results)
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
