"""Keeps one set after another and prints each key that is kept, until somebody ends it."""

import sys

import numpy as np

from core.datasets import FingerprintSet, GraphData, PointCloud, Workspace


def numbered(number: int) -> FingerprintSet | GraphData | PointCloud:
    """A set of each kind in turn, told apart by its number."""
    if number % 3 == 0:
        return PointCloud(np.full((200, 4), float(number)), list("abcd"), [str(number)] * 200)
    if number % 3 == 1:
        return GraphData(np.full((20, 20), float(number)), range(20))
    return FingerprintSet(np.full((300, 9), -1.0 - number), None, [f"b{k}" for k in range(9)])


if __name__ == "__main__":
    folder, start, stop = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    workspace = Workspace(folder, "ann")
    for number in range(start, stop):
        key = workspace.keep(numbered(number), f"set {number}")
        print(number, key, flush=True)
