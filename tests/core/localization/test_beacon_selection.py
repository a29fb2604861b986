"""Beacon selection: what the scores must say on beacons made for the purpose."""

import numpy as np
import pytest

from core.datasets import simulate_building
from core.errors import Cancelled, ParameterError
from core.localization import BeaconSelector, KernelLocator, leave_one_out_cost, make_experiment
from core.localization.beacon_faults import with_moved_beacon, without_beacon
from core.localization.latent_map import fit_latent_map


def survey(rng, n_places=30, scans=12):
    """Beacon 0 follows the place, 1 is noise, 2 follows the place but shifts with the holding."""
    place = np.repeat(np.arange(n_places), scans)
    group = np.tile(np.repeat([0, 1], scans // 2), n_places)
    n = len(place)
    rss_dbm = np.column_stack(
        [
            -60 - 1.0 * place + rng.normal(0, 1, n),
            -75 + rng.normal(0, 6, n),
            -90 + 1.0 * place + rng.normal(0, 1, n) + 14.0 * group,
        ]
    )
    return np.minimum(rss_dbm, -20), np.column_stack([place, np.zeros(n)]).astype(float), group


def test_a_beacon_that_shifts_with_the_holding_loses_stability_only_with_groups():
    rss_dbm, position_m, group = survey(np.random.default_rng(0))
    with_groups = BeaconSelector().fit(rss_dbm, position_m, group).stability_
    assert with_groups[0] > with_groups[2] > with_groups[1]
    assert BeaconSelector(n_beacons=1).fit(rss_dbm, position_m, group).get_support().tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("criterion", ["stability", "fisher"])
def test_scores_do_not_depend_on_a_common_gain_or_the_order_of_scans(criterion):
    rng = np.random.default_rng(1)
    rss_dbm, position_m, group = survey(rng)
    score = BeaconSelector(criterion=criterion).fit(rss_dbm, position_m, group).stability_
    order = rng.permutation(len(rss_dbm))
    shuffled = BeaconSelector(criterion=criterion).fit(
        rss_dbm[order], position_m[order], group[order]
    )
    louder = BeaconSelector(criterion=criterion).fit(rss_dbm + 5, position_m, group)
    np.testing.assert_allclose(shuffled.stability_, score)
    np.testing.assert_allclose(louder.stability_, score)


def test_offset_robustness_is_a_share():
    rss_dbm, position_m, _ = survey(np.random.default_rng(2))
    score = BeaconSelector(criterion="offset").fit(rss_dbm, position_m).stability_
    assert ((score > 0) & (score <= 1)).all()


def test_bad_settings_are_named():
    rss_dbm, position_m, _ = survey(np.random.default_rng(0))
    with pytest.raises(ParameterError, match="criterion"):
        BeaconSelector(criterion="luck").fit(rss_dbm, position_m)
    with pytest.raises(ParameterError, match="n_beacons is 9"):
        BeaconSelector(n_beacons=9).fit(rss_dbm, position_m)


@pytest.fixture(scope="module")
def building():
    return make_experiment("b", "b", "simulated", simulate_building(random_state=0))


def data(part):
    return part.rss_dbm, part.known_position_m


def test_cost_of_a_beacon_is_the_error_without_it(building):
    table = leave_one_out_cost(KernelLocator(), data(building.survey), data(building.test))
    keep = np.arange(building.survey.n_beacons) != 3
    locator = KernelLocator().fit(building.survey.rss_dbm[:, keep], building.survey.position_m)
    error_m = np.linalg.norm(
        locator.predict(building.test.rss_dbm[:, keep]) - building.test.position_m, axis=1
    )
    assert table["mean_m"][3] == pytest.approx(np.nanmean(error_m), rel=1e-12)
    assert len(table) == building.survey.n_beacons


def test_leaving_out_can_be_stopped(building):
    def stop(share, message):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        leave_one_out_cost(
            KernelLocator(), data(building.survey), data(building.test), progress=stop
        )


def test_a_beacon_moved_to_where_it_was_changes_only_rounding(building):
    survey_set, test = building.survey, building.test
    radio_map = fit_latent_map(
        survey_set.rss_dbm, survey_set.known_position_m, survey_set.beacon_position_m
    )
    here = tuple(survey_set.beacon_position_m[2])
    moved = with_moved_beacon(test.rss_dbm, test.known_position_m, radio_map.path_loss, 2, here)
    heard = np.isfinite(test.rss_dbm[:, 2]) & (test.rss_dbm[:, 2] >= -100)
    np.testing.assert_allclose(moved[heard, 2], test.rss_dbm[heard, 2])
    assert np.array_equal(np.delete(moved, 2, 1), np.delete(test.rss_dbm, 2, 1), equal_nan=True)


def test_a_moved_beacon_misleads_more_than_a_dead_one(building):
    """In the mean of every fourth beacon: one that is moved too far is only out of reach."""
    survey_set, test = building.survey, building.test
    radio_map = fit_latent_map(
        survey_set.rss_dbm, survey_set.known_position_m, survey_set.beacon_position_m
    )
    locator = KernelLocator().fit(survey_set.rss_dbm, survey_set.known_position_m)
    true_m, place_m = test.known_position_m, survey_set.known_position_m

    def mean_error(rss_dbm):
        return np.nanmean(np.linalg.norm(locator.predict(rss_dbm) - true_m, axis=1))

    dead, moved = [], []
    for beacon in range(0, survey_set.n_beacons, 4):
        away = np.linalg.norm(place_m - survey_set.beacon_position_m[beacon], axis=1)
        far_m = tuple(place_m[away.argmax()])
        dead.append(mean_error(without_beacon(test.rss_dbm, beacon)))
        moved.append(
            mean_error(with_moved_beacon(test.rss_dbm, true_m, radio_map.path_loss, beacon, far_m))
        )
    assert np.mean(moved) > np.mean(dead) > mean_error(test.rss_dbm)
