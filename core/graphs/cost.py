"""What two measures on a graph will cost, estimated before they are computed."""

from core.cost import Cost
from core.limits import LIMITS

# Seconds on one core of a small machine and bytes at most, from benchmarks/lab_costs.md.
_SECONDS = 0.1
_SECONDS_PER_CUBE = 7.5e-10  # kernels, clustering
_BYTES_PER_SQUARE = 112
_SECONDS_PER_NODE, _SECONDS_PER_EDGE = 1e-4, 2.5e-5  # by leading eigenvectors or landmarks
_BYTES_PER_NODE, _BYTES_PER_EDGE = 1_000, 430


def measures_cost(n_nodes: int, n_edges: int) -> Cost:
    """Of a measure and its logarithm with their clusters, right to a factor of about three.

    Above the limit of nodes for which all pairs are compared, of the approximation.

    >>> measures_cost(34, 78).in_words(), measures_cost(2_000, 20_000).in_words()
    ('less than 1 s, 1 MB', 'about 6 s, 450 MB')
    """
    if n_nodes > LIMITS["kernel_nodes"].maximum:
        seconds = _SECONDS_PER_NODE * n_nodes + _SECONDS_PER_EDGE * n_edges
        return Cost(seconds, _BYTES_PER_NODE * n_nodes + _BYTES_PER_EDGE * n_edges)
    return Cost(_SECONDS + _SECONDS_PER_CUBE * n_nodes**3, _BYTES_PER_SQUARE * n_nodes**2)
