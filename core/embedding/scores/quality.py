"""Is the map true? Every score of a map in one dictionary."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.embedding.scores.clusters import cluster_scores
from core.embedding.scores.collapse import has_collapsed
from core.embedding.scores.distance_rows import DistanceRows, row_blocks
from core.embedding.scores.distortion import PairSums, paired
from core.embedding.scores.neighborhoods import intrusion, kept_share, neighbor_ranks, overlaps
from core.embedding.scores.row_correlation import row_pearson, row_spearman
from core.embedding.scores.withheld_times import withheld_time_scores
from core.parallel import Progress, map_blocks, no_progress

TRUST_NEIGHBORS = 15
OVERLAP_NEIGHBORS = (15, 50, 150)
PAIRS_SCORED = 10_000_000  # beyond, rows are drawn at random
FEWEST_ROWS = 200


def quality(
    embedding: object,
    truth: object | None = None,
    X: object | None = None,
    *,
    labels: object | None = None,
    time: object | None = None,
    n_rows: int | None = None,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> dict[str, float]:
    """Scores of a map, each named; only those that the given references allow.

    With ``truth``: ``pearson`` and ``spearman`` (mean over the points of the correlation between
    their distances on the map and their true ones, own point included), ``stress`` (of all pairs,
    at the best scale) and ``scale`` (true units for one unit of the map).
    With ``X``: ``trustworthiness`` and ``continuity`` at 15 neighbours, ``overlap_15``,
    ``overlap_50`` and ``overlap_150``, and ``lying_over``, the share of the 15 nearest on the map
    that are not even among the nearest tenth in the data (at least the 45 nearest); NaN where there
    are too few points.
    With ``labels``: the scores of :func:`~core.embedding.scores.clusters.cluster_scores`.
    With ``time``: those of :func:`~core.embedding.scores.withheld_times.withheld_time_scores`.
    ``n_rows`` is how many points' rows the first two groups were averaged over.
    Neighbours on a map without extent (:func:`~core.embedding.scores.collapse.has_collapsed`) are
    not scored: NaN. Memory stays below about 50 MB for each core beyond the arguments.

    Parameters
    ----------
    embedding : (n, m) or (n, n) array
        Coordinates on the map, or distances.
    truth : (n, k) or (n, n) array or None, optional
        True coordinates, or true distances.
    X : (n, d) or (n, n) array or None, optional
        The data, or distances in the data.
    labels : (n,) sequence or None, optional
        Classes.
    time : (n,) array or None, optional
        Times, in any unit.
    n_rows : int or None, optional
        Score this many random rows; None: all while they make 10 million pairs at most.
    random_state : int, optional
        Seed of the choice of rows.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    dict
        Scores by name.

    Raises
    ------
    ParameterError
        When lengths differ or values are not finite.

    Examples
    --------
    >>> line = np.arange(40.0)[:, None]
    >>> scores = quality(2 * line, truth=line, X=line)
    >>> [round(scores[name], 6) for name in ("pearson", "stress", "scale", "overlap_15")]
    [1.0, 0.0, 0.5, 1.0]
    """
    on_map = DistanceRows.of(embedding)
    n = len(on_map)
    if n_rows is None:
        n_rows = max(FEWEST_ROWS, PAIRS_SCORED // n)
    rows = np.arange(n)
    if n_rows < n:
        rows = np.sort(np.random.default_rng(random_state).choice(n, n_rows, replace=False))
    scores: dict[str, float] = {}
    if truth is not None:
        scores |= _against_truth(embedding, truth, rows, progress)
    if X is not None:
        scores |= _against_data(embedding, X, rows, progress)
    if scores:
        scores["n_rows"] = len(rows)
    if labels is not None:
        scores |= cluster_scores(embedding, labels, random_state=random_state)
    if time is not None:
        scores |= withheld_time_scores(embedding, time, random_state=random_state)
    return scores


def _against_truth(
    embedding: object, truth: object, rows: NDArray[np.intp], progress: Progress
) -> dict[str, float]:
    on_map, true = paired(embedding, truth)

    def score(block: NDArray[np.intp]) -> tuple[PairSums, NDArray, NDArray]:
        found, wanted = on_map.rows(block), true.rows(block)
        sums = PairSums()
        sums.add(found, wanted)
        return sums, row_pearson(found, wanted), row_spearman(found, wanted)

    parts = _in_order(score, rows, len(on_map), progress, "Comparing distances with the truth")
    sums = PairSums(*(sum(getattr(p[0], name) for p in parts) for name in vars(PairSums())))
    pearson, spearman = (np.concatenate([part[i] for part in parts]) for i in (1, 2))
    return {
        "pearson": _mean(pearson),
        "spearman": _mean(spearman),
        "stress": sums.stress,
        "scale": sums.scale,
    }


def _against_data(
    embedding: object, X: object, rows: NDArray[np.intp], progress: Progress
) -> dict[str, float]:
    on_map, data = paired(embedding, X)
    n = len(on_map)
    if has_collapsed(embedding):
        overlap_names = (f"overlap_{k}" for k in OVERLAP_NEIGHBORS)
        names = ("trustworthiness", "continuity", *overlap_names, "lying_over")
        return dict.fromkeys(names, float("nan"))

    far = max(3 * TRUST_NEIGHBORS, n // 10)

    def score(block: NDArray[np.intp]) -> tuple[float, float, NDArray, int]:
        map_rank = neighbor_ranks(on_map.rows(block), block)
        data_rank = neighbor_ranks(data.rows(block), block)
        return (
            float(intrusion(data_rank, map_rank, TRUST_NEIGHBORS).sum()),
            float(intrusion(map_rank, data_rank, TRUST_NEIGHBORS).sum()),
            overlaps(data_rank, map_rank, OVERLAP_NEIGHBORS).sum(axis=1),
            int(((map_rank > 0) & (map_rank <= TRUST_NEIGHBORS) & (data_rank > far)).sum()),
        )

    parts = _in_order(score, rows, n, progress, "Comparing neighbours with the data")
    false_neighbors, torn_neighbors = (sum(part[i] for part in parts) for i in (0, 1))
    shares = sum(part[2] for part in parts) / len(rows)
    lying = sum(part[3] for part in parts)
    return {
        "trustworthiness": kept_share(false_neighbors, len(rows), n, TRUST_NEIGHBORS),
        "continuity": kept_share(torn_neighbors, len(rows), n, TRUST_NEIGHBORS),
        **{f"overlap_{k}": float(shares[i]) for i, k in enumerate(OVERLAP_NEIGHBORS)},
        "lying_over": lying / (TRUST_NEIGHBORS * len(rows)) if n > 2 * far else float("nan"),
    }


def _in_order(
    score: Callable, rows: NDArray[np.intp], n: int, progress: Progress, doing: str
) -> list:
    """What ``score`` gives for each block of rows, in the order of the rows."""
    blocks = list(row_blocks(rows, n))
    found: list = [None] * len(blocks)
    for done, (index, part) in enumerate(map_blocks(score, blocks), start=1):
        found[index] = part
        progress(done / len(blocks), doing)
    return found


def _mean(values: NDArray[np.float64]) -> float:
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if len(defined) else float("nan")
