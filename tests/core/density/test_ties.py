"""Rows that repeat count as rows, one row that decides is named, few dimensions have no regimes."""

import numpy as np
import pytest

from core.density import KernelDensity, diagnose
from core.density.bandwidth_scan import scan_bandwidths
from core.density.deciding_row import bandwidth_decider, scale_decider


def nine_places(n: int = 60) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 3, size=(n, 2)).astype(float)


def test_k_eff_is_that_of_the_rows_around_one_of_them():
    X, h = nine_places(), 0.6
    found = diagnose(X, h)
    by_rows = []
    for row in range(len(X)):
        others = np.delete(X, row, axis=0)
        by_rows.append(KernelDensity(bandwidth=h).fit(others).participation(X[row : row + 1])[0])
    expected = np.quantile(by_rows, [0.1, 0.5, 0.9])
    np.testing.assert_allclose(list(found.k_eff_quantiles.values()), expected, rtol=1e-4)


def test_a_table_given_twice_has_the_same_optimum():
    X = np.random.default_rng(2).normal(size=(200, 6))
    one, two = diagnose(X), diagnose(np.vstack([X, X]))
    assert two.h_loo == pytest.approx(one.h_loo, rel=0.01)
    assert two.loo_log_likelihood == pytest.approx(one.loo_log_likelihood, abs=0.02)
    assert sum(two.regime_shares.values()) == pytest.approx(1)


def test_hill_sees_copies_as_neighbours_at_distance_0():
    X = np.repeat([[0.0], [1.0], [3.0]], [3, 2, 2], axis=0)
    scan = scan_bandwidths(X)
    at_0 = np.array([0.0, 0, 1, 1, 3, 3])  # distances of the six other rows, k = 5
    assert scan.neighborhoods.local_condensation[0] == pytest.approx(
        np.sqrt(np.mean((at_0[5] ** 2 - at_0[:5] ** 2) / 2))
    )


def test_regime_shares_and_noise_are_of_rows():
    X = np.vstack([np.zeros((300, 5)), np.random.default_rng(3).normal(size=(100, 5)) + 5])
    shares = diagnose(X, 0.3).regime_shares
    assert shares["gaussian"] >= 0.75  # a place of 300 rows is 300 rows
    assert diagnose(X, 0.3).sampling_noise < 0.1


def test_places_of_many_rows_are_a_table_of_frequencies():
    assert any(
        "60 rows stand at 9 distinct places" in note for note in diagnose(nine_places()).notes
    )
    plain = np.random.default_rng(0).normal(size=(60, 2))
    assert not any("distinct places" in note for note in diagnose(plain).notes)


def with_one_far(distance: float, n: int = 60, d: int = 2) -> np.ndarray:
    X = np.random.default_rng(4).normal(size=(n, d))
    X[7] = 0
    X[7, 1] = distance
    return X


def test_the_row_that_decides_the_scale_is_named_with_its_effect():
    X = with_one_far(9999.0)
    found = scale_decider(X)
    assert found is not None
    assert (found.row, found.column) == (7, 1)
    assert found.spread == pytest.approx(X[:, 1].std())
    assert found.without == pytest.approx(np.delete(X[:, 1], 7).std())
    assert scale_decider(with_one_far(2.0)) is None


@pytest.mark.parametrize("distance", [12.0, 30.0])
def test_the_row_that_decides_the_bandwidth_is_named_with_its_effect(distance):
    X = with_one_far(distance)
    found = bandwidth_decider(scan_bandwidths(X))
    assert found is not None
    assert found.row == 7
    without = diagnose(np.delete(X, 7, axis=0)).h_loo
    assert found.without == pytest.approx(without, rel=0.02)
    assert found.bandwidth > 1.25 * without
    notes = diagnose(X).notes
    assert any(f"Row 8 alone moves h from {found.without:.3g}" in note for note in notes)


def test_no_row_decides_where_all_are_alike():
    X = np.random.default_rng(5).normal(size=(300, 3))
    assert bandwidth_decider(scan_bandwidths(X)) is None
    assert scale_decider(X) is None
    assert not any("alone" in note for note in diagnose(X).notes)


@pytest.mark.parametrize(("d", "told"), [(1, False), (2, False), (4, False), (5, True), (30, True)])
def test_regimes_are_left_out_of_the_verdict_in_few_dimensions(d, told):
    found = diagnose(np.random.default_rng(6).normal(size=(150, d)))
    assert ("regime" in found.sentence) is told
    assert "points carry each estimate" in found.sentence
    assert "another sample would change it by" in found.sentence
