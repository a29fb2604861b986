"""Deep kernels: the recursion by hand, its limits, its orders, and what depth does to a signal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ParameterError
from core.ideas import (
    deep_kernel,
    excess_kurtosis,
    hermite_map,
    network_outputs,
    relu_map,
    variance_by_layer,
)
from core.ideas.depth_study import (
    accuracy_by_depth,
    digits_on_sphere,
    majority_accuracy,
    weight_exponent,
)

MAPS = {"relu": relu_map(), "hermite": hermite_map(0.5, 3), "square": hermite_map(0.3, 2)}


def by_hand(c: float, depth: int, layer, *, tangent: bool) -> float:
    """Σ and Θ as the definition has them, one cosine at a time."""
    sigma, theta, one = c, c, 1.0
    for _ in range(depth):
        theta *= float(layer.slope(np.array(sigma)))
        sigma = float(layer.of(np.array(sigma)))
        theta, one = theta + sigma, one * layer.slope_at_one + 1
    return theta / one if tangent else sigma


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("tangent", [False, True])
@given(c=st.floats(-0.99, 0.99), depth=st.integers(0, 8))
def test_the_recursion_is_that_of_the_definition(name, tangent, c, depth):
    layer = MAPS[name]
    found = float(deep_kernel(c, depth, layer, tangent=tangent))
    assert found == pytest.approx(by_hand(c, depth, layer, tangent=tangent), abs=1e-12)


def test_printed_values_of_rectified_units_at_a_right_angle():
    """By the recursion in exact arithmetic: κ(0) = 1/π, and so on; six digits."""
    plain = [round(float(deep_kernel(0.0, n, relu_map())), 6) for n in (1, 2, 3)]
    tangent = [round(float(deep_kernel(0.0, n, relu_map(), tangent=True)), 6) for n in (1, 2, 3)]
    assert plain == [0.31831, 0.493731, 0.604826]
    assert tangent == [0.159155, 0.22857, 0.265097]


@pytest.mark.parametrize("name", MAPS)
def test_the_gap_near_one_has_all_its_digits(name):
    layer = MAPS[name]
    for e in (1e-3, 1e-6, 1e-10, 1e-13):
        gap = float(layer.gap(np.array(e)))
        assert gap / e == pytest.approx(layer.slope_at_one, rel=2 * np.sqrt(e) + 1e-9)
    coarse = np.linspace(0.01, 1.9, 50)
    np.testing.assert_allclose(layer.gap(coarse), 1 - layer.of(1 - coarse), atol=1e-12)


@pytest.mark.parametrize(
    ("a", "m", "plain", "tangent"),
    [(0.5, 3, 2.0, 3.999), (0.5, 2, 3.419, 5.418), (0.25, 3, 3.026, 5.025), (0.3, 5, 1.803, 3.802)],
)
def test_weights_fall_with_the_order_that_linearising_predicts(a, m, plain, tangent):
    """Slopes over r² from 2e-7 to 2e-4 at 120 layers; within a hundredth of those measured."""
    layer = hermite_map(a, m)
    for measured, with_tangent in ((plain, False), (tangent, True)):
        found = weight_exponent(layer, tangent=with_tangent)
        assert found == pytest.approx(measured, abs=0.01)
        assert found == pytest.approx(layer.order(tangent=with_tangent), abs=0.01)


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("tangent", [False, True])
def test_a_deep_kernel_is_positive_semidefinite_and_rises_with_the_cosine(name, tangent):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 5))
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    for depth in (1, 4, 9):
        K = deep_kernel(X @ X.T, depth, MAPS[name], tangent=tangent)
        assert np.linalg.eigvalsh((K + K.T) / 2)[0] >= -1e-10 * len(K)
        rising = deep_kernel(np.linspace(0, 1, 200), depth, MAPS[name], tangent=tangent)
        assert (np.diff(rising) > -1e-15).all()
        assert rising[-1] == pytest.approx(1)


def test_without_end_the_majority_or_the_nearest_decides():
    rng = np.random.default_rng(1)
    X, new = rng.normal(size=(50, 4)), rng.normal(size=(40, 4))
    X, new = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in (X, new))
    label = np.where(np.arange(50) < 33, 1.0, -1.0)
    flat = deep_kernel(new @ X.T, 3000, relu_map(), tangent=True)
    assert (np.sign(flat @ label) == 1).all()
    sharp = np.longdouble(1) * deep_kernel(np.abs(new @ X.T), 6, hermite_map(0.0, 3))
    nearest = np.abs(new @ X.T).argmax(axis=1)
    decided = sharp[np.arange(40), nearest] > sharp.sum(axis=1) / 2
    assert (np.sign(sharp @ label) == label[nearest])[decided].all()
    assert decided.mean() > 0.5
    digits = digits_on_sphere()
    (deepest,) = accuracy_by_depth(digits, relu_map(), (300,))
    assert deepest.smoother == majority_accuracy(digits)


def test_a_signal_is_kept_by_one_variance_only_and_networks_have_the_kurtosis_of_the_formula():
    assert variance_by_layer(40, 2.0).tolist() == [1.0] * 41
    assert variance_by_layer(40, 1.9)[-1] < 0.2 < 5 < variance_by_layer(40, 2.1)[-1]
    outputs = network_outputs(3, 40, 400_000, random_state=0)
    assert outputs.var() == pytest.approx(1, abs=0.01)
    measured = float((outputs**4).mean() / outputs.var() ** 2 - 3)
    assert measured == pytest.approx(excess_kurtosis(3, 40), rel=0.1)


def test_what_is_no_network_is_refused():
    for broken in (
        lambda: deep_kernel(0.5, -1, relu_map()),
        lambda: deep_kernel(np.nan, 1, relu_map()),
        lambda: hermite_map(1.5, 3),
        lambda: hermite_map(0.5, 1),
        lambda: variance_by_layer(0),
        lambda: excess_kurtosis(0, 5),
    ):
        with pytest.raises(ParameterError):
            broken()
