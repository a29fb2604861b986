"""Ward's agglomeration on any kernel, exact for indefinite kernels as well.

Merging clusters k and l costs n_k n_l / (n_k + n_l) · (h_k − h_l)ᵀ K (h_k − h_l), h the mean of
the members' unit vectors. K + cI adds exactly c to every merge cost, so the tree does not change:
Δ is shifted until it is non-negative and scipy does the rest, in O(n²).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import cophenet, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from core.errors import ComputeError
from core.graphs.kernels import squared_distance
from core.graphs.labels import numbered_by_first_appearance

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class WardTree:
    """The merges in the order of their cost.

    Attributes
    ----------
    merges : (n − 1, 2) array of int64
        The clusters joined; i < n is a node, n + m the cluster of merge m.
    cost : (n − 1,) array of float64
        What each merge adds to the sum of squares within clusters, in units of Δ.
    condensed : (n(n − 1)/2,) array of float64
        The squared distances that were agglomerated.
    """

    merges: NDArray[np.int64]
    cost: NDArray[np.float64]
    condensed: NDArray[np.float64]

    @property
    def n_nodes(self) -> int:
        """Number of nodes n."""
        return len(self.merges) + 1

    def labels(self, n_clusters: int) -> NDArray[np.int64]:
        """Clusters (n,) after all but the last ``n_clusters`` − 1 merges."""
        n, n_merges = self.n_nodes, self.n_nodes - n_clusters
        new = n + np.arange(n_merges)
        rows = np.concatenate([new, new])
        columns = self.merges[:n_merges].T.ravel()
        links = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(2 * n - 1,) * 2)
        return numbered_by_first_appearance(connected_components(links, directed=False)[1][:n])

    def cophenetic_correlation(self) -> float:
        """Correlation of √Δ with the height at which two nodes are joined: 1 for a perfect tree."""
        heights = np.column_stack([self.merges, np.sqrt(2 * self.cost.clip(0)), self._sizes()])
        joined = cophenet(heights)
        return float(np.corrcoef(joined, np.sqrt(self.condensed.clip(0)))[0, 1])

    def proposed_n_clusters(self, largest: int = 20) -> int:
        """The number of clusters before the merge whose cost rises most over the one before it."""
        cost = self.cost[-largest:]
        if len(cost) < 2:
            return 1
        return int(len(cost) - np.argmax(np.diff(cost)))

    def _sizes(self) -> NDArray[np.float64]:
        sizes = np.ones(2 * self.n_nodes - 1)
        for index, (left, right) in enumerate(self.merges):
            sizes[self.n_nodes + index] = sizes[left] + sizes[right]
        return sizes[self.n_nodes :]


def ward_tree(kernel: Matrix) -> WardTree:
    """Ward's tree of a kernel; only its squared distances matter.

    Parameters
    ----------
    kernel : (n, n) array of float64
        Finite; it may be indefinite.

    Returns
    -------
    WardTree
        The merges in the order of their cost.

    Raises
    ------
    ComputeError
        When the kernel is not finite.

    Examples
    --------
    >>> ward_tree(np.diag([1.0, 1.0, 9.0])).labels(2)
    array([0, 0, 1])
    """
    if not np.isfinite(kernel).all():
        raise ComputeError("The proximities between nodes overflow; take a smaller x.")
    distance = squared_distance(kernel)
    np.fill_diagonal(distance, 0)
    condensed = squareform(distance, checks=False)
    if len(condensed) == 0:
        return WardTree(np.empty((0, 2), dtype=np.int64), np.empty(0), condensed)
    scale = float(np.abs(condensed).max()) or 1.0
    scaled = condensed / scale
    shift = max(0.0, -float(scaled.min()))
    tree = linkage(np.sqrt(scaled + shift), "ward")
    cost = (tree[:, 2] ** 2 - shift) / 2 * scale
    return WardTree(tree[:, :2].astype(np.int64), cost, condensed)
