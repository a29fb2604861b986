"""Is the leader better, or luckier? Paired tests over graphs, corrected for their number."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student
from scipy.stats import wilcoxon

from core.errors import ParameterError


def against_leader(scores: Any, leader: int) -> NDArray[np.float64]:
    """How surely each contestant differs from the leader: p-values after Holm.

    Wilcoxon's signed-rank test on the differences graph by graph; equal scores count half to either
    side. With m − 1 tests the smallest p is multiplied by m − 1, the next by m − 2, and so on, and
    none may fall below one before it (Holm): the chance of one false difference among all of them
    is at most the level.

    Parameters
    ----------
    scores : (graphs, m) array
        Higher is better; rows with NaN are left out of the test that they belong to.
    leader : int
        Column that the others are compared with.

    Returns
    -------
    (m,) array of float64
        Corrected p-values, NaN for the leader itself and where no graph is left.

    Raises
    ------
    ParameterError
        When ``scores`` is not a table with this column.

    References
    ----------
    F. Wilcoxon, Individual comparisons by ranking methods, 1945. S. Holm, A simple sequentially
    rejective multiple test procedure, 1979. J. Demšar, Statistical comparisons of classifiers over
    multiple data sets, 2006.

    Examples
    --------
    >>> better, worse = np.linspace(0.8, 0.9, 8), np.linspace(0.6, 0.7, 8)
    >>> against_leader(np.column_stack([better, worse, better]), 0).tolist()
    [nan, 0.015625, 1.0]
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or not 0 <= leader < table.shape[1]:
        raise ParameterError(
            f"scores has shape {table.shape} and leader is {leader}; it needs (graphs, m), and the "
            "leader's column."
        )
    found = np.array([_p_value(table[:, leader] - other) for other in table.T])
    found[leader] = np.nan
    return holm(found)


def holm(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Holm's correction of p-values (m,); NaN stays and does not count.

    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    result = np.full(len(p_values), np.nan)
    there = np.flatnonzero(~np.isnan(p_values))
    order = there[np.argsort(p_values[there], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    result[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return result


def half_width(scores: NDArray[np.float64], level: float = 0.95) -> NDArray[np.float64]:
    """Half of Student's interval of each column's mean (graphs, m); NaN with one graph.

    >>> half_width(np.array([[0.0], [1.0]])).round(2).tolist()
    [6.35]
    """
    n = len(scores)
    if n < 2:
        return np.full(scores.shape[1], np.nan)
    return student.ppf((1 + level) / 2, n - 1) * scores.std(axis=0, ddof=1) / np.sqrt(n)


def _p_value(difference: NDArray[np.float64]) -> float:
    difference = difference[~np.isnan(difference)]
    if not len(difference):
        return np.nan
    if not difference.any():
        return 1.0
    return float(wilcoxon(difference, zero_method="zsplit").pvalue)
