"""The tree that data lie along, from a root: tips, branch points, and who lies on which part."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.along.ways import rooted_ways
from core.embedding.heat.geodesic import HeatGeodesic

SHARE = 0.12  # of the longest way, that a branch must be long
ABOVE_NOISE = 3.0  # times the usual distance from the tree, that its tip must lie from it
FEWEST = 0.02  # of the rows, that a branch must have
MOST = 12  # branches


@dataclass(frozen=True)
class BranchPoint:
    """Where parts part: ``way`` from the root, the ``row`` nearest to it, the ``parts`` beyond."""

    way: float
    row: int
    parts: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Branches:
    """A tree on heat geodesics.

    ``tips`` (b,) rows, the farthest from the root first; ``part`` (n,) the number of each row's
    part of the tree, −1 in other components, in ascending order of where parts begin; ``way`` (n,)
    how far along the tree each row lies, in units of the data, ∞ in other components; ``points``
    the branch points, the nearest to the root first; ``paths`` for each tip the parts on the way
    there.
    """

    root: int
    tips: NDArray[np.int64]
    part: NDArray[np.int64]
    way: NDArray[np.float64]
    points: tuple[BranchPoint, ...]
    paths: tuple[tuple[int, ...], ...]

    def along(self, tip: int) -> NDArray[np.int64]:
        """The rows on the way to a tip, by its number, in their order."""
        rows = np.flatnonzero(np.isin(self.part, self.paths[tip]))
        return np.asarray(rows[np.argsort(self.way[rows], kind="stable")])


def branches(model: HeatGeodesic, root: int) -> Branches:
    """The tree of the rows around ``root``, by Gromov products of heat distances.

    In a tree the ways from root r to a and to b share (a|b) = ½ (d(r,a) + d(r,b) − d(a,b)) before
    they part (Buneman, 1974). The first tip is the farthest row; the next is always the row that is
    farthest from the ways to the tips so far, d(r,x) − maxₐ (x|a), as long as that is an eighth of
    the longest way, three times what is usual, and a part of its own would have a fiftieth of the
    rows. A row lies on the way to the tip with which it shares most, at that length. Data without
    branches have one tip.

    Parameters
    ----------
    model : HeatGeodesic
        A fitted map.
    root : int
        Number of the row to start from, from 0.

    Returns
    -------
    Branches
        Tips, parts and branch points; lengths in units of the data.

    Raises
    ------
    ParameterError
        For a root that is no row.

    References
    ----------
    P. Buneman, A note on the metric properties of trees, 1974.

    Examples
    --------
    >>> arm = np.arange(1.0, 40)[:, None]
    >>> Y = np.vstack([[[0.0, 0.0]], *(arm * [np.cos(a), np.sin(a)] for a in (0, 2, 4))])
    >>> found = branches(HeatGeodesic(n_neighbors=4, t=5.0, random_state=0).fit(Y), 39)
    >>> len(found.tips), len(found.points)
    (2, 1)
    """
    ways = rooted_ways(model, root)
    if ways is None:
        same = model.duplicate_of_ == model.duplicate_of_[root]
        way = np.where(same, 0.0, np.inf)
        return Branches(root, np.array([root]), np.where(same, 0, -1), way, (), ((0,),))
    D, landmarks = ways.lengths(), ways.component.landmarks
    r = D[:, ways.root]
    columns, shared = _tips(D, r, landmarks)
    depth, nearest = np.maximum(shared.max(axis=1), 0.0), shared.argmax(axis=1)
    starts, parent = _tree(_meetings(D, r, landmarks, columns))
    part = nearest.copy()
    for _ in starts:
        part = np.where((parent[part] >= 0) & (depth < starts[part]), parent[part], part)
    lines = [_line(tip, parent) for tip in range(len(columns))]
    used = np.unique(part)
    number = {int(p): i for i, p in enumerate(used[np.lexsort((used, starts[used]))])}
    points = []
    for joint in range(len(columns), len(starts)):
        below = np.flatnonzero(parent == joint)
        begins = float(starts[below[0]])
        family = np.isin(nearest, [tip for tip, line in enumerate(lines) if joint in line])
        row = np.argmin(np.where(family, np.abs(depth - begins) + r - depth, np.inf))
        parts = tuple(sorted(number[int(p)] for p in below if int(p) in number))
        points.append(BranchPoint(begins, int(ways.rows(np.array([row]))[0]), parts))
    return Branches(
        root,
        ways.rows(landmarks[columns]),
        ways.to_rows(np.array([number[int(p)] for p in part]), missing=-1),
        ways.to_rows(depth),
        tuple(sorted(points, key=lambda each: each.way)),
        tuple(tuple(number[p] for p in reversed(line) if p in number) for line in lines),
    )


def _tips(
    D: NDArray[np.float64], r: NDArray[np.float64], landmarks: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns of the tips, and how much of the way each row shares with each (c, b)."""
    longest = float(r.max())
    columns = [int(np.argmax(r[landmarks]))]
    shared = (r + r[landmarks[columns[0]]] - D[:, columns[0]])[:, None] / 2
    refused = np.zeros(len(landmarks), bool)
    while len(columns) < MOST:
        off = r - shared.max(axis=1)
        enough = max(SHARE * longest, ABOVE_NOISE * float(np.median(off)))
        candidates = np.where(refused, -np.inf, off[landmarks])
        best = int(np.argmax(candidates))
        if candidates[best] < enough:
            break
        new = (r + r[landmarks[best]] - D[:, best]) / 2
        if (new > shared.max(axis=1)).sum() < max(3, FEWEST * len(r)):
            refused[best] = True  # a row apart, not a branch
            continue
        columns.append(best)
        shared = np.column_stack([shared, new])
    return np.array(columns), shared


def _meetings(
    D: NDArray[np.float64],
    r: NDArray[np.float64],
    landmarks: NDArray[np.int64],
    columns: NDArray[np.int64],
) -> NDArray[np.float64]:
    """(b, b) how far from the root the ways to two tips part."""
    nodes = landmarks[columns]
    apart = D[np.ix_(nodes, columns)]
    return np.maximum((r[nodes][:, None] + r[nodes] - (apart + apart.T) / 2) / 2, 0.0)


def _tree(meets: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Where each part begins (p,), and the part it grows out of (−1 for the root's).

    The first b parts end in tips. The two that part last are joined first, at the mean over pairs,
    and never beyond what is joined already.
    """
    b = len(meets)
    starts, parent = np.zeros(2 * b - 1), np.full(2 * b - 1, -1)
    members, ends = {tip: [tip] for tip in range(b)}, np.full(2 * b - 1, np.inf)
    for new in range(b, 2 * b - 1):
        pairs = [
            (float(meets[np.ix_(members[p], members[q])].mean()), p, q)
            for p in members
            for q in members
            if p < q
        ]
        at, p, q = max(pairs)
        at = min(at, float(ends[p]), float(ends[q]))
        starts[[p, q]], parent[[p, q]], ends[new] = at, new, at
        members[new] = members.pop(p) + members.pop(q)
    return starts, parent


def _line(part: int, parent: NDArray[np.int64]) -> list[int]:
    """The part and all that it grows out of."""
    line = [part]
    while parent[line[-1]] >= 0:
        line.append(int(parent[line[-1]]))
    return line
