"""Sums from a matrix product are those of the differences, wherever the bound lets it be used."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.density.double_pass import double_sums, middle
from core.density.kernel_sums import WeightedPoints
from core.density.kernels import make_kernel
from core.density.product_terms import TOLERATED, ProductTerms

GAUSSIAN = make_kernel("gaussian", 2, 3.0)


def by_differences(monkeypatch, *arguments, **options):
    """The sums with every difference taken, as for a kernel that has no product."""
    with monkeypatch.context() as patch:
        patch.setattr(ProductTerms, "tile", lambda self, columns: _none(TILE(self, columns), self))
        return double_sums(*arguments, **options)


TILE = ProductTerms.tile


def _none(tile, terms):
    return type(tile)(tile.columns, tile.right, np.zeros_like(tile.near), tile.lowest)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("bandwidths", [[0.5], [0.02], [30.0], [0.1, 1.0, 0.5]])
@pytest.mark.parametrize("own", [False, True])
def test_they_are_the_sums_of_the_differences(monkeypatch, weighted, bandwidths, own):
    random = np.random.RandomState(0)
    values = random.standard_normal((1500, 3)) * [1, 5, 0.1] + [0, 100, -3]
    weight = np.log(random.uniform(1e-9, 1, 1500)) if weighted else None
    points = WeightedPoints(values, weight)
    index = np.arange(300) if own else None
    queries = values[:300] if own else random.standard_normal((300, 3)) * 3 + [0, 100, -3]
    given_ = (points, queries, np.array(bandwidths), GAUSSIAN)
    options = {"squares": True, "own_index": index}
    product = double_sums(*given_, **options)
    exact = by_differences(monkeypatch, *given_, **options)
    np.testing.assert_allclose(product.log_sum, exact.log_sum, rtol=1e-14, atol=TOLERATED)
    np.testing.assert_allclose(product.participation, exact.participation, rtol=4 * TOLERATED)


@given(st.floats(-12, 12), st.floats(-6, 6), st.integers(0, 2**31), st.sampled_from([1, 3, 40]))
def test_no_offset_spread_or_bandwidth_makes_them_worse_than_promised(offset, spread, seed, d):
    random = np.random.RandomState(seed)
    values = 10.0**spread * random.standard_normal((60, d)) + 10.0**offset
    values[0] *= 1 + 10.0 ** random.uniform(-8, 8)
    h = np.array([10.0 ** random.uniform(spread - 3, spread + 2)])
    queries = np.vstack([values[:3], values[3:6] + h * random.standard_normal((3, d))])
    found = double_sums(WeightedPoints(values, None), queries, h, GAUSSIAN).log_sum[:, 0]
    difference = (queries[:, None].astype(np.longdouble) - values) / h[0]
    exponent = -np.sum(difference**2, axis=2) / 2
    largest = exponent.max(axis=1)
    true = largest + np.log(np.exp(exponent - largest[:, None]).sum(axis=1))
    np.testing.assert_allclose(found, true.astype(float), rtol=1e-12, atol=TOLERATED)


def test_a_tile_that_is_far_closer_than_the_first_one_is_counted_in_its_own_unit():
    far, near = np.full((600, 1), 60.0), np.full((600, 1), 0.5)
    points = WeightedPoints(np.vstack([far, near]), None)
    sums = double_sums(points, np.zeros((128, 1)), np.array([1.0]), GAUSSIAN, squares=True)
    np.testing.assert_allclose(sums.log_sum, np.log(600) - 0.125, rtol=1e-12)
    np.testing.assert_allclose(sums.participation, 600, rtol=1e-9)


def test_differences_are_taken_where_a_product_would_lose_them():
    points = WeightedPoints(np.array([[0.0], [1e9], [1e9 + 1]]), None)
    queries = np.array([[1e9 + 0.25]])
    terms = ProductTerms(
        points, queries, np.array([1.0]), middle(points.values), None, np.empty(16)
    )
    assert not terms.tile(slice(0, 3)).near.any()
    found = double_sums(points, queries, np.array([1.0]), GAUSSIAN).log_sum[0, 0]
    assert found == pytest.approx(np.log(np.exp(-(0.25**2) / 2) + np.exp(-(0.75**2) / 2)))


def test_extreme_numbers_are_left_to_the_differences():
    for scale in (1e160, 1e-200):
        values = scale * np.array([[0.0], [1.0], [3.0]])
        sums = double_sums(WeightedPoints(values, None), values[:1], np.array([scale]), GAUSSIAN)
        assert sums.log_sum[0, 0] == pytest.approx(np.log(1 + np.exp(-0.5) + np.exp(-4.5)))
