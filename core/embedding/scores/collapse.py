"""Whether a map has any extent at all, or is all rounding."""

import numpy as np
from numpy.typing import NDArray

ROUNDINGS = 64  # of the largest value of the data, that a map must be larger than


def has_collapsed(embedding: object, reference: object | None = None) -> bool:
    """Whether all points of a map coincide, up to the rounding of the data.

    The neighbours on such a map are neighbours by the last digit of a sum, and say nothing: scores
    of them can be perfect.

    Parameters
    ----------
    embedding : (n, m) coordinates, or (n, n) distances
    reference : (n, d) the data that the map was made from, or (n, n) distances, in its units;
        without it, the rounding of the map's own coordinates counts

    >>> line = np.arange(5.0)[:, None]
    >>> has_collapsed(line, line), has_collapsed(1e-15 * line, line), has_collapsed(0 * line)
    (False, True, True)
    """
    size = np.abs(np.asarray(embedding, dtype=np.float64)).max(initial=0.0)
    if reference is not None:
        size = _extent(reference)
    return bool(np.isfinite(size) and _extent(embedding) <= ROUNDINGS * np.finfo(float).eps * size)


def _extent(values: object) -> float:
    """The largest range of a column."""
    table: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    if not len(table):
        return 0.0
    return float((table.max(axis=0) - table.min(axis=0)).max())
