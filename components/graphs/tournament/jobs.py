"""A tournament as a job: graph by graph, stopped and resumed without losing one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.graphs.graph_models import GRAPH_SEED, graph_model
from components.graphs.slow_clusterers import begins_by_itself, seconds_of, slow_offer
from components.graphs.tournament.parameters import START_UP_TO
from components.jobs import Job, run_job
from components.memory import shared
from core.datasets import GraphData
from core.datasets.graph_parts import largest_component
from core.errors import KernelscopeError
from core.graphs import kernel_matrix, squared_distance
from core.graphs.reject_curves import reject_area, reject_curve
from core.graphs.tournaments import TournamentResult, tournament
from core.parallel import Progress, available_workers

BINS = np.linspace(0, 1, 101)
REJECT_GRAPHS = 10


@dataclass(frozen=True)
class TournamentPlan:
    """What is played: the model and its settings, how many graphs, and with what."""

    model: str
    settings: tuple[tuple[str, Any], ...]
    n_graphs: int
    measures: tuple[str, ...]
    x: tuple[float, ...]
    method: str
    score: str
    seed: int

    def graph(self, seed: int) -> GraphData:
        """The largest component of the graph that the model draws with this seed."""
        settings = dict(self.settings) | {GRAPH_SEED: seed}
        return largest_component(graph_model(self.model).make(settings))

    @property
    def n_nodes(self) -> int:
        """Nodes of every graph, before small components are left out."""
        return int(dict(self.settings).get("model_nodes", graph_model(self.model).n_nodes))

    @property
    def title(self) -> str:
        """The model in the articles' notation."""
        return graph_model(self.model).notation(dict(self.settings))


def tournament_job(plan: TournamentPlan) -> Job:
    """Scores (measures, x) of each graph; graphs of a shorter tournament are taken over."""

    def make(progress: Progress, done: list[Any]) -> Iterator[NDArray[np.float64]]:
        for first in range(len(done), plan.n_graphs, available_workers()):
            size = min(available_workers(), plan.n_graphs - first)
            progress(first / plan.n_graphs, f"{first} of {plan.n_graphs} graphs are done")
            yield from _played(plan, first, size)

    small = plan.n_nodes**2 * plan.n_graphs <= START_UP_TO
    key = ("tournament", replace(plan, n_graphs=0))
    n_cells = plan.n_graphs * len(plan.measures) * len(plan.x)
    seconds = seconds_of(plan.method, plan.n_nodes, n_cells)
    return run_job(
        key,
        "tournament",
        make,
        origin="simulated",
        start=small and begins_by_itself(seconds),
        n_wanted=plan.n_graphs,
        offer=slow_offer("tournament", seconds) if seconds else None,
    )


def _played(plan: TournamentPlan, first: int, size: int) -> NDArray[np.float64]:
    """Scores (size, measures, x) of the graphs first, first + 1, …"""

    def make_graph(seed: int) -> tuple[Any, Any]:
        graph = plan.graph(seed)
        return graph.adjacency, graph.communities

    *_, last = tournament(
        make_graph,
        size,
        plan.measures,
        plan.x,
        plan.method,
        score=plan.score,
        random_state=plan.seed + first,
    )
    return last.scores


def result_of(plan: TournamentPlan, job: Job) -> TournamentResult:
    """What the tournament knows after the graphs that are done (at least one)."""
    return TournamentResult(plan.measures, plan.x, np.stack(job.results), plan.n_graphs)


@dataclass(frozen=True, eq=False)
class MeanRejectCurve:
    """``intra_share`` (101,) at the inter-class shares 0, 0.01, …, 1, and the mean area."""

    measure: str
    x: float
    intra_share: NDArray[np.float64]
    area: float
    n_graphs: int


@shared()
def mean_reject_curve(
    plan: TournamentPlan, measure: str, x: float, n_graphs: int
) -> MeanRejectCurve | None:
    """The reject curve of a measure, averaged over the first graphs; None without a kernel."""
    curves, areas = [], []
    for seed in range(plan.seed, plan.seed + min(n_graphs, REJECT_GRAPHS)):
        graph = plan.graph(seed)
        try:
            distance = squared_distance(kernel_matrix(graph.adjacency, measure, x))
            inter, intra = reject_curve(distance, graph.communities)
        except KernelscopeError:
            return None
        # Where the curve rises straight up, the upper end is its value.
        last = np.append(inter[1:] != inter[:-1], True)
        curves.append(np.interp(BINS, inter[last], intra[last]))
        areas.append(reject_area(inter, intra))
    return MeanRejectCurve(measure, x, np.mean(curves, axis=0), float(np.mean(areas)), len(curves))
