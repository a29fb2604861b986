"""What is done to points before a method sees them, and that it is said."""

import numpy as np
import pytest

from core.datasets import PointCloud
from core.datasets.preparation import prepare_points
from core.errors import ParameterError


@pytest.fixture
def cloud() -> PointCloud:
    rng = np.random.default_rng(0)
    values = np.column_stack([rng.normal(5, 3, 200), rng.normal(size=200), np.full(200, 7.0)])
    labels = np.repeat(["a", "b"], 100)
    return PointCloud(values, ["wide", "narrow", "constant"], labels)


def test_standardised_columns_have_mean_0_and_spread_1_and_constants_are_gone(cloud):
    prepared, axes = prepare_points(cloud)
    assert prepared.names == ("wide", "narrow")
    assert prepared.values.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert prepared.values.std(axis=0) == pytest.approx([1, 1])
    assert prepared.scale == pytest.approx(cloud.values[:, :2].std(axis=0))
    assert any("Constant columns left out (1): constant" in step for step in prepared.steps)
    assert axes.apply(cloud.values[:5]) == pytest.approx(prepared.values[:5])


def test_unscaled_points_keep_their_distances(cloud):
    prepared, _ = prepare_points(cloud, standardise=False)
    apart = np.linalg.norm(np.diff(cloud.values, axis=0), axis=1)
    assert np.linalg.norm(np.diff(prepared.values, axis=0), axis=1) == pytest.approx(apart)


def test_principal_axes_carry_the_variance_they_say(cloud):
    prepared, axes = prepare_points(cloud, standardise=False, n_axes=1)
    assert prepared.names == ("axis 1",)
    assert prepared.scale is None
    widest = np.linalg.eigvalsh(np.cov(cloud.values.T, ddof=0))[-1]
    assert prepared.values.var() == pytest.approx(widest)
    share = widest / cloud.values.var(axis=0).sum()
    assert any(f"keep {100 * share:.0f}%" in step for step in prepared.steps)
    assert axes.apply(cloud.values) == pytest.approx(prepared.values)


def test_a_group_and_a_sample_are_taken_and_said(cloud):
    prepared, _ = prepare_points(cloud, group="b", most_rows=30)
    assert len(prepared.values) == 30
    assert (prepared.rows >= 100).all()
    assert "30 of 100 rows, drawn at random (seed 0)." in prepared.steps
    again, _ = prepare_points(cloud, group="b", most_rows=30)
    assert np.array_equal(prepared.rows, again.rows)


def test_what_is_refused(cloud):
    with pytest.raises(ParameterError, match="group 'c'"):
        prepare_points(cloud, group="c")
    with pytest.raises(ParameterError, match="no spread"):
        prepare_points(PointCloud(np.ones((4, 2)), ["a", "b"]))
