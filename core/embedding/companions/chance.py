"""A random map: what the scores look like when nothing was learnt."""

import numpy as np
from numpy.typing import NDArray

from core.embedding.companions.settings import MapSettings


def by_chance(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) independent normal coordinates, the same for a seed.

    >>> by_chance(np.zeros((5, 3)), MapSettings()).shape
    (5, 2)
    """
    rng = np.random.default_rng(settings.random_state)
    return rng.normal(size=(len(X), settings.n_components))
