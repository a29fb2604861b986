"""What the scan of bandwidths will cost, estimated before it is begun."""

from core.cost import Cost
from core.density.bandwidth_scan import MOST_SCORED

# Seconds on one core of a small machine, from benchmarks/lab_costs.md.
_SECONDS = 0.1
_SECONDS_PER_PAIR = 1.5e-7
_SECONDS_PER_PAIR_AND_DIMENSION = 5e-10
_TABLES = 5  # of the points that are alive at once
_BYTES_PER_SCORED = 5_000  # its scores over all bandwidths


def scan_cost(n_points: int, n_dimensions: int, n_scored: int | None = None) -> Cost:
    """Of :func:`core.density.bandwidth_scan.scan_bandwidths`, right to a factor of about three.

    >>> scan_cost(1_000, 4).in_words()
    'less than 1 s, 5 MB'
    """
    scored = min(n_points, MOST_SCORED if n_scored is None else n_scored)
    per_pair = _SECONDS_PER_PAIR + _SECONDS_PER_PAIR_AND_DIMENSION * n_dimensions
    n_bytes = _TABLES * 8 * n_points * n_dimensions + _BYTES_PER_SCORED * scored
    return Cost(_SECONDS + per_pair * scored * n_points, n_bytes)
