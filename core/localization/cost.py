"""What locating the test scans of a survey will cost, estimated before it is begun."""

from core.cost import Cost

# Seconds on one core of a small machine, from benchmarks/lab_costs.md.
_SECONDS = 0.1
_SECONDS_PER_PAIR = 5e-8
_BYTES_PER_PAIR, _MOST_BYTES = 24, 135_000_000  # scans are located in parts
_TABLES = 4


def locating_cost(n_survey: int, n_test: int, n_beacons: int) -> Cost:
    """Of the kernel locator and its baseline on all test scans, right to a factor of about three.

    >>> locating_cost(16_000, 4_000, 15).in_words()
    'about 3 s, 140 MB'
    """
    pairs = n_survey * n_test
    tables = _TABLES * 8 * (n_survey + n_test) * n_beacons
    return Cost(
        _SECONDS + _SECONDS_PER_PAIR * pairs, min(_BYTES_PER_PAIR * pairs, _MOST_BYTES) + tables
    )
