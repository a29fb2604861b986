"""Which places to survey next: three rules, each greedy, over candidates on the floor."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from core.errors import ParameterError
from core.localization.even_rows import even_rows
from core.parallel import check_wanted

LENGTH_M, NOISE = 3.0, 0.1  # of a Gaussian process over the floor with variance 1
MOST_CANDIDATES, MOST_SURVEYED = 1_500, 1_000
SAME_DIGITS = 9  # gains that agree so far are equal, and the first candidate is taken


@dataclass(frozen=True)
class Rule:
    """A rule: its key, its label, what it does in a clause, and its pick.

    ``gain`` (k,) of the candidates' covariance (k, k) given all places so far; the largest is next.
    None: the distance to all places so far.
    """

    key: str
    label: str
    words: str
    gain: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None


def _explained(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Σ_i C_ij² / (C_jj + ν): how much variance of the whole floor a place would take away."""
    return np.asarray((covariance**2).sum(axis=0) / (_variance(covariance) + NOISE))


def _variance(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(np.diag(covariance), 0.0)  # rounding


def _rate(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """½ log₂(1 + C_jj/ν) bits: what a place adds to the coding rate."""
    return np.asarray(0.5 * np.log2(1 + _variance(covariance) / NOISE))


RULES: tuple[Rule, ...] = (
    Rule("farthest", "Farthest first", "farthest from all places so far", None),
    Rule("rate", "Coding rate", "adds the most to the coding rate of the survey", _rate),
    Rule(
        "remaining",
        "Remaining variance",
        "leaves the least variance over the whole floor",
        _explained,
    ),
)


def rule_named(key: str) -> Rule:
    """The row of a key; ParameterError lists the keys.

    >>> rule_named("rate").label
    'Coding rate'
    """
    for row in RULES:
        if row.key == key:
            return row
    raise ParameterError(f"rule is {key!r}; choose one of: {', '.join(row.key for row in RULES)}.")


def next_places(
    candidate_m: NDArray[np.float64],
    surveyed_m: NDArray[np.float64],
    n_next: int,
    rule: str,
    *,
    least_away_m: float = 0.0,
) -> NDArray[np.intp]:
    """Choose places one by one; what was chosen counts as surveyed for the next.

    With C the covariance of a Gaussian process over the candidates, given the places so far
    (exp(−d²/(2·3²)), d in metres, noise ν = 0.1), the next is the candidate j with the largest

        farthest first      distance to the nearest place so far
        coding rate         ½ log₂(1 + C_jj/ν), the greedy gain of ½ log₂ det(I + K/ν)
        remaining variance  Σ_i C_ij² / (C_jj + ν), i over all candidates

    and C ← C − C_·j C_j· / (C_jj + ν). Straight distances, also through walls. At most 1,500
    candidates and 1,000 surveyed places, evenly chosen: k² numbers are held.

    Parameters
    ----------
    candidate_m : (k, 2) array of float64
        In metres.
    surveyed_m : (M, 2) array of float64
        In metres; may be empty.
    n_next : int
        How many, at most.
    rule : str
        A key of ``RULES``.
    least_away_m : float, optional
        Nothing is chosen as near as this to a place so far.

    Returns
    -------
    (m,) array of int
        Rows of ``candidate_m``, m ≤ n_next, the most needed first.

    Raises
    ------
    ParameterError
        For an unknown rule; lists the rules.

    References
    ----------
    Y. Luo, Z. Chen, Z. Fang, Z. Zhang, M. Baktashmotlagh, Z. Huang, KECOR: kernel coding rate
    maximization for active 3D object detection, 2023, arXiv:2307.07942. D. A. Cohn, Z. Ghahramani,
    M. I. Jordan, Active learning with statistical models, 1996. T. F. Gonzalez, Clustering to
    minimize the maximum intercluster distance, 1985.

    Examples
    --------
    >>> line_m, nowhere_m = np.column_stack([np.arange(11.0), np.zeros(11)]), np.empty((0, 2))
    >>> [next_places(line_m, nowhere_m, 4, row.key).tolist() for row in RULES]
    [[0, 10, 5, 2], [0, 10, 5, 2], [5, 1, 9, 3]]
    """
    gain = rule_named(rule).gain
    kept = even_rows(len(candidate_m), len(candidate_m) if gain is None else MOST_CANDIDATES)
    floor_m = candidate_m[kept]
    away_m = np.full(len(floor_m), np.inf)
    if len(surveyed_m) and len(floor_m):
        away_m = np.asarray(cKDTree(surveyed_m).query(floor_m)[0])
    covariance = np.empty((0, 0)) if gain is None else given(floor_m, surveyed_m)
    chosen: list[int] = []
    while len(chosen) < n_next and (away_m > least_away_m).any():
        check_wanted()
        worth = away_m if gain is None else gain(covariance)
        worth = np.where(away_m > least_away_m, np.round(worth, SAME_DIGITS), -np.inf)
        best = int(worth.argmax())
        chosen.append(best)
        away_m = np.minimum(away_m, np.linalg.norm(floor_m - floor_m[best], axis=1))
        if gain is not None:
            column = covariance[:, best]
            covariance = covariance - np.outer(column, column) / (max(column[best], 0.0) + NOISE)
    return kept[chosen]


def given(floor_m: NDArray[np.float64], surveyed_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """(k, k) covariance of the process at places of the floor, given it at surveyed places."""
    prior = _covariance(floor_m, floor_m)
    if not len(surveyed_m):
        return prior
    near_m = surveyed_m[even_rows(len(surveyed_m), MOST_SURVEYED)]
    noisy = _covariance(near_m, near_m) + NOISE * np.eye(len(near_m))
    across = _covariance(floor_m, near_m)
    return np.asarray(prior - across @ cho_solve(cho_factor(noisy), across.T))


def coding_rate_bits(place_m: NDArray[np.float64]) -> float:
    """½ log₂ det(I + K/ν) of places (M, 2) metres.

    >>> round(coding_rate_bits(np.array([[0.0, 0.0], [1.0, 0.0]])), 6)
    2.489008
    """
    scaled = np.eye(len(place_m)) + _covariance(place_m, place_m) / NOISE
    return float(0.5 * np.linalg.slogdet(scaled)[1] / np.log(2))


def _covariance(a_m: NDArray[np.float64], b_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.exp(-cdist(a_m, b_m, "sqeuclidean") / (2 * LENGTH_M**2))
