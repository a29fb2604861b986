"""The report's definitions, and intervals that cover what they claim."""

import numpy as np
import pytest

from core.errors import ParameterError
from core.localization import bootstrap_cdf, bootstrap_mean, localization_report


def test_report_of_known_errors():
    truth = np.zeros((4, 2))
    found = np.array([[0.5, 0], [0, 1.5], [3, 4], [np.nan, np.nan]])
    report = localization_report(truth, found)
    assert report["mean"] == pytest.approx(7 / 3)
    assert report["median"] == 1.5
    assert report["max"] == 5
    assert report["available"] == 0.75
    assert [report[f"within_{m}m"] for m in (1, 2, 3)] == [0.25, 0.5, 0.5]
    names = {"mean", "median", "p75", "p90", "p95", "max", "within_1m", "within_2m", "within_3m"}
    assert set(report) == names | {"available"}


def test_nothing_located_is_reported_as_such():
    report = localization_report(np.zeros((2, 2)), np.full((2, 2), np.nan))
    assert np.isnan(report["mean"])
    assert report["available"] == report["within_3m"] == 0


def test_shapes_must_agree():
    with pytest.raises(ParameterError, match=r"\(2, 2\)"):
        localization_report(np.zeros((2, 2)), np.zeros((3, 2)))


def test_the_interval_of_the_mean_covers_the_truth_as_often_as_it_claims():
    generator = np.random.default_rng(0)
    covered = 0
    for repeat in range(200):
        per_stop = generator.exponential(1.5, size=60)
        error_m = np.repeat(per_stop, 4) + generator.exponential(0.5, size=240)
        low, high = bootstrap_mean(error_m, np.repeat(np.arange(60), 4), random_state=repeat)
        covered += low <= 2.0 <= high
    # 95 % of 200, less what a percentile interval loses on skewed errors, ± 3 standard errors
    assert 175 <= covered <= 199


def test_ignoring_stops_would_give_a_narrower_interval():
    error_m = np.repeat(np.random.default_rng(1).exponential(1.5, size=40), 20)
    low, high = bootstrap_mean(error_m, np.repeat(np.arange(40), 20))
    naive_low, naive_high = bootstrap_mean(error_m, np.arange(800))
    assert high - low > 2 * (naive_high - naive_low)


@pytest.mark.parametrize("n_walks", [5, 6, 10, 30])
def test_the_interval_over_few_walks_covers_as_often_too(n_walks):
    """A walk of 50 scans whose errors hang together; 300 repeats, so ± 4 % is three errors."""
    generator = np.random.default_rng(0)
    walk = np.repeat(np.arange(n_walks), 50)
    covered = 0
    for repeat in range(300):
        error_m = 2 + generator.normal(0, 0.5, n_walks)[walk] + generator.normal(0, 1, len(walk))
        low, high = bootstrap_mean(error_m, walk, random_state=repeat)
        covered += low <= 2.0 <= high
    assert covered >= 0.91 * 300


@pytest.mark.parametrize("n_walks", [1, 2, 4])
def test_fewer_than_five_walks_have_no_interval(n_walks):
    error_m, walk = np.random.default_rng(4).exponential(size=200), np.arange(200) % n_walks
    assert np.isnan(bootstrap_mean(error_m, walk)).all()
    band = bootstrap_cdf(error_m, walk)
    assert band[["lower", "upper"]].isna().all(axis=None)
    assert band["share"].iloc[-1] == 1


def test_the_band_contains_the_curve_and_both_grow():
    error_m = np.append(np.random.default_rng(2).exponential(1.5, size=200), np.nan)
    band = bootstrap_cdf(error_m, np.arange(201) // 5)
    assert (band["lower"] <= band["share"] + 1e-12).all()
    assert (band["share"] <= band["upper"] + 1e-12).all()
    assert band["share"].is_monotonic_increasing
    assert band["share"].iloc[-1] == pytest.approx(200 / 201)


def test_the_same_seed_gives_the_same_interval():
    error_m, stops = np.random.default_rng(3).exponential(size=50), np.arange(50)
    assert bootstrap_mean(error_m, stops) == bootstrap_mean(error_m, stops)
