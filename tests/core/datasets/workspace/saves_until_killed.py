"""Keeps one set after another and prints each key that is kept, until somebody ends it."""

import sys

import numpy as np
from scipy.sparse import csr_array

from core.datasets import FingerprintSet, GraphData, PointCloud, Workspace


def numbered(number: int) -> FingerprintSet | GraphData | PointCloud:
    """A set of each kind in turn, told apart by its number."""
    if number % 3 == 0:
        return PointCloud(
            np.full((200, 4), float(number)), np.array(list("abcd")), np.full(200, str(number))
        )
    if number % 3 == 1:
        return GraphData(csr_array(np.full((20, 20), float(number))), np.arange(20).astype(str))
    return FingerprintSet(np.full((300, 9), -1.0 - number), None, np.arange(9).astype(str))


if __name__ == "__main__":
    folder, start, stop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    workspace = Workspace(folder, "ann")
    for number in range(start, stop):
        key = workspace.keep(numbered(number), f"set {number}")
        print(number, key, flush=True)
