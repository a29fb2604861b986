"""Do known classes stay together on the map? Scores that need labels."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    homogeneity_completeness_v_measure,
    silhouette_score,
)
from sklearn.neighbors import NearestNeighbors

from core.errors import ParameterError

ACCURACY_NEIGHBORS = 10
SILHOUETTE_POINTS = 3_000  # the silhouette takes all pairs of these


def cluster_scores(embedding: object, labels: object, *, random_state: int = 0) -> dict[str, float]:
    """How well the classes can be found again on the map.

    k-means with as many clusters as there are classes, on the standardised map, against the
    classes: ``ari`` and ``ami`` (chance gives 0), ``homogeneity``, ``completeness`` and
    ``v_measure``. The classes themselves: ``silhouette`` (−1 to 1; of 3,000 random points when
    there are more) and ``neighbor_accuracy`` (share of points whose 10 nearest others mostly share
    their class). All NaN when there is one class only, or every point has its own.

    Parameters
    ----------
    embedding : (n, m) coordinates on the map
    labels : (n,) classes

    Raises ParameterError when the lengths differ.

    >>> scores = cluster_scores([[0.0], [0.1], [9.0], [9.1]], ["a", "a", "b", "b"])
    >>> scores["ari"], scores["neighbor_accuracy"]
    (1.0, 1.0)
    """
    points = np.asarray(embedding, dtype=np.float64)
    names, code = np.unique(np.asarray(labels), return_inverse=True)
    if len(code) != len(points):
        raise ParameterError(
            f"The map has {len(points):,} points and there are {len(code):,} labels."
        )
    keys = ("ari", "ami", "homogeneity", "completeness", "v_measure", "silhouette",
            "neighbor_accuracy")  # fmt: skip
    if not 2 <= len(names) < len(points):
        return dict.fromkeys(keys, float("nan"))
    spread = points.std(axis=0)
    standard = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    n_clusters = min(len(names), len(np.unique(standard, axis=0)))
    found = KMeans(n_clusters, n_init=10, random_state=random_state).fit_predict(standard)
    parts = homogeneity_completeness_v_measure(code, found)
    sample = min(SILHOUETTE_POINTS, len(points))
    values = (
        adjusted_rand_score(code, found),
        adjusted_mutual_info_score(code, found),
        *parts,
        _silhouette(points, code, sample, random_state),
        _neighbor_accuracy(points, code),
    )
    return {key: float(value) for key, value in zip(keys, values, strict=True)}


def _silhouette(points: np.ndarray, code: np.ndarray, sample: int, random_state: int) -> float:
    rows = np.random.default_rng(random_state).permutation(len(points))[:sample]
    if not 2 <= len(np.unique(code[rows])) < sample:
        return float("nan")
    return float(silhouette_score(points[rows], code[rows]))


def _neighbor_accuracy(points: np.ndarray, code: np.ndarray) -> float:
    """Share of points that the majority of their nearest others puts into the right class.

    The majority is the lowest of the most frequent classes; the vote shrinks to half the smallest
    class so that two pure classes of few points count as found.
    """
    k = int(min(ACCURACY_NEIGHBORS, max(1, np.bincount(code).min() // 2), len(points) - 1))
    nearest = NearestNeighbors(n_neighbors=k).fit(points).kneighbors(return_distance=False)
    votes = np.zeros((len(points), code.max() + 1))
    np.add.at(votes, (np.arange(len(points))[:, None], code[nearest]), 1.0)
    return float((votes.argmax(axis=1) == code).mean())
