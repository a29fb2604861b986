"""The partitions that the "One graph" view compares, and how each is judged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.graphs import kept_results
from components.graphs.graph_choice import GraphChoice
from components.graphs.one_graph.parameters import FROM_TRUTH, GIVEN
from components.memory import once
from core.errors import KernelscopeError
from core.graphs import MEASURE_TABLE, partition_score
from core.graphs.cluster_count import CountProposal
from core.graphs.label_matching import match_labels
from core.limits import LIMITS


@dataclass(frozen=True)
class Setting:
    """One clustering of one graph."""

    measure: str
    x: float
    method: str
    n_clusters: int
    score: str
    seed: int

    def x_of(self, measure: str) -> float | None:
        """The flat parameter, None for a measure that has no parameter."""
        return self.x if MEASURE_TABLE[measure].parameter else None


@dataclass(frozen=True, eq=False)
class Compared:
    """Partitions side by side, numbered so that their colours agree.

    Attributes
    ----------
    labels : name → (n,) cluster numbers; the names are measures and "Louvain"
    scores : name → score
    reasons : measure → why it has no partition here
    truth : (n,) numbers of the known communities, or None
    """

    labels: dict[str, NDArray[np.int64]]
    scores: dict[str, float]
    reasons: dict[str, str]
    truth: NDArray[np.int64] | None


LOUVAIN = "Louvain"


@once
def compare(choice: GraphChoice, setting: Setting, measures: Sequence[str]) -> Compared:
    """Partitions of the measures and of Louvain, all in the colours of the truth."""
    found: dict[str, NDArray[np.int64]] = {}
    reasons: dict[str, str] = {}
    for measure in measures:
        try:
            found[measure] = kept_results.partition(
                choice,
                measure,
                setting.x_of(measure),
                setting.method,
                setting.n_clusters,
                setting.seed,
            )
        except KernelscopeError as error:
            reasons[measure] = str(error)
    found[LOUVAIN] = kept_results.louvain_partition(choice, setting.seed)
    known = choice.graph.communities
    reference = known if known is not None else found.get(setting.measure, found[LOUVAIN])
    labels = {name: match_labels(each, reference) for name, each in found.items()}
    scores = {name: judge(choice, setting.score, each) for name, each in labels.items()}
    truth = None if known is None else match_labels(known, known)
    return Compared(labels, scores, reasons, truth)


def judge(choice: GraphChoice, score: str, labels: NDArray[np.int64]) -> float:
    """One partition's score."""
    return partition_score(score, labels, choice.graph.communities, choice.graph.adjacency)


def cluster_count(
    choice: GraphChoice, source: str, given: int, measure: str, x: float | None
) -> tuple[int, tuple[CountProposal, ...]]:
    """The number of clusters from its source, and the proposals with their evidence.

    On a graph too large for a kernel only the eigengap proposes.
    """
    large = choice.graph.n_nodes > LIMITS["kernel_nodes"].maximum
    proposals = (
        kept_results.gap_alone(choice) if large else kept_results.proposals(choice, measure, x)
    )
    if source == FROM_TRUTH and choice.has_truth:
        return choice.n_communities, proposals
    if source == GIVEN:
        return given, proposals
    found = {row.criterion: row.n_clusters for row in proposals}
    return found.get(source, found["eigengap"]), proposals
