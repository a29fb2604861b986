"""A kernel estimate against a Gaussian mixture: who wins where theory says so, and no leaks."""

import numpy as np
import pytest

from core.density import KernelDensity
from core.density.mixture_comparison import compare_with_mixture
from core.errors import ParameterError

RANDOM = np.random.default_rng(0)


def test_a_mixture_wins_on_a_mixture_and_a_kernel_on_a_ring():
    angle = RANDOM.uniform(0, 2 * np.pi, 300)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) + 0.03 * RANDOM.normal(size=(300, 2))
    two = RANDOM.normal(size=(300, 4)) + 6 * RANDOM.integers(2, size=(300, 1))
    (on_ring,), (on_two,) = compare_with_mixture(ring), compare_with_mixture(two)
    assert on_ring.ratio[0] > 2 * on_ring.ratio[1]
    assert on_two.ratio[0] < -2 * on_two.ratio[1]
    assert set(on_two.components) == {2}
    assert set(on_ring.components) != {1}


def test_copies_lie_in_one_fold_and_every_row_is_asked_about_once():
    X = np.repeat(RANDOM.normal(size=(60, 2)), 4, axis=0)
    (found,) = compare_with_mixture(X, lambda: KernelDensity(bandwidth=1e-3))
    assert len(found.rows) == 240
    assert np.isfinite(found.kernel).all()
    assert found.kernel.max() < 0, "a narrow kernel that knew a copy would say more"
    np.testing.assert_allclose(found.kernel.reshape(60, 4).std(axis=1), 0, atol=1e-9)


def test_one_component_is_the_normal_density_of_the_folds():
    X = RANDOM.normal(size=(2_500, 1))
    (found,) = compare_with_mixture(X, lambda: KernelDensity(bandwidth=0.3))
    assert len(found.rows) == 2_000
    assert set(found.components) == {1}
    truth = -0.5 * (np.log(2 * np.pi) + X[found.rows, 0] ** 2)
    assert (truth - found.mixture).mean() == pytest.approx(0, abs=0.005)


def test_too_few_rows_are_refused():
    with pytest.raises(ParameterError, match="19 distinct rows"):
        next(compare_with_mixture(RANDOM.normal(size=(19, 2))))
