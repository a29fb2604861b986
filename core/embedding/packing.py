"""Side by side: the maps of components between which no distance is known."""

import numpy as np
from numpy.typing import NDArray

GAP = 0.15  # of the largest component's width


def pack(maps: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Move each map (nᵢ, d) so that none overlap: rows of boxes, largest first, as in a shelf.

    The distances within a map stay; those between maps mean nothing.

    >>> line = np.array([[0.0], [1.0]])
    >>> [m.ravel().round(2).tolist() for m in pack([line, line])]
    [[-0.5, 0.5], [0.65, 1.65]]
    """
    sizes = [np.ptp(m, axis=0) for m in maps]
    widest = max(float(s.max()) for s in sizes) or 1.0
    unit = 2.0 ** np.round(np.log2(widest))  # squares of lengths stay within range
    return [unit * m for m in _pack([m / unit for m in maps])]


def _pack(maps: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    sizes = [np.ptp(m, axis=0) for m in maps]
    widest = max(float(s.max()) for s in sizes)
    gap = GAP * widest
    order = sorted(range(len(maps)), key=lambda i: (-len(maps[i]), i))
    row_length = max(widest, np.sqrt(sum(float(np.prod(s[:2] + gap)) for s in sizes)) * 1.2)
    one_axis = maps[0].shape[1] == 1
    packed = list(maps)
    x = y = height = 0.0
    for i in order:
        width = sizes[i][0]
        if not one_axis and x > 0 and x + width > row_length:
            x, y, height = 0.0, y + height + gap, 0.0
        corner = maps[i].min(axis=0)
        target = corner.copy()
        target[0] = x
        if not one_axis:
            target[1] = y
            height = max(height, float(sizes[i][1]))
        packed[i] = maps[i] - corner + target
        x += float(width) + gap
    first = packed[order[0]]
    centre = (first.min(axis=0) + first.max(axis=0)) / 2
    return [m - centre for m in packed]
