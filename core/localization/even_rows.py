"""Fewer rows, evenly chosen: what bounds the cost of a study without a random draw."""

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet

MOST_TESTED = 1_500


def even_rows(n: int, most: int) -> NDArray[np.intp]:
    """At most so many of n rows, in their order: all of them, or evenly spread.

    >>> even_rows(3, 5).tolist(), even_rows(9, 3).tolist()
    ([0, 1, 2], [0, 4, 8])
    """
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(np.intp))


def thinned(scans: FingerprintSet, most: int = MOST_TESTED) -> FingerprintSet:
    """At most so many scans, evenly chosen."""
    return scans if scans.n_scans <= most else scans.select(even_rows(scans.n_scans, most))
