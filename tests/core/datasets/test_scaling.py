"""Standardising and principal axes."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from core.datasets.scaling import (
    principal_axes,
    standard_deviations,
    standardised,
    varying_columns,
)
from core.errors import ParameterError


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(50, 4)) * [1e-160, 1.0, 1e160, 0.0] + [0, 5, 0, 3]


def test_every_column_has_unit_spread_whatever_its_unit(values):
    found = standardised(values)
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(found.std(axis=0), [1, 1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(standardised(found), found, atol=1e-12)


def test_the_spread_is_the_standard_deviation_and_exactly_0_for_constants(values):
    ordinary = values[:, 1:2]
    np.testing.assert_allclose(standard_deviations(ordinary), ordinary.std(axis=0), rtol=1e-14)
    constant = np.full((7, 1), 0.1)  # its mean is not 0.1 in floating point
    assert standard_deviations(constant).tolist() == [0.0]
    assert standardised(constant).ravel().tolist() == [0.0] * 7
    assert varying_columns(values).tolist() == [0, 1, 2]


def test_all_axes_keep_distances_and_few_keep_the_most_variance(values):
    points = values[:, 1:2] @ np.ones((1, 3)) + np.random.default_rng(1).normal(size=(50, 3))
    axes, share = principal_axes(points, 10)
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert share == pytest.approx(1.0)
    np.testing.assert_allclose(pdist(points @ axes.T), pdist(points))
    first, share = principal_axes(points, 1)
    assert 1 / 3 < share < 1
    assert (points @ first.T).var() == pytest.approx(share * points.var(axis=0).sum())


def test_there_are_no_more_axes_than_rows():
    axes, share = principal_axes(np.random.default_rng(0).normal(size=(3, 9)), 5)
    assert axes.shape == (3, 9)
    assert share == pytest.approx(1.0)


def test_points_without_spread_have_axes_without_spread():
    axes, share = principal_axes(np.ones((4, 3)), 2)
    assert axes.shape == (2, 3)
    assert share == 1.0


def test_no_axes_are_refused():
    with pytest.raises(ParameterError, match="n_axes is 0"):
        principal_axes(np.eye(3), 0)
