"""Gaps inside a component: edges far longer than their surroundings, which heat crosses at once."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components, dijkstra

from core.embedding.nearest import Nearest

ORDINARY = 3.0  # an edge is up to so many times as long as is usual at its denser end


@dataclass(frozen=True, eq=False)
class Gaps:
    """What heat does not see of the lengths of edges.

    Weights say who is whose neighbour, not how far: an edge across a gap costs heat one jump,
    however wide the gap is. What an edge of length l has beyond an ordinary one, l − 3 min(sᵢ, sⱼ)
    with s the usual length at its ends (:func:`usual_lengths`), is added to every way over it.

    ``edges`` (n, n) are the lengths without that; ``island`` (n,) numbers the parts that ordinary
    edges hold together; ``between`` (k, k) is the least to be added on a way from part to part.
    """

    edges: sparse.csr_array
    island: NDArray[np.int64]
    between: NDArray[np.float64]

    @classmethod
    def of(cls, lengths: sparse.csr_array, usual: NDArray[np.float64]) -> Self:
        """The gaps among edges of these ``lengths`` (n, n), connected, ``usual`` (n,).

        >>> line = np.zeros((4, 4))
        >>> line[0, 1] = line[2, 3] = 1.0
        >>> line[1, 2] = 100.0
        >>> found = Gaps.of(sparse.csr_array(line + line.T), np.ones(4))
        >>> found.island.tolist(), found.between[0].tolist()
        ([0, 0, 1, 1], [0.0, 97.0])
        """
        found = _wide_edges(lengths, usual)
        if found is None:
            return cls.none(lengths)
        kept = lengths.copy()
        kept.data = np.minimum(kept.data, found.ordinary)
        k = int(found.island.max()) + 1
        steps = sparse.csr_array((found.gap, (found.a, found.b)), shape=(k, k))
        return cls(kept, found.island, dijkstra(steps, directed=False))

    @classmethod
    def none(cls, lengths: sparse.csr_array) -> Self:
        """Every edge counts as one jump, as published."""
        return cls(lengths, np.zeros(lengths.shape[0], np.int64), np.zeros((1, 1)))

    @property
    def any(self) -> bool:
        """Whether there is something to add to any way."""
        return len(self.between) > 1

    def to(self, nodes: NDArray[np.int64]) -> NDArray[np.float64]:
        """(n, m) what is added to the ways from every point to these ``nodes`` (m,)."""
        return self.between[np.ix_(self.island, self.island[nodes])]


def bridged(
    weights: sparse.csr_array, lengths: sparse.csr_array, usual: NDArray[np.float64]
) -> sparse.csr_array:
    """The ``weights`` (n, n) with edges across a gap at one place only.

    A point far away has its k edges all over the near side of a crowd: heat would come through it
    from one end of the crowd to the other in two jumps. Of the edges between two parts those stay
    whose ends are those of the shortest, or neighbours of these.

    >>> near = np.array([[0, 1, 0, 9.0], [1, 0, 1, 9.5], [0, 1, 0, 9.6], [9, 9.5, 9.6, 0]])
    >>> bridged(sparse.csr_array(near), sparse.csr_array(near), np.ones(4)).toarray()[3].tolist()
    [9.0, 9.5, 0.0, 0.0]
    """
    found = _wide_edges(lengths, usual)
    if found is None:
        return weights
    upper = sparse.triu(weights, 1).tocoo()
    i, j = upper.coords
    across = np.flatnonzero(found.island[i] != found.island[j])
    kept = np.ones(len(i), bool)
    kept[across] = _at_one_place(weights, found, i[across], j[across])
    half = sparse.csr_array((upper.data[kept], (i[kept], j[kept])), shape=weights.shape)
    whole = sparse.csr_array(half + half.T)
    whole.sort_indices()
    return whole


def _at_one_place(
    weights: sparse.csr_array, found: "_Wide", i: NDArray[np.int64], j: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which of the edges i, j (p,) between two parts lie where the shortest between them does."""
    k = int(found.island.max()) + 1
    a, b = found.island[i], found.island[j]
    turned = a > b
    i, j = np.where(turned, j, i), np.where(turned, i, j)
    pairs = found.a * k + found.b  # ascending, as the edges are sorted
    place = np.searchsorted(pairs, np.minimum(a, b) * k + np.maximum(a, b))
    p, q = found.i[place], found.j[place]
    near_p = (i == p) | (np.asarray(weights[i, p]).ravel() > 0)
    near_q = (j == q) | (np.asarray(weights[j, q]).ravel() > 0)
    return near_p & near_q


@dataclass(frozen=True, eq=False)
class _Wide:
    """Between the parts ``a``, ``b`` (p,) of all points' ``island`` (n,) the narrowest ``gap`` (p,)
    and its edge ``i``, ``j``; ``ordinary`` (e,) the most that each edge may have.
    """

    island: NDArray[np.int64]
    ordinary: NDArray[np.float64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    i: NDArray[np.int64]
    j: NDArray[np.int64]
    gap: NDArray[np.float64]


def _wide_edges(lengths: sparse.csr_array, usual: NDArray[np.float64]) -> _Wide | None:
    """None where no edge is wide, or ordinary ones hold everything together all the same."""
    edge = lengths.tocoo()
    i, j = edge.coords
    ordinary = ORDINARY * np.minimum(usual[i], usual[j])
    wide = edge.data > ordinary
    if not wide.any():
        return None
    n = lengths.shape[0]
    held = sparse.csr_array((np.ones((~wide).sum()), (i[~wide], j[~wide])), shape=(n, n))
    island = connected_components(held, directed=False)[1].astype(np.int64)
    wide &= island[i] != island[j]
    if not wide.any():
        return None
    i, j, gap = i[wide], j[wide], edge.data[wide] - ordinary[wide]
    a, b = island[i], island[j]
    order = np.lexsort((j, i, gap, b, a))  # the narrowest of the gaps between two parts first
    a, b, i, j, gap = (x[order] for x in (a, b, i, j, gap))
    first = np.r_[True, (np.diff(a) != 0) | (np.diff(b) != 0)]
    a, b, i, j, gap = (x[first] for x in (a, b, i, j, gap))
    return _Wide(island, ordinary, a, b, i, j, gap)


def usual_lengths(nearest: Nearest, n_neighbors: int) -> NDArray[np.float64]:
    """(n,) how far a point of this neighbourhood usually is from its k/2-th neighbour.

    The median over a point and its k/2 nearest: of a point far from all, its neighbours' own, and
    of a small group far from all, the group's.

    >>> from core.embedding.nearest import nearest_neighbors
    >>> usual_lengths(nearest_neighbors(np.array([[0.0], [1.0], [2.0], [90.0]]), 2), 2).tolist()
    [1.0, 1.0, 1.0, 44.5]
    """
    q = max(1, n_neighbors // 2)
    own = nearest.distances[:, q - 1]
    around = np.column_stack([own, own[nearest.indices[:, :q]]])
    return np.asarray(np.median(around, axis=1))
