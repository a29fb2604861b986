"""How many clusters? Three proposals, each with the evidence it is read from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import eigsh
from sklearn.metrics import silhouette_score

from core.graphs.checked_adjacency import checked_adjacency
from core.graphs.kernels import squared_distance
from core.graphs.partition_scores import modularity
from core.graphs.ward import ward_tree
from core.parallel import check_wanted

LARGEST = 12
DENSE_UP_TO = 1_500  # nodes; above, only the leading eigenvalues are computed


@dataclass(frozen=True, eq=False)
class CountProposal:
    """One criterion's number of clusters.

    Attributes
    ----------
    criterion : "eigengap", "silhouette" or "modularity"
    n_clusters : the number it proposes
    evidence : one row per number of clusters: n_clusters, score
    """

    criterion: str
    n_clusters: int
    evidence: pd.DataFrame


def eigengap(adjacency: Any, *, largest: int = LARGEST) -> CountProposal:
    """k with the largest gap λ_k − λ_{k+1} between eigenvalues of S = D^−½ A D^−½, 2 ≤ k.

    The gap after the first eigenvalue is large in every connected graph and says nothing; it is
    left out. Source: U. von Luxburg, *A tutorial on spectral clustering*, 2007, section 8.3.

    >>> two = np.kron(np.eye(2), np.ones((4, 4)) - np.eye(4))
    >>> eigengap(two).n_clusters
    2
    """
    matrix = checked_adjacency(adjacency)
    values = leading_eigenvalues(matrix, min(largest + 1, matrix.shape[0]))
    if len(values) < 3:
        return CountProposal("eigengap", len(values), _evidence([], []))
    counts = np.arange(2, len(values))
    return _best("eigengap", counts, values[1:-1] - values[2:])


def leading_eigenvalues(adjacency: csr_array, count: int) -> NDArray[np.float64]:
    """The ``count`` largest eigenvalues of D^−½ A D^−½, falling."""
    n = adjacency.shape[0]
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    scale = diags_array(1 / np.sqrt(np.where(degree > 0, degree, 1)))
    walk = csr_array(scale @ adjacency @ scale)
    if n <= DENSE_UP_TO or count >= n - 1:
        values = eigh(walk.toarray(), eigvals_only=True, subset_by_index=(n - count, n - 1))
    else:
        start = np.sqrt(degree) + 1e-3
        values = eigsh(walk, count, which="LA", v0=start, return_eigenvectors=False)
    return np.sort(values)[::-1]


def silhouette(
    kernel: NDArray[np.float64], *, largest: int = LARGEST, tree: Any = None
) -> CountProposal:
    """k with the largest mean silhouette of Ward's clusters in the distance √max(Δ, 0).

    Source: P. J. Rousseeuw, *Silhouettes*, 1987.
    """
    tree = ward_tree(kernel) if tree is None else tree
    distance = np.sqrt(np.maximum(squared_distance(kernel), 0))
    np.fill_diagonal(distance, 0)
    counts = np.arange(2, min(largest, len(kernel) - 1) + 1)
    scores = [silhouette_score(distance, tree.labels(int(k)), metric="precomputed") for k in counts]
    return _best("silhouette", counts, np.array(scores))


def modularity_count(
    adjacency: Any, kernel: NDArray[np.float64], *, largest: int = LARGEST, tree: Any = None
) -> CountProposal:
    """k with the largest modularity of Ward's clusters."""
    tree = ward_tree(kernel) if tree is None else tree
    counts = np.arange(2, min(largest, len(kernel)) + 1)
    scores = [modularity(adjacency, tree.labels(int(k))) for k in counts]
    return _best("modularity", counts, np.array(scores))


def propose_counts(
    adjacency: Any, kernel: NDArray[np.float64], *, largest: int = LARGEST
) -> tuple[CountProposal, ...]:
    """All three proposals; silhouette and modularity cut the Ward tree of ``kernel`` (n, n)."""
    check_wanted()
    tree = ward_tree(kernel)
    check_wanted()
    return (
        eigengap(adjacency, largest=largest),
        silhouette(kernel, largest=largest, tree=tree),
        modularity_count(adjacency, kernel, largest=largest, tree=tree),
    )


def _best(criterion: str, counts: NDArray[np.int64], scores: NDArray[np.float64]) -> CountProposal:
    if not len(counts):
        return CountProposal(criterion, 1, _evidence([], []))
    return CountProposal(criterion, int(counts[int(np.argmax(scores))]), _evidence(counts, scores))


def _evidence(counts: Any, scores: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"n_clusters": np.asarray(counts, dtype=int), "score": np.asarray(scores, dtype=float)}
    )
