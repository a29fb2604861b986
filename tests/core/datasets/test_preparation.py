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


def test_a_wild_row_does_not_decide_a_robust_scale(cloud):
    values = cloud.values.copy()
    values[3, 0] = 9999.0
    wild = PointCloud(values, cloud.feature_names)
    plain, _ = prepare_points(cloud, robust=True)
    robust, axes = prepare_points(wild, robust=True)
    mean, _ = prepare_points(wild)
    assert robust.scale == pytest.approx(plain.scale, rel=0.03)
    assert mean.scale[0] > 50 * plain.scale[0]
    assert plain.scale == pytest.approx([3, 1], rel=0.15)  # of normal columns, as the deviation is
    assert axes.apply(values) == pytest.approx(robust.values)
    assert any("middle half" in step for step in robust.steps)


def test_rows_are_set_aside_by_their_numbers_in_the_file(cloud):
    numbered = PointCloud(cloud.values, cloud.feature_names, row_number=np.arange(200) + 2)
    prepared, _ = prepare_points(numbered, set_aside=(2, 101))
    assert not {2, 101} & set(prepared.row_number.tolist())
    assert len(prepared.values) == 198
    assert "Rows set aside by hand (2): 2, 101." in prepared.steps
    with pytest.raises(ParameterError, match="take some of them back"):
        prepare_points(numbered, set_aside=range(2, 202))


def test_columns_of_few_values_are_left_out_or_spread():
    rng = np.random.default_rng(1)
    table = PointCloud(
        np.column_stack([rng.normal(size=90), rng.integers(3, 6, 90)]), ["x", "grade"]
    )
    kept, _ = prepare_points(table, standardise=False)
    out, _ = prepare_points(table, discrete="leave_out")
    spread, _ = prepare_points(table, discrete="spread", standardise=False)
    assert out.names == ("x",)
    assert len(np.unique(kept.values[:, 1])) == 3
    assert len(np.unique(spread.values[:, 1])) == 90
    moved = spread.values[:, 1] - spread.values[:, 1].mean() + table.values[:, 1].mean()
    assert np.abs(moved - table.values[:, 1]).max() <= 0.6  # half a step, and the mean's
    for prepared in (out, spread):
        assert any("grade" in step for step in prepared.steps)
    with pytest.raises(ParameterError, match="keep, leave_out, spread"):
        prepare_points(table, discrete="drop")
    with pytest.raises(ParameterError, match="keep them, or spread them"):
        prepare_points(PointCloud(table.values[:, 1:], ["grade"]), discrete="leave_out")
