"""Which beacons decided a fix: golden values, laws, and refits with a column left out."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
from sklearn.base import clone

from core.errors import ParameterError
from core.localization import KernelLocator, explain_fix
from core.localization.fix_explanation import fix_moves, why_no_share
from core.localization.kernels import KERNELS
from tests.core.localization.test_posterior import LOCATORS, PLACES_M, levels_dbm

PLACE_M = np.array([[0.0, 0], [5, 0], [10, 0]])
SURVEY_DBM = np.array([[-50.0, -70, -90], [-70, -50, -70], [-90, -70, -50]])
SCAN_DBM = np.array([-52.0, -66, -80])


def three_places(**settings) -> KernelLocator:
    return KernelLocator(**settings).fit(SURVEY_DBM, PLACE_M)


def test_three_beacons_by_hand():
    locator = three_places(power=4)
    table = explain_fix(locator, SCAN_DBM)
    assert locator.predict(SCAN_DBM[None])[0, 0] == pytest.approx(0.795344, abs=1e-6)
    moves_m = fix_moves(locator, SCAN_DBM)
    np.testing.assert_allclose(moves_m[:, 0], [-4.631953, 0.739009, 0.143965], atol=1e-6)
    np.testing.assert_allclose(table["moves_m"], abs(moves_m[:, 0]))
    np.testing.assert_allclose(table["share"], [0.805189, 0.182862, 0.011950], atol=1e-6)
    sharp = three_places(power=32)
    assert sharp.predict(SCAN_DBM[None])[0, 0] == pytest.approx(6e-6, abs=1e-6)
    np.testing.assert_allclose(
        explain_fix(sharp, SCAN_DBM)["share"], [0.884218, 0.112427, 0.003355], atol=1e-6
    )


def test_shapley_values_add_up_and_say_something_else():
    """What "How this works" says of them: exact over all coalitions, no answer to "without it"."""
    locator, middle = three_places(power=4), PLACE_M.mean(axis=0)[0]

    def fix(heard):
        scan = np.where(np.isin(np.arange(3), heard), SCAN_DBM, np.nan)
        return locator.predict(scan[None])[0, 0] if len(heard) else middle

    values = []
    for beacon in range(3):
        others = [each for each in range(3) if each != beacon]
        value = 0.0
        for size in range(3):
            for subset in combinations(others, size):
                weight = factorial(size) * factorial(2 - size) / factorial(3)
                value += weight * (fix((*subset, beacon)) - fix(subset))
        values.append(value)
    np.testing.assert_allclose(values, [-5.577006, -0.407218, 1.779568], atol=1e-6)
    assert sum(values) == pytest.approx(fix((0, 1, 2)) - middle, abs=1e-8)


@pytest.fixture(scope="module")
def corridor():
    rng = np.random.default_rng(0)
    survey_m = np.repeat(PLACES_M, 4, axis=0)
    true_m = np.column_stack([rng.uniform(0, 29.8, 20), np.zeros(20)])
    return levels_dbm(survey_m, rng), survey_m, levels_dbm(true_m, rng)


@pytest.mark.parametrize("key", LOCATORS)
def test_shares_add_up_and_silent_beacons_have_no_part(key, corridor):
    survey_dbm, survey_m, scans = corridor
    locator = clone(LOCATORS[key]).fit(survey_dbm, survey_m)
    for scan in scans[:5]:
        table = explain_fix(locator, scan)
        silent = np.isnan(scan)
        assert (table["moves_m"][silent] == 0).all()
        assert np.isfinite(table["expected"]).all()
        np.testing.assert_array_equal(table["heard"], scan)
        if why_no_share(locator):
            assert table["share"].isna().all()
        else:
            assert table["share"].sum() == pytest.approx(1, abs=1e-9)
            assert (table["share"][silent] == 0).all()
            assert (table["share"] >= 0).all()


def test_only_kernels_of_the_angle_can_be_split():
    split = [name for name in KERNELS if not why_no_share(KernelLocator(kernel=name))]
    assert split == ["cosine", "arc_cosine", "ntk"]
    assert "does not vote" in why_no_share(LOCATORS["likelihood"])


def test_what_the_others_expect_is_a_refit_without_the_beacon(corridor):
    survey_dbm, survey_m, scans = corridor
    for kernel in ("cosine", "ntk", "gaussian"):
        locator = KernelLocator(kernel=kernel).fit(survey_dbm, survey_m)
        level_dbm = np.nan_to_num(locator.fingerprint_dbm_, nan=-105.0)
        for scan in scans[:4]:
            expected = explain_fix(locator, scan)["expected"]
            for beacon in range(len(scan)):
                others = np.arange(len(scan)) != beacon
                refit = KernelLocator(kernel=kernel, n_neighbors=N_ALL)
                refit.fit(survey_dbm[:, others], survey_m)
                weight = refit.weights(scan[None, others])[0]
                assert expected[beacon] == pytest.approx(weight @ level_dbm[:, beacon], abs=1e-9)


N_ALL = len(PLACES_M)


def test_each_move_is_a_prediction_without_the_beacon(corridor):
    survey_dbm, survey_m, scans = corridor
    locator = KernelLocator().fit(survey_dbm, survey_m)
    order = np.random.default_rng(1).permutation(7)
    turned = KernelLocator().fit(survey_dbm[:, order], survey_m)
    for scan in scans[:5]:
        moves_m = fix_moves(locator, scan)
        for beacon in np.flatnonzero(np.isfinite(scan)):
            less = np.where(np.arange(7) == beacon, np.nan, scan)[None]
            expected = locator.predict(scan[None])[0] - locator.predict(less)[0]
            np.testing.assert_allclose(moves_m[beacon], expected, atol=1e-12)
        table, other = explain_fix(locator, scan), explain_fix(turned, scan[order])
        np.testing.assert_allclose(other, table.to_numpy()[order], atol=1e-8)


def test_the_only_beacon_heard_is_compared_with_the_middle_of_the_places():
    locator = three_places()
    table = explain_fix(locator, [-52, np.nan, np.nan])
    assert table["share"].tolist() == [1.0, 0.0, 0.0]
    fix_m = locator.predict([[-52, np.nan, np.nan]])[0]
    assert table["moves_m"][0] == pytest.approx(np.linalg.norm(fix_m - [5, 0]))
    assert (explain_fix(locator, [-52, -106, np.nan])["moves_m"][1:] == 0).all()  # says nothing


def test_a_scan_that_heard_nothing_moves_nowhere_and_one_of_another_survey_is_refused():
    assert explain_fix(three_places(), np.full(3, np.nan))["moves_m"].isna().all()
    with pytest.raises(ParameterError):
        explain_fix(three_places(), [-52.0, -60.0])
    with pytest.raises(ParameterError, match="one scan"):
        explain_fix(three_places(), SCAN_DBM[None])
