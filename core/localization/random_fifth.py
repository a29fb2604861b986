"""Which places a survey without test scans is tried on: a fifth of them, drawn at random."""

import numpy as np
from numpy.typing import NDArray

SHARE = 0.2


def random_fifth(n_places: int, random_state: int | None = 0) -> NDArray[np.bool_]:
    """(n_places,) True for a fifth of the places, at least one and never all; none of a single one.

    At random, since places come in the order of their coordinates: every fifth of a grid with five
    rows is one whole row, which is the hardest place of all to find from the other rows.

    >>> np.flatnonzero(random_fifth(10))
    array([4, 6])
    """
    chosen = np.zeros(n_places, dtype=bool)
    if n_places > 1:
        count = max(1, round(SHARE * n_places))
        chosen[np.random.default_rng(random_state).permutation(n_places)[:count]] = True
    return chosen
