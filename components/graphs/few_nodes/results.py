"""The ranking from a few known nodes, as a job, and the table made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from components.graphs.few_nodes.parameters import RANKED_BY
from components.graphs.graph_choice import GraphChoice
from components.jobs import Job, run_job
from components.memory import once
from core.graphs import rank_from
from core.graphs.ranking import pagerank_from
from core.graphs.ranking_study import ranking_study
from core.parallel import Progress

DRAWS = 10
TOP = 10  # nodes of which the degree is compared


@dataclass(frozen=True, eq=False)
class FewNodes:
    """Scores (n,) by a measure and by plain PageRank; NaN for what no known node reaches."""

    scores: NDArray[np.float64]
    pagerank: NDArray[np.float64]


def ranking_job(choice: GraphChoice, known: tuple[int, ...], ranked_by: str) -> Job:
    """One result: the scores of all nodes."""
    measure, x, score = RANKED_BY[ranked_by]

    def make(progress: Progress, done: list[Any]) -> Iterator[FewNodes]:
        progress(0.0, f"kernel of {measure}, {choice.graph.n_nodes:,} nodes")
        scores = rank_from(choice.graph.adjacency, known, measure, x, score)
        progress(0.6, "plain PageRank")
        yield FewNodes(scores, pagerank_from(choice.graph.adjacency, known))

    key = ("from a few nodes", choice.key, known, ranked_by)
    return run_job(key, "ranking", make, origin=choice.origin)


def study_job(choice: GraphChoice, n_known: int, draw: int) -> Job:
    """One result: the table of ``ranking_study``."""

    def make(progress: Progress, done: list[Any]) -> Iterator[pd.DataFrame]:
        yield ranking_study(
            choice.graph.adjacency,
            choice.graph.communities,
            n_known,
            DRAWS,
            random_state=draw,
            progress=progress,
        )

    key = ("few nodes study", choice.key, n_known, draw)
    return run_job(key, "comparison of the measures", make, origin=choice.origin)


@once
def ranked_table(
    choice: GraphChoice, known: tuple[int, ...], scores: NDArray[np.float64]
) -> pd.DataFrame:
    """One row per node that is reached and not known, nearest first; equal scores share a rank."""
    rest = np.setdiff1d(np.flatnonzero(np.isfinite(scores)), known)
    order = rest[np.argsort(-scores[rest], kind="stable")]
    table = pd.DataFrame(
        {
            "rank": rankdata(-scores[order].round(12), method="average"),
            "node": choice.graph.node_ids[order],
            "score": scores[order],
            "links": np.asarray(choice.graph.adjacency[list(known)].sum(axis=0)).ravel()[order],
            "row": order,
        }
    )
    if choice.graph.communities is not None:
        table["community"] = choice.graph.communities[order]
    table["suggested"] = np.arange(len(table)) < cut_after(table["score"].to_numpy())
    return table


def cut_after(scores: NDArray[np.float64]) -> int:
    """How many stand before the largest drop among the first half of descending scores (m,).

    >>> cut_after(np.array([9.0, 8.5, 8.0, 3.0, 2.5, 2.0]))
    3
    """
    half = max(len(scores) // 2 + 1, 2)
    drops = -np.diff(scores[:half])
    return int(np.argmax(drops)) + 1 if len(drops) else len(scores)
