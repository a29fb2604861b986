"""Weights in the diagnosis: 0 is an absent row, whole ones are repeated rows, others are shares."""

import numpy as np
import pytest

from core.datasets.scaling import principal_axes, standard_deviations
from core.datasets.weighted_scaling import centre_and_spread, weighted_axes
from core.density import KernelDensity, diagnose
from core.density.bandwidth_scan import scan_bandwidths
from core.errors import ParameterError

RANDOM = np.random.default_rng(11)
X = RANDOM.normal(size=(120, 3))
COUNTS = RANDOM.integers(0, 3, size=120)
REPEATED = np.repeat(np.arange(120), COUNTS)
SHARES = RANDOM.exponential(size=120)


def test_whole_weights_are_repeated_rows():
    by_weight, by_rows = diagnose(X, sample_weight=COUNTS), diagnose(X[REPEATED])
    assert by_weight.sentence == by_rows.sentence
    assert by_weight.k_eff_quantiles == pytest.approx(by_rows.k_eff_quantiles)
    assert by_weight.regime_shares == pytest.approx(by_rows.regime_shares)
    assert by_weight.h_scott == pytest.approx(by_rows.h_scott)
    assert by_weight.sampling_noise == pytest.approx(by_rows.sampling_noise)
    np.testing.assert_array_equal(by_weight.rows, REPEATED[by_rows.rows])
    assert [note for note in by_weight.notes if "alone" not in note] == [
        note for note in by_rows.notes if "alone" not in note
    ]


def test_a_row_of_weight_0_is_absent():
    wild = np.vstack([X, [[1e6, 0, 0]]])
    found = diagnose(wild, sample_weight=[*SHARES, 0.0])
    assert found.h_loo == pytest.approx(diagnose(X, sample_weight=SHARES).h_loo)


def test_shares_weigh_scores_effective_numbers_and_rules():
    scan, h = scan_bandwidths(X, also=[0.5], sample_weight=SHARES), 0.5
    share = SHARES / SHARES.sum()
    for row in (0, 7, 55):
        others = np.delete(np.arange(120), row)
        half = ((X[others] - X[row]) ** 2).sum(axis=1) / (2 * h**2)
        terms = SHARES[others] * np.exp(-half)
        log_density = np.log(terms.sum() / SHARES[others].sum()) - 1.5 * np.log(2 * np.pi * h**2)
        assert scan.log_density_of(h)[row] == pytest.approx(log_density, abs=1e-4)
        carried = terms.sum() ** 2 / (terms**2).sum()
        assert scan.participation(h)[row] == pytest.approx(carried, rel=1e-4)
    assert scan.log_likelihood_of(h) == pytest.approx(share @ scan.log_density_of(h), abs=1e-6)
    assert scan.points.n_effective == pytest.approx(1 / (share @ share))
    fitted = KernelDensity(bandwidth="scott").fit(X, sample_weight=SHARES)
    assert scan.h_scott == pytest.approx(fitted.bandwidth_)
    again = scan_bandwidths(X, sample_weight=1e-3 * SHARES)
    assert again.h_loo == pytest.approx(scan.h_loo, rel=1e-3)


def test_tied_rows_share_their_weights():
    twice, weight = np.vstack([X, X[:30]]), np.concatenate([SHARES, SHARES[:30]])
    together = SHARES.copy()
    together[:30] *= 2
    found = scan_bandwidths(twice, sample_weight=weight)
    once = scan_bandwidths(X, sample_weight=together)
    assert found.h_loo == pytest.approx(once.h_loo, rel=1e-3)


@pytest.mark.parametrize("d", [2, 8])
def test_noise_with_shares_is_that_of_fresh_samples_with_theirs(d):
    random = np.random.default_rng(d)

    def sample() -> tuple[np.ndarray, np.ndarray]:
        return random.normal(size=(800, d)), random.exponential(size=800)

    points, weight = sample()
    scan = scan_bandwidths(points, sample_weight=weight)
    for h in (scan.h_loo / 2, scan.h_loo):
        told = float(np.median(scan.noise_places.noise(h)))
        places = points[random.choice(800, 40, p=weight / weight.sum(), replace=False)]
        fresh = []
        for _ in range(60):
            others, theirs = sample()
            density = KernelDensity(bandwidth=h).fit(others, sample_weight=theirs)
            fresh.append(density.score_samples(places))
        true = float(np.median(np.std(fresh, axis=0)))
        assert abs(told - true) < max(0.1, true / 4)
        plain = scan_bandwidths(points)
        assert told > 1.1 * float(np.median(plain.noise_places.noise(h))), "shares are fewer rows"


def test_scales_and_axes_of_whole_weights_are_those_of_repeated_rows():
    values = X @ np.diag([1.0, 3.0, 9.0])
    present = COUNTS > 0
    weight = COUNTS[present].astype(float)
    centre, spread = centre_and_spread(values[present], weight)
    np.testing.assert_allclose(centre, values[REPEATED].mean(axis=0))
    np.testing.assert_allclose(spread, standard_deviations(values[REPEATED]))
    for mine, theirs in zip(
        weighted_axes(values[present], weight, 2), principal_axes(values[REPEATED], 2), strict=True
    ):
        np.testing.assert_allclose(np.abs(mine), np.abs(theirs), atol=1e-12)


def test_a_row_of_large_weight_moves_no_middle_half_of_equal_ones():
    _, spread = centre_and_spread(np.arange(99.0)[:, None], np.ones(99), robust=True)
    _, plain = centre_and_spread(np.arange(99.0)[:, None], None, robust=True)
    assert spread[0] == pytest.approx(plain[0], rel=0.02)
    pulled, _ = centre_and_spread(np.arange(99.0)[:, None], np.arange(99.0) + 1, robust=True)
    assert pulled[0] > 60  # the median by weight: √½ of the way


@pytest.mark.parametrize("weight", [np.zeros(120), -SHARES, np.full(120, np.nan), ["a"] * 120])
def test_weights_that_are_none_are_refused(weight):
    with pytest.raises(ParameterError, match="sample_weight"):
        diagnose(X, sample_weight=weight)
