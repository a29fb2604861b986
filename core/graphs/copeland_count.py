"""Copeland's tournament: who beats whom, graph by graph."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError


def copeland(scores: Any) -> NDArray[np.int64]:
    """Copeland scores (families,) from scores (graphs, families), higher is better.

    For every graph and every pair of families +1 to the higher score, −1 to the lower, 0 on ties;
    summed, so that all scores together are 0 and each is at most graphs · (families − 1). A family
    without a score (NaN) loses to every one that has one (Copeland, 1951).

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
