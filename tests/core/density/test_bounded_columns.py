"""Mass that a kernel spills beyond the bounds of a column."""

import numpy as np
import pytest

from core.density.bounded_columns import spills
from core.errors import ParameterError


def test_half_of_a_point_at_the_bound_lies_beyond_it():
    y = np.concatenate([np.zeros(50), np.full(50, 1000.0)])[:, None]
    found = {spill.side: spill for spill in spills(y, [1.0])}
    assert found["below"].mass == pytest.approx(0.25)
    assert found["above"].mass == pytest.approx(0.25)
    assert found["above"].bound == 1000.0


def test_the_mass_of_an_exponential_is_the_integral_of_its_kernel_estimate():
    rng = np.random.default_rng(0)
    y, h = rng.exponential(size=(20_000, 1)), 0.2
    (spill,) = spills(y, [h])
    # ∫ e^−y Φ(−y/h) dy = ½ − e^{h²/2} Φ(−h)
    from scipy.stats import norm

    expected = 0.5 - np.exp(h**2 / 2) * norm.cdf(-h)
    assert spill.mass == pytest.approx(expected, abs=0.004)
    assert (spill.column, spill.bound, spill.side) == (0, 0.0, "below")


def test_an_unbounded_column_spills_nothing_and_a_small_bandwidth_neither():
    rng = np.random.default_rng(0)
    assert spills(rng.normal(size=(500, 3)), np.ones(3)) == ()
    assert spills(rng.exponential(size=(500, 1)), [1e-3]) == ()


def test_each_column_needs_its_bandwidth():
    with pytest.raises(ParameterError, match="2 columns and 1 bandwidths"):
        spills(np.zeros((5, 2)), [1.0])
