"""A tournament of measures over graphs of one random model.

Every graph is swept with every measure; the mean over graphs then tells the parameter of each
measure, and Copeland's rule ranks the measures at it (Ivashkin, Chebotarev, 2016).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from core.errors import ParameterError
from core.graphs.copeland_count import copeland
from core.graphs.measures import LOGARITHM_PAIRS, MEASURES
from core.graphs.sweeps import DEFAULT_X, sweep
from core.parallel import Progress, map_blocks, no_progress

Scores = NDArray[np.float64]
MakeGraph = Callable[[int], tuple[Any, Any]]


@dataclass(frozen=True)
class TournamentResult:
    """What a tournament knows after some graphs.

    Attributes
    ----------
    measures : tuple of str
        Names of the m measures.
    x : tuple of float
        The p flat parameters.
    scores : (graphs, m, p) array
        NaN where a measure has no kernel.
    n_graphs_planned : int
        Graphs that the whole tournament has.
    """

    measures: tuple[str, ...]
    x: tuple[float, ...]
    scores: Scores
    n_graphs_planned: int

    @property
    def n_graphs(self) -> int:
        """Graphs done so far."""
        return len(self.scores)

    @cached_property
    def mean(self) -> Scores:
        """Mean over graphs (m, p); NaN where a measure failed on any graph."""
        return self.scores.mean(axis=0)

    def band(self, low: float = 0.1, high: float = 0.9) -> tuple[Scores, Scores]:
        """Quantiles over graphs (m, p) each; NaN where a measure failed on any graph."""
        lower, upper = np.quantile(self.scores, [low, high], axis=0)
        return lower, upper

    @cached_property
    def best_index(self) -> NDArray[np.int64]:
        """(m,) position of the parameter with the highest mean; 0 where there is none."""
        return _best(self.mean)

    @cached_property
    def percentile_90_index(self) -> NDArray[np.int64]:
        """(m,) position of the parameter whose mean is the 90th percentile over parameters.

        The next lower one, so that it is a parameter that was tried: how good a measure is when
        its parameter is well but not perfectly chosen.
        """
        return _percentile_90(self.mean)

    def at(self, index: NDArray[np.int64]) -> Scores:
        """Scores (graphs, m) with measure i at parameter ``index[i]``."""
        return self.scores[:, np.arange(len(self.measures)), index]

    @cached_property
    def copeland_best(self) -> NDArray[np.int64]:
        """Copeland scores (m,), every measure at its best parameter."""
        return copeland(self.at(self.best_index))

    @cached_property
    def copeland_90(self) -> NDArray[np.int64]:
        """Copeland scores (m,), every measure at its 90th-percentile parameter."""
        return copeland(self.at(self.percentile_90_index))

    def held_out(self, choose: str = "best") -> Scores:
        """Scores (graphs, m), each graph at parameters that were chosen on the other half.

        The graphs with even numbers choose for those with odd numbers, and these for them: what a
        parameter scores on the graphs that it was chosen on flatters it. ``choose``: "best" or
        "p90", as the indices above. NaN with fewer than two graphs.
        """
        if choose not in CHOICES:
            raise ParameterError(f"choose is {choose!r}; choose one of: {', '.join(CHOICES)}.")
        result = np.full(self.scores.shape[:2], np.nan)
        if self.n_graphs < 2:
            return result
        for half in (0, 1):
            index = CHOICES[choose](self.scores[1 - half :: 2].mean(axis=0))
            result[half::2] = self.scores[half::2][:, np.arange(len(index)), index]
        return result

    def held_out_pairs(self, choose: str = "best") -> list["PlainVersusLog"]:
        """Every plain measure against its logarithm on graphs that chose no parameter of theirs."""
        return self._pairs_of(self.held_out(choose))

    def pairs(self, index: NDArray[np.int64] | None = None) -> list["PlainVersusLog"]:
        """Every plain measure against its logarithm, at the best parameters unless given."""
        return self._pairs_of(self.at(self.best_index if index is None else index))

    def _pairs_of(self, table: Scores) -> list["PlainVersusLog"]:
        place = {name: position for position, name in enumerate(self.measures)}
        return [
            _compared(plain, logarithm, table[:, place[plain]], table[:, place[logarithm]])
            for plain, logarithm in LOGARITHM_PAIRS
            if plain in place and logarithm in place
        ]


@dataclass(frozen=True)
class PlainVersusLog:
    """One pair: a measure against its logarithm.

    Attributes
    ----------
    plain, logarithm : str
        Their names.
    plain_mean, logarithm_mean : float
        Mean scores over graphs.
    plain_wins, logarithm_wins : int
        On how many graphs each was ahead.
    difference, half_width : float
        Mean over graphs of the logarithm's score less the plain one's, and half of its 95 %
        interval (Student's t, paired by graph); NaN with fewer than two graphs or without a kernel.
    """

    plain: str
    logarithm: str
    plain_mean: float
    logarithm_mean: float
    plain_wins: int
    logarithm_wins: int
    difference: float = np.nan
    half_width: float = np.nan

    @property
    def ahead(self) -> str:
        """The name of the one ahead; an empty text where the interval holds 0 or there is none."""
        if not abs(self.difference) > self.half_width:
            return ""
        return self.logarithm if self.difference > 0 else self.plain

    @property
    def logarithm_leads(self) -> bool:
        """Whether the logarithm's mean score is higher."""
        return self.logarithm_mean > self.plain_mean


def _compared(plain: str, logarithm: str, left: Scores, right: Scores) -> PlainVersusLog:
    gain = right - left
    half = np.nan
    if len(gain) > 1:
        half = float(student.ppf(0.975, len(gain) - 1) * gain.std(ddof=1) / np.sqrt(len(gain)))
    left, right = (np.where(np.isnan(part), -np.inf, part) for part in (left, right))
    return PlainVersusLog(
        plain,
        logarithm,
        float(left.mean()),
        float(right.mean()),
        int((left > right).sum()),
        int((right > left).sum()),
        float(gain.mean()),
        half,
    )


def _best(mean: Scores) -> NDArray[np.int64]:
    return np.argmax(np.where(np.isnan(mean), -np.inf, mean), axis=1)


def _percentile_90(mean: Scores) -> NDArray[np.int64]:
    index = np.zeros(len(mean), dtype=np.int64)
    for row, means in enumerate(mean):
        valid = np.flatnonzero(~np.isnan(means))
        if len(valid):
            target = np.percentile(means[valid], 90, method="lower")
            index[row] = valid[np.argmin(np.abs(means[valid] - target))]
    return index


CHOICES: dict[str, Callable[[Scores], NDArray[np.int64]]] = {
    "best": _best,
    "p90": _percentile_90,
}


def tournament(
    make_graph: MakeGraph,
    n_graphs: int,
    measures: Sequence[str] = MEASURES,
    x: Sequence[float] = DEFAULT_X,
    method: str = "ward",
    *,
    score: str = "ari",
    random_state: int = 0,
    progress: Progress = no_progress,
) -> Iterator[TournamentResult]:
    """Yield the result so far after every graph; stopping loses nothing that was yielded.

    Graph g gets the seed ``random_state`` + g, so that a longer tournament begins with the graphs
    of a shorter one. Graphs run in parallel.

    Parameters
    ----------
    make_graph : callable
        ``make_graph(seed)`` → (adjacency, communities).
    n_graphs : int
        Number of graphs, at least 1.
    measures : sequence of str, optional
        Some of ``MEASURES``.
    x : sequence of float, optional
        Flat parameters in (0, 1).
    method : str, optional
        One of ``METHODS``.
    score : str, optional
        One of ``SCORES``; higher is better.
    random_state : int, optional
        Seed of the first graph.
    progress : callable, optional
        Called with the share done and what is being done. It may raise Cancelled, which leaves the
        last result yielded as it is.

    Yields
    ------
    TournamentResult
        The scores of all graphs done so far.

    Raises
    ------
    ParameterError
        For no graph, and for names out of the tables.

    References
    ----------
    V. Ivashkin, P. Chebotarev, arXiv:1605.01046, 2016.

    Examples
    --------
    >>> path = [[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]]
    >>> rounds = tournament(lambda seed: (path, [0, 0, 1, 1]), 2, ["For", "logFor"], [0.5])
    >>> [result.n_graphs for result in rounds]
    [1, 2]
    """
    if n_graphs < 1:
        raise ParameterError(f"n_graphs is {n_graphs}; a tournament needs at least 1 graph.")
    names, grid = tuple(measures), tuple(float(value) for value in x)

    def swept(seed: int) -> Scores:
        adjacency, communities = make_graph(seed)
        table = sweep(adjacency, communities, names, grid, method, score=score, random_state=seed)
        return table.to_numpy()

    done: dict[int, Scores] = {}
    progress(0.0, f"graph 1 of {n_graphs}")
    for index, scores in map_blocks(swept, [random_state + g for g in range(n_graphs)]):
        done[index] = scores
        stacked = np.stack([done[key] for key in sorted(done)])
        yield TournamentResult(names, grid, stacked, n_graphs)
        progress(len(done) / n_graphs, f"{len(done)} of {n_graphs} graphs")
