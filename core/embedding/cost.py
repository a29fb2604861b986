"""What a map will cost, estimated before it is drawn."""

from dataclasses import dataclass

from core.embedding.component_map import LANDMARKS
from core.embedding.heat_distances import ALL_PAIRS

# Seconds on one core of a small machine, from benchmarks/embedding.md; they order runs, no more.
_SECONDS_PER_POINT = 1.5e-3
_SECONDS_PER_POINT_SQUARED = 1.5e-8
_ARRAYS = 4  # dense blocks of distances that are alive at once


@dataclass(frozen=True)
class Cost:
    """``seconds`` of one core, and ``n_bytes`` of memory beyond the data themselves."""

    seconds: float
    n_bytes: int


def estimate_cost(n_points: int, n_dimensions: int) -> Cost:
    """A rough estimate, right to a factor of about three.

    >>> estimate_cost(100_000, 10).seconds < 1000
    True
    """
    columns = n_points if n_points <= ALL_PAIRS else LANDMARKS
    seconds = _SECONDS_PER_POINT * n_points + _SECONDS_PER_POINT_SQUARED * n_points**2
    n_bytes = 8 * n_points * (_ARRAYS * columns + 4 * n_dimensions)
    return Cost(seconds, n_bytes)
