"""How unlikely a density is among those of rows: a p-value by its rank."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError


def rank_p_values(
    scores: ArrayLike, reference: ArrayLike, weight: ArrayLike | None = None
) -> NDArray[np.float64]:
    """(m,) share of rows that are as unlikely, the one asked about counted among them.

    p = (1 + #{j: ℓ_j ≤ ℓ})/(n + 1) with ℓ_j the leave-one-out log densities of the n rows. For a
    new row drawn like the others P(p ≤ a) ≤ a, whatever their law (up to what one row changes in
    the estimate): the tail is calibrated. The smallest value is 1/(n + 1).

    Parameters
    ----------
    scores : (m,) log densities asked about
    reference : (n,) leave-one-out log densities of the rows
    weight : (n,) what each of them counts, 1 being one row; None: 1

    Raises ParameterError for no reference. Source: Vovk, Gammerman, Shafer, Algorithmic Learning in
    a Random World, 2005.

    >>> rank_p_values([-9.0, -2.5, 0.0], [-1.0, -2.0, -3.0]).tolist()
    [0.25, 0.5, 1.0]
    """
    known = np.asarray(reference, dtype=float)
    if not known.size:
        raise ParameterError("There is no row to compare with; score at least 1.")
    below, total = _mass_below(np.asarray(scores, dtype=float), known, weight)
    return np.asarray((1 + below) / (total + 1))


def own_rank_p_values(scores: ArrayLike, weight: ArrayLike | None = None) -> NDArray[np.float64]:
    """(n,) the same for the rows themselves: the share of them that are as unlikely, itself too.

    ``weight`` (n,) is what each row counts; None: all alike.

    >>> own_rank_p_values([-3.0, -1.0, -2.0, -2.0]).tolist()
    [0.25, 1.0, 0.75, 0.75]
    """
    values = np.asarray(scores, dtype=float)
    below, total = _mass_below(values, values, weight)
    return np.asarray(below / total)


def _mass_below(
    scores: NDArray[np.float64], known: NDArray[np.float64], weight: ArrayLike | None
) -> tuple[NDArray[np.float64], float]:
    """(m,) how much of the rows is at most as likely as each score, and how much they all are."""
    mass = np.ones(len(known)) if weight is None else np.asarray(weight, dtype=float)
    order = np.argsort(known, kind="stable")
    reached = np.concatenate([[0.0], np.cumsum(mass[order])])
    return reached[np.searchsorted(known[order], scores, side="right")], float(reached[-1])
