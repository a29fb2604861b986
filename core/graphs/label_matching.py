"""Cluster numbers that agree between partitions, so that one colour means one group of nodes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from core.errors import ParameterError
from core.graphs.labels import numbered_by_first_appearance


def contingency(labels: Any, reference: Any) -> NDArray[np.int64]:
    """How many nodes each cluster (row) shares with each reference cluster (column).

    Rows and columns are numbered in the order of first appearance.

    >>> contingency([0, 0, 1], ["a", "b", "b"])
    array([[1, 1],
           [0, 1]])
    """
    rows, columns = (numbered_by_first_appearance(each) for each in (labels, reference))
    if len(rows) != len(columns):
        raise ParameterError(
            f"One partition has {len(rows):,} nodes and the other {len(columns):,}; both must have "
            "the same."
        )
    shape = (int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1)
    counts = np.bincount(rows * max(shape[1], 1) + columns, minlength=shape[0] * shape[1])
    return counts.reshape(shape)


def match_labels(labels: Any, reference: Any) -> NDArray[np.int64]:
    """``labels`` (n,) renumbered so that as many nodes as possible carry the reference's number.

    The assignment of clusters to reference clusters is the best one (Kuhn, 1955; Munkres, 1957).
    Reference clusters are numbered in the order of first appearance; clusters without a partner get
    the next numbers, larger ones first.

    >>> match_labels([1, 1, 0, 2], ["a", "a", "b", "b"]).tolist()
    [0, 0, 1, 2]
    """
    counts = contingency(labels, reference)
    rows, columns = linear_sum_assignment(counts, maximize=True)
    number = np.full(counts.shape[0], -1, dtype=np.int64)
    # A pair without a common node is no match, only the solver's filling.
    shared = counts[rows, columns] > 0
    number[rows[shared]] = columns[shared]
    alone = np.flatnonzero(number < 0)
    alone = alone[np.argsort(-counts[alone].sum(axis=1), kind="stable")]
    number[alone] = counts.shape[1] + np.arange(len(alone))
    return number[numbered_by_first_appearance(labels)]
