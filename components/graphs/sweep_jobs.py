"""Sweeps of measures over parameters as jobs that can be stopped and resumed, cell by cell."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from components.graphs.graph_choice import GraphChoice
from components.graphs.kept_results import ONE_THREAD_UP_TO
from components.jobs import Job, Offer, run_job
from core.graphs import sweep_cells
from core.graphs.sweeps import SweepCell
from core.parallel import Progress, one_blas_thread


@dataclass(frozen=True)
class SweepPlan:
    """Which cells a sweep has: every measure at every x with every clusterer."""

    measures: tuple[str, ...]
    x: tuple[float, ...]
    methods: tuple[str, ...]
    n_clusters: int
    scores: tuple[str, ...]
    seed: int


def sweep_job(
    choice: GraphChoice,
    plan: SweepPlan,
    name: str,
    *,
    start: bool = True,
    offer: Offer | None = None,
) -> Job:
    """The cells of the plan; those of built-in graphs are kept for all visitors."""
    key = ("sweep", choice.key, plan)

    def make(progress: Progress, done: list[Any]) -> Iterator[SweepCell]:
        yield from remaining_cells(choice, plan, progress, done)

    return run_job(key, name, make, origin=choice.origin, start=start, offer=offer)


def remaining_cells(
    choice: GraphChoice, plan: SweepPlan, progress: Progress, done: Sequence[SweepCell]
) -> Iterator[SweepCell]:
    """The cells of a plan that are not among ``done``."""
    known = {(cell.measure, cell.x, cell.method) for cell in done}
    counted = {name: sum(cell.measure == name for cell in done) for name in plan.measures}
    full = len(plan.x) * len(plan.methods)
    # Measures without a parameter have one cell per clusterer; asking for them again costs little.
    left = [name for name in plan.measures if counted[name] < full]
    before = 1 - len(left) / len(plan.measures)

    def shown(share: float, message: str) -> None:
        progress(before + (1 - before) * share, message)

    graph = choice.graph
    with one_blas_thread() if graph.n_nodes <= ONE_THREAD_UP_TO else nullcontext():
        for cell in sweep_cells(
            graph.adjacency,
            graph.communities,
            left,
            plan.x,
            plan.methods,
            n_clusters=plan.n_clusters,
            scores=plan.scores,
            random_state=plan.seed,
            progress=shown,
        ):
            if (cell.measure, cell.x, cell.method) not in known:
                yield cell
