"""What a map will cost, estimated before it is drawn."""

from core.cost import Cost
from core.embedding.component_map import n_landmarks_for
from core.embedding.heat.distances import ALL_PAIRS
from core.embedding.nearest import is_exact
from core.embedding.spectrum import N_MODES

# Seconds on one core of a small machine, from benchmarks/embedding/; they order runs, no more.
_SECONDS_PER_POINT = 6e-4
_SECONDS_PER_PAIR = 1.4e-6  # where every pair is computed
_SECONDS_TO_COMPILE = 40.0  # the approximate search, once for each process
_TABLES = 4  # of distances to landmarks that are alive at once
_VECTORS = 2 * N_MODES + 20  # that the search for the slowest modes keeps


def estimate_cost(n_points: int, n_dimensions: int) -> Cost:
    """A rough estimate, right to a factor of about three.

    >>> estimate_cost(100_000, 10).seconds < 1000
    True
    """
    everyone = n_points <= ALL_PAIRS
    columns = n_points if everyone else n_landmarks_for(n_points)
    seconds = _SECONDS_PER_POINT * n_points
    if everyone:
        seconds = _SECONDS_PER_PAIR * n_points**2
    if not is_exact(n_points, n_dimensions):
        seconds += _SECONDS_TO_COMPILE
    n_bytes = 8 * n_points * (max(_TABLES * columns, _VECTORS) + 4 * n_dimensions)
    return Cost(seconds, n_bytes)
