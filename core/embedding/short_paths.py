"""Pairs of points within a few jumps, where a path along the edges says more than heat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

TRUSTED, FADED = 3.0, 6.0  # jumps up to which a path is trusted, and beyond which not at all
BELIEVED = 2.0  # a path counts unless heat takes more than twice its length, and two jumps


@dataclass(frozen=True, eq=False)
class ShortPaths:
    """Near pairs of points (p,): ``i``, ``j``, the ``length`` of the shortest path between them.

    ``trust`` is 1 up to 3 jumps and falls to 0 at 6; ``jump`` the shorter jump of the two ends.
    """

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    length: NDArray[np.float64]
    trust: NDArray[np.float64]
    jump: NDArray[np.float64]

    def draw(self, distance: NDArray[np.float64], stayed: NDArray[np.float64]) -> None:
        """Draw ``distance`` (n, n) of near pairs towards their paths; changes it.

        ``stayed`` (n,), from 0 to 1, says how little heat tells of each point's surroundings.
        Pairs that heat finds far longer apart than the path are shortcuts, and do not count.
        """
        found = distance[self.i, self.j]
        believed = found <= BELIEVED * np.maximum(self.length, self.jump)
        w = np.sqrt(stayed[self.i] * stayed[self.j]) * self.trust * believed
        distance[self.i, self.j] = np.sqrt((1 - w) * found**2 + w * self.length**2)


def short_paths(edges: sparse.csr_array) -> ShortPaths:
    """The pairs within six jumps along ``edges`` (n, n), their lengths.

    A jump between two points is √(jᵢjⱼ), j the root mean square length of the edges at a point.

    >>> from core.embedding.neighbor_graph import neighbor_graph
    >>> line = neighbor_graph(np.arange(9.0)[:, None], 1, kind="knn").lengths
    >>> near = short_paths(line)
    >>> int(near.j[near.i == 0].max()), near.trust[near.i == 0].round(2).tolist()
    (5, [1.0, 1.0, 1.0, 0.67, 0.33])
    """
    count = np.maximum(np.diff(edges.indptr), 1)
    jump = np.sqrt(np.asarray(edges.power(2).sum(axis=1)).ravel() / count)
    jump = np.maximum(jump, 1e-12 * float(jump.max()))  # rows in one direction: at distance 0
    length = dijkstra(edges, directed=False, limit=FADED * float(jump.max()))
    far = length / np.sqrt(jump[:, None] * jump)
    np.fill_diagonal(far, np.inf)
    i, j = np.nonzero(far < FADED)
    trust = np.clip((FADED - far[i, j]) / (FADED - TRUSTED), 0.0, 1.0)
    return ShortPaths(i, j, length[i, j], trust, np.minimum(jump[i], jump[j]))
