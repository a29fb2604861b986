"""Least squares and the plug-in rule: what they minimise, where they are right, and what not."""

import numpy as np
import pytest
from scipy.integrate import quad

from core.density import KernelDensity, select_bandwidth
from core.errors import ParameterError

RANDOM = np.random.default_rng(0)
BUMPS = np.r_[RANDOM.normal(size=300), RANDOM.normal(20, 1, 300)][:, None]


def test_least_squares_minimise_their_integral():
    """The closed form of ∫ρ̂² is the integral, and no other h of a grid does better."""
    X = RANDOM.normal(size=(80, 1))

    def loss(h):
        density = KernelDensity(bandwidth=h).fit(X)
        square = quad(lambda x: np.exp(2 * density.score_samples([[x]])[0]), -8, 8, limit=200)[0]
        return square - 2 * np.exp(density.leave_one_out().log_density).mean()

    h = select_bandwidth(X, "lscv")
    assert all(loss(h) < loss(h * factor) for factor in (0.7, 0.85, 1.2, 1.5))


@pytest.mark.parametrize("rule", ["lscv", "isj"])
def test_separate_bumps_are_not_blurred(rule):
    h, silverman = select_bandwidth(BUMPS, rule), select_bandwidth(BUMPS, "silverman")
    assert h < silverman / 4
    of_one = 1.06 * 300 ** (-1 / 5)  # the best of one bump by itself
    assert 0.5 * of_one < h < 1.7 * of_one


def test_the_plug_in_rule_is_near_the_best_of_normal_data():
    errors = []
    for seed in range(4):
        X = np.random.default_rng(seed).normal(size=(500, 1))
        errors.append(select_bandwidth(X, "isj") / (1.06 * 500 ** (-1 / 5)))
    assert 0.8 < np.mean(errors) < 1.2


@pytest.mark.parametrize("rule", ["lscv", "isj"])
def test_they_move_with_the_unit_of_the_data(rule):
    h = select_bandwidth(BUMPS, rule)
    assert select_bandwidth(1e3 * BUMPS - 5, rule) == pytest.approx(1e3 * h, rel=1e-3)


def test_what_they_do_not_take_is_said():
    with pytest.raises(ParameterError, match="one or two columns, not 3"):
        select_bandwidth(RANDOM.normal(size=(30, 3)), "lscv")
    with pytest.raises(ParameterError, match="for one column, not 2"):
        select_bandwidth(RANDOM.normal(size=(30, 2)), "isj")
    with pytest.raises(ParameterError, match="takes no weights"):
        select_bandwidth(BUMPS, "isj", sample_weight=np.arange(600.0))
    with pytest.raises(ParameterError, match="rows that repeat"):
        select_bandwidth(np.repeat(BUMPS, 3, axis=0), "lscv")


def test_of_many_points_some_are_drawn_and_the_rule_is_put_right():
    X = RANDOM.normal(size=(4_000, 2))
    best = 4_000 ** (-1 / 6)
    assert 0.6 * best < select_bandwidth(X, "lscv") < 1.5 * best
