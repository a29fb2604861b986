"""What locating the test scans of a survey will cost, estimated before it is begun."""

from collections.abc import Callable

from core.cost import Cost

# Seconds on one core of a small machine, from benchmarks/lab_costs.md.
_SECONDS = 0.1
_SECONDS_PER_PAIR = 5e-8
_BYTES_PER_PAIR, _MOST_BYTES = 24, 135_000_000  # scans are located in parts
_TABLES = 4
# Of a tree, for each scan and beacon; of kernel ridge, for each scan cubed.
_SECONDS_PER_TREE, _BESIDE_BEACONS = 2.7e-7, 5
_SECONDS_PER_CUBE = 6.4e-11


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


def forest_seconds(n_trees: int, most: int) -> Callable[[int, int], float]:
    """Of n scans and B beacons, at most ``most`` learned from: a forest, fitted twice.

    >>> round(forest_seconds(100, 5000)(5000, 15), 1)
    2.9
    """
    return lambda n, n_beacons: (
        0.2 + _SECONDS_PER_TREE * n_trees * min(n, most) * (n_beacons + _BESIDE_BEACONS)
    )


def ridge_seconds(most: int) -> Callable[[int, int], float]:
    """Of n scans and B beacons, at most ``most`` learned from: kernel ridge, fitted twice.

    >>> round(ridge_seconds(2500)(5000, 15), 1)
    1.1
    """
    return lambda n, n_beacons: 0.1 + _SECONDS_PER_CUBE * min(n, most) ** 3
