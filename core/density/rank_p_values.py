"""How unlikely a density is among those of rows: a p-value by its rank."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError


def rank_p_values(scores: ArrayLike, reference: ArrayLike) -> NDArray[np.float64]:
    """(m,) share of rows that are as unlikely, the one asked about counted among them.

    p = (1 + #{j: ℓ_j ≤ ℓ})/(n + 1) with ℓ_j the leave-one-out log densities of the n rows. For a
    new row drawn like the others P(p ≤ a) ≤ a, whatever their law (up to what one row changes in
    the estimate): the tail is calibrated. The smallest value is 1/(n + 1).

    Parameters
    ----------
    scores : (m,) log densities asked about
    reference : (n,) leave-one-out log densities of the rows

    Raises ParameterError for no reference. Source: Vovk, Gammerman, Shafer, Algorithmic Learning in
    a Random World, 2005.

    >>> rank_p_values([-9.0, -2.5, 0.0], [-1.0, -2.0, -3.0]).tolist()
    [0.25, 0.5, 1.0]
    """
    known = np.sort(np.asarray(reference, dtype=float))
    if not known.size:
        raise ParameterError("There is no row to compare with; score at least 1.")
    below = np.searchsorted(known, np.asarray(scores, dtype=float), side="right")
    return np.asarray((1 + below) / (len(known) + 1))


def own_rank_p_values(scores: ArrayLike) -> NDArray[np.float64]:
    """(n,) the same for the rows themselves: the share of them that are as unlikely, itself too.

    >>> own_rank_p_values([-3.0, -1.0, -2.0, -2.0]).tolist()
    [0.25, 1.0, 0.75, 0.75]
    """
    values = np.asarray(scores, dtype=float)
    return np.asarray(np.searchsorted(np.sort(values), values, side="right") / len(values))
