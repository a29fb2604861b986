"""Private copies: golden noise, what must not depend on the scans, and what privacy costs."""

import numpy as np
import pytest
from scipy.stats import norm

from core.datasets import load
from core.errors import ParameterError
from core.localization import KernelLocator
from core.localization.experiment import make_experiment
from core.localization.private_copy import (
    gaussian_sigma,
    place_sums_of_units,
    private_map,
    released,
    signal_over_noise,
)
from core.localization.private_study import private_study, why_no_private_copy
from tests.core.localization.test_posterior import PLACES_M, levels_dbm

RNG = np.random.default_rng(0)
POSITION_M = np.repeat(PLACES_M, 8, axis=0)
SURVEY_DBM = levels_dbm(POSITION_M, RNG)


def test_the_noise_of_the_exact_gaussian_mechanism():
    """scipy.stats.norm and scipy.optimize.brentq on the condition of Balle and Wang, theorem 8."""
    golden = {(1, 1e-6): 4.224679, (0.1, 1e-6): 36.30469, (3, 1e-6): 1.543861, (1, 1e-5): 3.730632}
    for (epsilon, delta), sigma in golden.items():
        found = gaussian_sigma(epsilon, delta)
        assert found == pytest.approx(sigma, rel=1e-6)
        assert gaussian_sigma(epsilon, delta, 5.0) == pytest.approx(5 * found)
        leak = norm.cdf(1 / (2 * found) - epsilon * found)
        leak -= np.exp(epsilon) * norm.cdf(-1 / (2 * found) - epsilon * found)
        assert leak == pytest.approx(delta, rel=1e-6)
        assert found < np.sqrt(2 * np.log(1.25 / delta)) / epsilon


def test_no_scan_counts_for_more_than_one_and_its_order_for_nothing():
    _, total, count = place_sums_of_units(SURVEY_DBM, POSITION_M)
    for row in (0, 417):
        left = np.arange(len(SURVEY_DBM)) != row
        _, without, _ = place_sums_of_units(SURVEY_DBM[left], POSITION_M[left])
        assert np.linalg.norm(total - without) <= 1 + 1e-12
    order = RNG.permutation(len(SURVEY_DBM))
    np.testing.assert_allclose(
        place_sums_of_units(SURVEY_DBM[order], POSITION_M[order])[1], total, atol=1e-12
    )
    assert count.sum() == len(SURVEY_DBM)
    assert (total >= 0).all()
    silent = place_sums_of_units(np.full((3, 2), np.nan), np.zeros((3, 2)))[1]
    assert not silent.any()


def test_without_noise_it_is_the_smoothed_vote():
    grid_m, total, _ = place_sums_of_units(SURVEY_DBM, POSITION_M)
    exact = released(grid_m, total, 0.0)
    away_m = np.linalg.norm(grid_m[:, None] - grid_m[None], axis=2)
    smoothed = np.exp(-(away_m**2) / (2 * 1.5**2)) @ total
    scans = levels_dbm(PLACES_M, RNG)
    f = (np.nan_to_num(scans + 105, nan=0.0).clip(0) / 105) ** np.e
    cosine = f @ smoothed.T / np.linalg.norm(f, axis=1)[:, None] / np.linalg.norm(smoothed, axis=1)
    lowest = np.sort(cosine, axis=1)[:, -20, None]
    weight = np.where(cosine >= lowest, cosine**32, 0)
    expected = weight @ grid_m / weight.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(exact.predict(scans), expected, atol=1e-6)
    assert np.nanmax(exact.levels_dbm) == pytest.approx(-40)


def test_empty_places_get_noise_too_and_no_two_copies_are_alike():
    """What is left out where nobody heard anything would tell where somebody did."""
    survey_dbm = SURVEY_DBM.copy()
    survey_dbm[POSITION_M[:, 0] > 20] = np.nan
    copies = [private_map(survey_dbm, POSITION_M) for _ in range(2)]
    for copy in copies:
        assert (copy.features[PLACES_M[:, 0] > 26] > 0).any()
    assert not np.array_equal(copies[0].features, copies[1].features)
    again = [private_map(survey_dbm, POSITION_M, random_state=3).features for _ in range(2)]
    np.testing.assert_array_equal(*again)


def test_neighbouring_surveys_are_hard_to_tell():
    """The noise on the sum of one place: any event is at most e^ε as likely, but for δ."""
    sigma = gaussian_sigma(1.0, 1e-3)
    draws = np.random.default_rng(0).normal(0, sigma, 200_000)
    for cut in np.linspace(-1, 2, 7) * sigma:
        with_scan, without = np.mean(draws + 1 > cut), np.mean(draws > cut)
        assert with_scan <= np.e * 1.05 * without + 1e-3
        assert without <= np.e * 1.05 * with_scan + 1e-3


def test_what_would_not_be_private_is_refused():
    with pytest.raises(ParameterError, match="below 1/n"):
        private_map(SURVEY_DBM, POSITION_M, delta=0.01)
    with pytest.raises(ParameterError, match=r"between 0\.1 and 10"):
        gaussian_sigma(50.0)
    survey = load("building").only("survey")
    single = survey.select(np.unique(survey.known_position_m, axis=0, return_index=True)[1])
    assert "one scan" in why_no_private_copy(make_experiment("s", "s", "yours", single))


def test_more_noise_costs_more_and_the_ratio_says_so():
    experiment = make_experiment("b", "b", "simulated", load("building"))
    assert why_no_private_copy(experiment) == ""
    rows = {(row["n_hidden"], row["epsilon"]): row for row in private_study(experiment)}
    assert rows[1, 1.0]["mean_m"] <= rows[1, 1.0]["exact_m"] + 0.35  # 20 scans a place
    for n_hidden in (1, 5, 20):
        assert rows[n_hidden, 10.0]["mean_m"] < rows[n_hidden, 0.1]["mean_m"]
        assert rows[n_hidden, 10.0]["ratio"] > rows[n_hidden, 0.1]["ratio"]
    assert rows[20, 0.1]["mean_m"] > rows[20, 0.1]["exact_m"] + 2  # no longer a locator
    grid_m, _, count = place_sums_of_units(SURVEY_DBM, POSITION_M)
    assert signal_over_noise(2 * count, grid_m, 1.0) == pytest.approx(
        2 * signal_over_noise(count, grid_m, 1.0)
    )


def test_a_private_copy_of_the_real_floor_costs_nothing(shared):
    """77 scans a place: 1.67 m with and without ε = 1 in a study."""
    from core.datasets.guelph import load_guelph

    scans = load_guelph("1 s", str(shared / "datasets" / "guelph_ble")).only("survey")
    test = load_guelph("1 s", str(shared / "datasets" / "guelph_ble")).only("test")
    exact = KernelLocator().fit(scans.rss_dbm, scans.known_position_m)
    copy = private_map(scans.rss_dbm, scans.known_position_m, random_state=0)
    mean_m = [
        np.linalg.norm(each.predict(test.rss_dbm) - test.known_position_m, axis=1).mean()
        for each in (exact, copy)
    ]
    assert mean_m[1] <= mean_m[0] + 0.03
