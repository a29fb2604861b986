"""Collapse onto the rows: the closed form, its laws, and noised rows counted."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from core.density import collapse_bandwidth
from core.errors import ParameterError


def own_share(X: np.ndarray, h: float, random: np.random.Generator) -> float:
    """Share of 600 noised rows whose own row weighs more than half."""
    rows = random.integers(len(X), size=600)
    noised = X[rows] + h * random.normal(size=(600, X.shape[1]))
    exponent = -cdist(noised, X, "sqeuclidean") / (2 * h**2)
    weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return float((weight[np.arange(600), rows] > weight.sum(axis=1) / 2).mean())


# methods: the golden values; h_C of the first is (n^(2/d) − 1)^(−½)
@pytest.mark.parametrize(
    ("eigenvalues", "n", "expected"),
    [(np.ones(10), 1_000, 0.579180), ([4.0, 1.0, 0.25], 100, 0.224431)],
)
def test_golden_values(eigenvalues, n, expected):
    assert collapse_bandwidth(eigenvalues, n) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("d", "n"), [(1, 2), (2, 300), (50, 2_000), (500, 10**6), (3, 10**30)])
def test_of_equal_eigenvalues_it_is_the_closed_form(d, n):
    expected = (np.exp(2 * np.log(float(n)) / d) - 1) ** -0.5
    assert collapse_bandwidth(np.full(d, 9.0), n) == pytest.approx(3 * expected, rel=1e-9)


def test_it_falls_with_n_scales_with_the_data_and_ignores_what_does_not_vary():
    spectrum = np.array([3.0, 1.0, 1e-3])
    found = [collapse_bandwidth(spectrum, n) for n in (10, 100, 1_000, 10**6)]
    assert np.all(np.diff(found) < 0)
    assert collapse_bandwidth(49 * spectrum, 100) == pytest.approx(7 * found[1])
    assert collapse_bandwidth([*spectrum, 0.0, 0.0], 100) == pytest.approx(found[1])


@pytest.mark.parametrize(("d", "n"), [(5, 500), (10, 1_000), (20, 1_000)])
def test_about_half_of_noised_rows_are_committed_there(d, n):
    random = np.random.default_rng(0)
    X, h = random.normal(size=(n, d)), collapse_bandwidth(np.ones(d), n)
    assert 0.50 <= own_share(X, h, random) <= 0.68
    assert own_share(X, 0.7 * h, random) >= 0.85
    assert own_share(X, 1.4 * h, random) <= 0.30


@pytest.mark.parametrize(
    ("eigenvalues", "n", "said"),
    [([0.0, 0.0], 10, "not all 0"), ([-1.0], 10, "0 or more"), ([1.0], 1, "at least 2")],
)
def test_what_is_refused(eigenvalues, n, said):
    with pytest.raises(ParameterError, match=said):
        collapse_bandwidth(eigenvalues, n)
