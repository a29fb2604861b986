"""How well a few nodes of a community find the others, by measure, where communities are known."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from core.errors import ComputeError, ParameterError
from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernels import scaled_kernel
from core.graphs.labels import checked_communities
from core.graphs.measures.selections import FROM_NODES, PLAIN_PAGERANK
from core.graphs.random_numbers import random_generator
from core.graphs.ranking import RANK_SCORES
from core.limits import check_limit
from core.parallel import Progress, no_progress

Vector = NDArray[np.float64]
Ranker = Callable[[NDArray[np.int64]], Vector]
PAGERANK, LINKS = "Plain PageRank", "Links to the known"


def ranking_study(
    adjacency: Any,
    communities: Any,
    n_seeds: int = 3,
    n_draws: int = 10,
    *,
    random_state: Any = None,
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Rank from seeds drawn out of each community, and see where the community's others stand.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type, of a connected graph.
    communities : (n,) sequence
        Known communities; one of fewer than ``n_seeds`` + 2 nodes is left out.
    n_seeds : int, optional
        Known nodes of a draw.
    n_draws : int, optional
        Draws from each community.
    random_state : int, Generator, RandomState or None, optional
        Seed of the draws.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    pandas.DataFrame
        A row per draw and way of ranking: ``ranked_by``, ``draw``, ``auc`` (share of pairs of a
        node of the community and one of another that stand in this order; seeds are left out), and
        ``precision`` (share of the community among as many first nodes as it has left; of nodes
        with equal scores the expected number).

    Raises
    ------
    ParameterError
        When no community has enough nodes.
    LimitError
        Above 5,000 nodes.

    Examples
    --------
    >>> two_groups = np.kron(np.eye(2), np.ones((6, 6)))
    >>> two_groups[0, 6] = two_groups[6, 0] = 1.0
    >>> study = ranking_study(two_groups, [0] * 6 + [1] * 6, 2, 3, random_state=0)
    >>> study.groupby("ranked_by")["auc"].mean().round(2).max()
    np.float64(1.0)
    """
    matrix = checked_adjacency(adjacency)
    check_limit("kernel_nodes", matrix.shape[0], what="The graph")
    known = checked_communities(communities, matrix.shape[0])
    large = [name for name, size in enumerate(np.bincount(known)) if size >= n_seeds + 2]
    if not large or len(np.unique(known)) < 2:
        raise ParameterError(
            f"No community has {n_seeds + 2} nodes and another one beside it; give fewer seeds."
        )
    rng = random_generator(random_state)
    draws = [
        rng.choice(np.flatnonzero(known == name), n_seeds, replace=False)
        for name in large
        for _ in range(n_draws)
    ]
    rows = []
    makers = _rankers(matrix)
    for number, (title, make) in enumerate(makers.items()):
        progress(number / len(makers), title)
        try:
            ranker = make()
        except (ParameterError, ComputeError):
            continue  # this graph has no such kernel: the way is not in the table
        for draw, seeds in enumerate(draws):
            rest = np.setdiff1d(np.arange(len(known)), seeds)
            scores, belongs = ranker(seeds)[rest], known[rest] == known[seeds[0]]
            rows.append((title, draw, roc_auc_score(belongs, scores), precision(scores, belongs)))
    progress(1.0, "")
    return pd.DataFrame(rows, columns=["ranked_by", "draw", "auc", "precision"])


def precision(scores: Vector, belongs: NDArray[np.bool_]) -> float:
    """Share that belongs among the first nodes, as many as belong; ties by the expected number.

    >>> precision(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]))
    0.75
    """
    wanted = int(belongs.sum())
    least = np.sort(scores)[-wanted]
    above, tied = scores > least, scores == least
    missing = wanted - above.sum()
    hits = belongs[above].sum() + missing * belongs[tied].sum() / tied.sum()
    return float(hits / wanted)


def _rankers(matrix: Any) -> dict[str, Callable[[], Ranker]]:
    """Ways of ranking by their titles, each made when it is its turn."""
    graph = GraphMatrices(matrix)

    def of_measure(measure: str, x: float | None, score: str) -> Ranker:
        kernel = scaled_kernel(graph, measure, x).matrix
        kernel = (kernel + kernel.T) / 2
        return lambda seeds: RANK_SCORES[score](kernel, seeds)

    def of_pagerank() -> Ranker:
        walks = scaled_kernel(graph, *PLAIN_PAGERANK).matrix
        return lambda seeds: walks[seeds].mean(axis=0)

    def of_links() -> Ranker:
        return lambda seeds: np.asarray(matrix[seeds].sum(axis=0)).ravel()

    found: dict[str, Callable[[], Ranker]] = {}
    for row in FROM_NODES:
        found[row[0]] = lambda row=row: of_measure(*row)  # type: ignore[misc]
    return found | {PAGERANK: of_pagerank, LINKS: of_links}
