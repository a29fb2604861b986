"""The 50-digit reference, and how close the float64 path comes to it."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from core.density import KernelDensity, reference_log_density
from core.errors import Cancelled, LimitError, ParameterError


def test_it_is_the_definition_in_exact_fractions():
    X, q, h = [[0.1, -7.3], [1e-9, 2.0], [3e5, 0.3]], [0.7, 1e-3], 0.37
    with mpmath.workdps(60):
        total = mpmath.mpf(0)
        for y in X:
            squared = sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(q, y, strict=True))
            exponent = squared / (2 * Fraction(h) ** 2)
            total += mpmath.exp(-mpmath.mpf(exponent.numerator) / exponent.denominator)
        expected = float(mpmath.log(total / (3 * 2 * mpmath.pi * mpmath.mpf(h) ** 2)))
    assert reference_log_density(X, [q], h)[0] == expected


@pytest.mark.parametrize("h", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("precision", ["double", "mixed"])
def test_the_estimator_agrees_with_it_in_the_tails(h, precision):
    random = np.random.default_rng(5)
    X, q = random.normal(size=(400, 50)), random.normal(size=(3, 50)) * [[1], [1], [4]]
    expected = reference_log_density(X, q, h)
    score = KernelDensity(bandwidth=h, precision=precision).fit(X).score_samples(q)
    error = np.abs(score - expected)
    assert (error <= (1e-12 if precision == "double" else 1e-7) * (1 + np.abs(expected))).all()


def test_extreme_coordinates_stay_exact():
    point = [[0.0, 1e-300, 1e300]]
    assert reference_log_density(point, point, 1.0)[0] == pytest.approx(-1.5 * np.log(2 * np.pi))


def test_what_it_cannot_do_is_said():
    with pytest.raises(LimitError, match=r"6,000,000 coordinates; the limit is 5,000,000"):
        reference_log_density(np.zeros((1000, 60)), np.zeros((100, 60)), 1.0)
    with pytest.raises(ParameterError, match="query has 1 columns, but X has 2"):
        reference_log_density([[0.0, 1.0]], [[0.0]], 1.0)

    def stop(share, message):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        reference_log_density([[0.0]], [[0.0]], 1.0, progress=stop)
