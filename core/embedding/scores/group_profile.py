"""What is special about a group of points: each feature inside against outside."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm, rankdata

from core.errors import ParameterError


def group_profile(
    values: NDArray[np.float64], inside: NDArray[np.bool_], feature_names: NDArray[np.str_]
) -> pd.DataFrame:
    """One row per feature, the most telling first.

    ``auc`` is the probability that the feature is larger for a random point of the group than for
    one outside (ties count half): 0.5 tells nothing, 0 and 1 separate perfectly. ``q`` is the
    false-discovery rate at which it would count as found (Mann-Whitney's normal approximation with
    ties; Benjamini & Hochberg, 1995). ``mean_inside`` and ``mean_outside`` are in the feature's
    unit, ``difference_sd`` in its standard deviations over all points.

    The group was chosen on the map, which was made from these features, so that q is too hopeful:
    it orders features, it proves nothing.

    Parameters
    ----------
    values : (n, d)
    inside : (n,) which points belong to the group

    Raises ParameterError when all points or none belong to it.

    >>> found = group_profile(np.array([[0.0, 5], [1, 5], [9, 5]]), np.array([0, 0, 1], bool), "ab")
    >>> found[["feature", "auc"]].values.tolist()
    [['a', 1.0], ['b', 0.5]]
    """
    n, n_inside = len(values), int(np.count_nonzero(inside))
    n_outside = n - n_inside
    if not n_inside or not n_outside:
        raise ParameterError(
            f"The group holds {n_inside:,} of {n:,} points; it must leave some outside and hold "
            "at least one."
        )
    rank = rankdata(values, axis=0)
    auc = (rank[inside].sum(axis=0) - n_inside * (n_inside + 1) / 2) / (n_inside * n_outside)
    # The variance of the mean rank, corrected for ties because it is taken from the ranks.
    spread = rank.var(axis=0, ddof=1) / (n_inside * n_outside * n)
    z = np.divide(auc - 0.5, np.sqrt(spread), out=np.zeros(len(auc)), where=spread > 0)
    deviation = values.std(axis=0)
    difference = values[inside].mean(axis=0) - values[~inside].mean(axis=0)
    table = pd.DataFrame(
        {
            "feature": list(feature_names),
            "auc": auc,
            "q": false_discovery_control(2 * norm.sf(np.abs(z))),
            "mean_inside": values[inside].mean(axis=0),
            "mean_outside": values[~inside].mean(axis=0),
            "difference_sd": np.divide(
                difference, deviation, out=np.zeros(len(auc)), where=deviation > 0
            ),
        }
    )
    telling = np.argsort(-np.abs(auc - 0.5), kind="stable")
    return table.iloc[telling].reset_index(drop=True)
