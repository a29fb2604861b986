"""Standardising and principal axes."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from core.embedding.preparation import principal_axes, standardised
from core.errors import ParameterError


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(50, 4)) * [1e-160, 1.0, 1e160, 0.0] + [0, 5, 0, 3]


def test_every_column_has_unit_spread_whatever_its_unit(values):
    found = standardised(values)
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(found.std(axis=0), [1, 1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(standardised(found), found, atol=1e-12)


def test_all_axes_keep_distances_and_few_keep_the_most_variance(values):
    points = values[:, 1:2] @ np.ones((1, 3)) + np.random.default_rng(1).normal(size=(50, 3))
    everything, share = principal_axes(points, 10)
    assert everything.shape == (50, 3)
    assert share == pytest.approx(1.0)
    np.testing.assert_allclose(pdist(everything), pdist(points))
    first, share = principal_axes(points, 1)
    assert 1 / 3 < share < 1
    assert first.var() == pytest.approx(share * points.var(axis=0).sum())


def test_points_without_spread_have_axes_without_spread():
    found, share = principal_axes(np.ones((4, 3)), 2)
    assert (found == 0).all()
    assert share == 1.0


def test_no_axes_are_refused():
    with pytest.raises(ParameterError, match="n_axes is 0"):
        principal_axes(np.eye(3), 0)
