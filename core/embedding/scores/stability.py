"""How much of a map is chance: the same points mapped with several seeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.scores.alignment import align
from core.errors import ParameterError


@dataclass(frozen=True, eq=False)
class Stability:
    """What seeds change.

    Attributes
    ----------
    point_spread : (n,) root mean square distance of each point from its mean place over the maps,
        relative to the size of the map (root mean square distance from its centre)
    spread : the root mean square of ``point_spread``; 0 means that all maps are the same
    """

    point_spread: NDArray[np.float64]
    spread: float


def seed_stability(embeddings: Sequence[object]) -> Stability:
    """Lay maps of the same points on the first one and measure how far each point moves.

    Raises ParameterError with fewer than two maps, or maps of different shapes.

    >>> seed_stability([[[0.0, 1.0], [2.0, 3.0]], [[1.0, 0.0], [3.0, 2.0]]]).spread < 1e-12
    True
    """
    if len(embeddings) < 2:
        raise ParameterError(f"{len(embeddings)} map was given; stability needs at least two.")
    first = np.asarray(embeddings[0], dtype=np.float64)
    maps = np.stack([first, *(align(each, first) for each in embeddings[1:])])
    offset = maps - maps.mean(axis=0)
    size = float(np.sqrt(((first - first.mean(axis=0)) ** 2).sum(axis=1).mean()))
    squared = (offset**2).sum(axis=2).mean(axis=0)
    spread = np.sqrt(squared) / size if size > 0 else np.zeros(len(first))
    return Stability(spread, float(np.sqrt((spread**2).mean())))
