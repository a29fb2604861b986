"""Sums over the near points are the full sums, and are chosen where few points are near."""

import numpy as np
import pytest

from core.density import KernelDensity, near_pass
from core.density.double_pass import double_sums
from core.density.kernel_sums import WeightedPoints
from core.density.kernels import make_kernel
from core.density.near_pass import near_sums, pays_off
from core.density.point_tiles import TILE, point_tiles

GAUSSIAN = make_kernel("gaussian", 3, 3.0)


def points(n: int = 5000, d: int = 3) -> np.ndarray:
    return np.random.RandomState(0).standard_normal((n, d)) * [1, 10, 0.1][:d] + 50


def test_tiles_hold_every_point_once_and_within_their_radius():
    values = points()
    tiles = point_tiles(values)
    assert sorted(tiles.order) == list(range(len(values)))
    np.testing.assert_array_equal(tiles.values, values[tiles.order])
    assert np.diff(tiles.starts).max() <= TILE
    queries = np.random.RandomState(1).standard_normal((20, 3)) * 20 + 50
    least, nearest = tiles.least_distances(queries)
    for t, (start, end) in enumerate(zip(tiles.starts[:-1], tiles.starts[1:], strict=True)):
        difference = queries[:, None] - tiles.values[start:end]
        assert (least[:, t] <= np.sqrt((difference**2).sum(axis=2)).min(axis=1)).all()
    assert nearest.shape == (20,)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("bandwidths", [[0.02], [0.3, 0.05], [40.0]])
@pytest.mark.parametrize("own", [False, True])
def test_they_are_the_full_sums(weighted, bandwidths, own):
    values, random = points(), np.random.RandomState(2)
    weight = np.log(random.uniform(1e-6, 1, len(values))) if weighted else None
    index = random.permutation(len(values))[:200] if own else None
    far = random.standard_normal((200, 3)) * 30 + 50
    queries = values[index] if own else far
    given = (WeightedPoints(values, weight), queries, np.array(bandwidths), GAUSSIAN)
    near = near_sums(*given, squares=True, own_index=index)
    full = double_sums(*given, squares=True, own_index=index)
    np.testing.assert_allclose(near.log_sum, full.log_sum, rtol=1e-13, atol=1e-9)
    np.testing.assert_allclose(near.participation, full.participation, rtol=1e-8)


def test_extreme_numbers_are_summed_too():
    for scale in (1e150, 1e-180):
        values = scale * points(2000)
        given = (WeightedPoints(values, None), values[:5], np.array([scale * 0.1]), GAUSSIAN)
        np.testing.assert_allclose(near_sums(*given).log_sum, double_sums(*given).log_sum)


def test_they_are_chosen_where_few_points_are_near_and_only_there(monkeypatch):
    values = points(20_000)
    sample, queries = WeightedPoints(values, None), values[:200]
    narrow, broad = np.array([0.01]), np.array([30.0])
    assert not pays_off(sample, queries, narrow, GAUSSIAN, "double"), "it is done in no time"
    monkeypatch.setattr(near_pass, "LEAST_PAIRS", 1)
    assert pays_off(sample, queries, narrow, GAUSSIAN, "double")
    assert not pays_off(sample, queries, broad, GAUSSIAN, "double")
    student = make_kernel("student", 3, 3.0)
    assert not pays_off(sample, queries, narrow, student, "double")
    for precision, error in (("double", 1e-9), ("mixed", 2e-5)):
        density = KernelDensity(bandwidth=0.01, precision=precision).fit(values)
        full = double_sums(sample, queries, narrow, GAUSSIAN)
        expected = full.log_density(GAUSSIAN, narrow, 3, sample.log_total)[:, 0]
        np.testing.assert_allclose(density.score_samples(queries), expected, atol=error)
