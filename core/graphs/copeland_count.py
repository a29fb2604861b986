"""Copeland's tournament: who beats whom, graph by graph."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError


def copeland(scores: Any) -> NDArray[np.int64]:
    """Copeland's count: who beats whom, graph by graph.

    For every graph and every pair of families +1 to the higher score, −1 to the lower, 0 on ties;
    summed, so that all counts together are 0 and each is at most graphs · (families − 1).

    Parameters
    ----------
    scores : (graphs, families) array
        Higher is better. A family without a score (NaN) loses to every one that has one.

    Returns
    -------
    (families,) array of int64
        The count of each family.

    Raises
    ------
    ParameterError
        When ``scores`` is not a table.

    References
    ----------
    A. H. Copeland, A reasonable social welfare function, 1951.

    Examples
    --------
    >>> copeland([[0.9, 0.5, 0.5]])
    array([ 2, -1, -1])
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ParameterError(f"scores has shape {table.shape}; it needs (graphs, families).")
    table = np.where(np.isnan(table), -np.inf, table)
    higher = table[:, :, None] > table[:, None, :]
    wins = higher.sum(axis=(0, 2))
    losses = higher.sum(axis=(0, 1))
    return (wins - losses).astype(np.int64)
