"""Equal rows are one point."""

import numpy as np

from core.datasets.distinct_rows import distinct_rows


def test_against_a_loop():
    X = np.random.default_rng(0).integers(0, 3, size=(200, 3)).astype(float)
    met: dict[tuple, list[int]] = {}
    for row, point in enumerate(X.tolist()):
        met.setdefault(tuple(point), []).append(row)
    found = distinct_rows(X)
    assert found.first.tolist() == [rows[0] for rows in met.values()]
    assert found.copies.tolist() == [len(rows) for rows in met.values()]
    assert all((found.point[rows] == i).all() for i, rows in enumerate(met.values()))


def test_both_zeros_are_one_number():
    assert distinct_rows(np.array([[0.0, 1.0], [-0.0, 1.0]])).copies.tolist() == [2]
