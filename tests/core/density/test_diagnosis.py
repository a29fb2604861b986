"""The diagnosis of a data set: laws, awkward data, and the table of real data."""

import numpy as np
import pytest
from sklearn import datasets

from core.density.diagnosis import diagnose, diagnosis_at
from core.density.leave_one_out_scores import leave_one_out
from core.density.neighborhoods import study_neighborhoods
from core.density.regimes import log_density_variance, regime_index, regime_shares
from core.errors import Cancelled, ParameterError


def standardised(name: str) -> np.ndarray:
    X = getattr(datasets, f"load_{name}")().data
    spread = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


def gaussian_points(n: int = 400, d: int = 5) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(n, d))


# methods/kde_regimes.md, section 2, "Real and synthetic data": columns standardised.
# intrinsic dimension, median h_G, Scott: h, condensed, k_eff, LOO; optimum: h, μ̂, k_eff, LOO
TABLE = {
    "diabetes": (5.5, 0.766, (0.647, 0.77, 6.5, -12.32), (0.512, 0.45, 3.3, -11.95)),
    "wine": (5.5, 0.908, (0.737, 0.90, 5.0, -15.56), (0.543, 0.36, 2.3, -14.92)),
    "breast_cancer": (7.0, 0.924, (0.830, 0.62, 6.9, -32.21), (0.494, 0.29, 1.8, -26.90)),
    "digits": (6.7, 1.565, (0.891, 0.98, 2.1, -67.11), (0.535, 0.12, 1.1, -56.04)),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_real_data(name):
    dimension, local, scott, best = TABLE[name]
    found = diagnose(standardised(name))
    assert found.intrinsic_dimension == pytest.approx(dimension, abs=0.1)
    assert np.median(found.local_condensation) == pytest.approx(local, abs=0.001)
    assert found.h_scott == pytest.approx(scott[0], abs=0.001)
    at_scott = diagnosis_at(found.scan, found.h_scott)
    assert at_scott.regime_shares["condensed"] == pytest.approx(scott[1], abs=0.01)
    assert at_scott.k_eff_quantiles[0.5] == pytest.approx(scott[2], abs=0.06)
    assert at_scott.log_likelihood == pytest.approx(scott[3], abs=0.03)
    assert found.h_loo == pytest.approx(best[0], rel=0.05)
    assert found.loo_log_likelihood == pytest.approx(best[3], abs=0.1)
    assert np.median(found.tail_index) == pytest.approx(best[1], abs=0.03)
    assert found.k_eff_quantiles[0.5] == pytest.approx(best[2], abs=0.2)


def test_the_sentence_says_what_the_numbers_say():
    found = diagnose(standardised("breast_cancer"), 0.83)
    assert "h = 0.83 puts 62% of the points in the condensed regime" in found.sentence
    assert "a median of 6.9 points carry each estimate" in found.sentence
    assert "Leave-one-out recommends 0.49" in found.sentence
    assert any("reduce to about 7 dimensions" in note for note in found.notes)


def test_scaling_translation_and_order_do_not_matter():
    X = gaussian_points()
    order = np.random.default_rng(1).permutation(len(X))
    one, other = diagnose(X, 0.5), diagnose(7.0 * X[order] + 1e4, 3.5)
    assert other.h_loo == pytest.approx(7 * one.h_loo, rel=1e-5)
    assert other.h_loo_error == pytest.approx(7 * one.h_loo_error, rel=1e-2)
    assert other.tail_index == pytest.approx(one.tail_index[order], rel=1e-5)
    assert other.regime_shares == pytest.approx(one.regime_shares)
    assert other.intrinsic_dimension == pytest.approx(one.intrinsic_dimension, rel=1e-6)


def test_a_given_bandwidth_is_computed_and_not_interpolated():
    X = gaussian_points()
    found = diagnose(X, 0.437)
    exact = leave_one_out(X, [0.437], participation=True)
    # the mixed precision of the scan, 2e-5 nats
    assert found.log_likelihood == pytest.approx(exact.mean[0], abs=2e-5)
    expected = np.quantile(exact.participation, [0.1, 0.5, 0.9])
    assert list(found.k_eff_quantiles.values()) == pytest.approx(expected, rel=1e-3)


def test_between_the_grid_the_numbers_are_close_to_the_exact_ones():
    X = gaussian_points()
    scan = diagnose(X).scan
    h = float(np.sqrt(scan.bandwidths[4] * scan.bandwidths[5]))
    exact = leave_one_out(X, [h], participation=True)
    assert scan.participation(h) == pytest.approx(exact.participation[:, 0], rel=0.05)
    assert scan.log_likelihood_of(h) == pytest.approx(exact.mean[0], abs=0.05)


def test_the_error_of_the_optimum_covers_its_spread():
    """Over 40 samples the optimum scatters by what one sample says, within a factor of two."""
    rng = np.random.default_rng(3)
    found = [diagnose(rng.normal(size=(150, 2))) for _ in range(40)]
    said = np.median([each.h_loo_error for each in found])
    assert 0.5 < np.std([each.h_loo for each in found]) / said < 2


def test_copies_and_constants_are_reported():
    X = gaussian_points()
    plain = diagnose(X, 0.5)
    padded = np.column_stack([X, np.full(len(X), 3.0)])
    found = diagnose(np.vstack([padded, padded[:25]]), 0.5)
    assert found.n_duplicates == 25
    assert found.constant_columns.tolist() == [5]
    assert found.h_loo == pytest.approx(plain.h_loo, rel=0.05)
    assert found.intrinsic_dimension == pytest.approx(plain.intrinsic_dimension)
    assert any("25 of 425 rows repeat" in note for note in found.notes)
    assert any("Constant columns left out: 1;" in note for note in found.notes)


def test_two_scales_are_noticed():
    rng = np.random.default_rng(0)
    X = np.vstack([0.3 * rng.normal(size=(400, 20)), 3 + rng.normal(size=(400, 20))])
    assert any("several scales" in note for note in diagnose(X).notes)


def test_local_condensation_of_two_points_by_hand():
    # distances 1, 2, 3 from the first point: k = 2, h_G² = ½ [(9 − 1)/2 + (9 − 4)/2]
    near = study_neighborhoods([[0.0], [1.0], [2.0], [3.0]], [0])
    assert near.local_condensation[0] == pytest.approx(np.sqrt(0.5 * (8 / 2 + 5 / 2)))
    assert near.tail_index(1.0)[0] == pytest.approx(1 / 3.25)


def test_the_intrinsic_dimension_of_a_plane_in_many_dimensions():
    rng = np.random.default_rng(0)
    plane = rng.uniform(size=(2000, 2)) @ np.linalg.qr(rng.normal(size=(30, 2)))[0].T
    assert study_neighborhoods(plane).intrinsic_dimension == pytest.approx(2, abs=0.2)


def test_regimes_and_their_shares():
    assert regime_index([0.99, 1.0, 1.99, 2.0, np.inf]).tolist() == [0, 1, 1, 2, 2]
    assert sum(regime_shares([0.5, 1.5, 2.5]).values()) == pytest.approx(1)
    assert log_density_variance([0.5, 1.0, 3.0]).tolist() == pytest.approx([np.pi**2 / 2, 0, 0])


@pytest.mark.parametrize(
    ("X", "said"),
    [
        ([[1.0, 2.0]] * 5, "1 distinct points"),
        ([[1.0], [2.0], [2.0]], "2 distinct points"),
        ([[1.0], [np.nan], [2.0], [3.0]], "NaN"),
        ([[1.0], [np.inf], [2.0], [3.0]], "infinity"),
    ],
)
def test_what_is_refused(X, said):
    with pytest.raises(ParameterError, match=said):
        diagnose(X)


def test_a_bandwidth_must_be_positive():
    with pytest.raises(ParameterError, match="bandwidth is 0"):
        diagnose(gaussian_points(20), 0.0)


@pytest.mark.parametrize(
    "X", [[[0.0], [1.0], [3.0]], np.random.default_rng(0).normal(size=(5, 40))]
)
def test_few_points_still_get_an_answer(X):
    found = diagnose(X)
    assert np.isfinite(found.h_loo)
    assert sum(found.regime_shares.values()) == pytest.approx(1)


def test_a_diagnosis_can_be_stopped():
    def stop(share: float, message: str) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        diagnose(gaussian_points(), progress=stop)
