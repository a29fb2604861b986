"""Locators of several floors: the floor is voted first, and nothing is averaged over floors."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import FingerprintSet, as_points
from core.datasets.floor_names import floor_title
from core.errors import ParameterError
from core.inference import export_onnx
from core.localization import (
    METHODS,
    AdaptedLocator,
    KernelLocator,
    floor_report,
    localization_report,
    make_experiment,
    place_scores,
)
from core.localization.experiment import on_floor
from core.localization.set_study import score_scans

QUICK = [row for row in METHODS if not row.slow or row.key == "kernel_ridge"]
BY_KEY = pytest.mark.parametrize("row", QUICK, ids=lambda row: row.key)


def building(n_floors: int = 2) -> FingerprintSet:
    """The same 20 places on every floor, each floor with four beacons in its corners."""
    rng = np.random.default_rng(0)
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(5) * 3, np.arange(4) * 3))
    place_m = np.column_stack([x, y])
    corner_m = np.array([[0.0, 0.0], [12.0, 0.0], [0.0, 9.0], [12.0, 9.0]])
    away = np.linalg.norm(place_m[:, None] - corner_m, axis=2)
    blocks, positions, floors = [], [], []
    for floor in range(n_floors):
        for _ in range(4):
            level = -45 - 25 * np.log10(np.maximum(away, 1))
            through = [level - 18 * abs(floor - other) for other in range(n_floors)]
            blocks.append(np.hstack(through) + rng.normal(0, 1.5, (len(away), 4 * n_floors)))
            positions.append(place_m)
            floors += [str(floor)] * len(place_m)
    beacons = [f"b{i}" for i in range(4 * n_floors)]
    rss_dbm = np.vstack(blocks)
    rss_dbm[rss_dbm < -95] = np.nan
    return FingerprintSet(
        rss_dbm,
        np.vstack(positions),
        beacons,
        beacon_position_m=np.tile(corner_m, (n_floors, 1)),
        floor_id=floors,
    )


@BY_KEY
def test_every_locator_names_the_floor_and_then_the_place_on_it(row):
    scans = building()
    locator = row.fitted(scans, scans.rss_dbm)
    assert locator.grid_.shape == (40, 2)
    assert locator.grid_floor_.tolist() == ["0"] * 20 + ["1"] * 20
    np.testing.assert_allclose(locator.weights(scans.rss_dbm).sum(axis=1), 1)
    np.testing.assert_allclose(locator.posterior(scans.rss_dbm).sum(axis=1), 1)
    report = localization_report(
        scans.position_m,
        locator.predict(scans.rss_dbm),
        scans.floor_id,
        locator.predict_floor(scans.rss_dbm),
    )
    assert report["floor_hit_rate"] > 0.95
    assert report["right_floor_mean"] < 4
    assert np.isfinite(locator.covariance(scans.rss_dbm)).all()
    silent = np.full((1, scans.n_beacons), np.nan)
    assert locator.predict_floor(silent).tolist() == [""]
    assert np.isnan(locator.predict(silent)).all()


@BY_KEY
def test_a_single_floor_by_name_is_the_same_as_none(row):
    scans = building(1)
    plain = row.fitted(scans, scans.rss_dbm)
    named = row.make(scans).fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    if "unlabelled test scans" in row.marks:
        named = named.adapt(scans.rss_dbm)
    assert plain.grid_floor_ is None
    np.testing.assert_array_equal(named.grid_, plain.grid_)
    np.testing.assert_allclose(named.predict(scans.rss_dbm), plain.predict(scans.rss_dbm))
    np.testing.assert_allclose(named.posterior(scans.rss_dbm), plain.posterior(scans.rss_dbm))
    np.testing.assert_allclose(named.covariance(scans.rss_dbm), plain.covariance(scans.rss_dbm))
    with pytest.raises(ParameterError, match="without floors"):
        plain.predict_floor(scans.rss_dbm)


def test_a_locator_without_floors_is_the_brute_force_twin_bit_for_bit():
    scans = building(1)
    locator = KernelLocator(n_neighbors=3).fit(scans.rss_dbm, scans.position_m)
    weight = locator.weights(scans.rss_dbm)
    np.testing.assert_array_equal(locator.grid_, np.unique(scans.position_m, axis=0))
    np.testing.assert_array_equal(locator.predict(scans.rss_dbm), weight @ locator.grid_)


def test_position_and_floor_follow_from_the_weights():
    scans = building(3)
    locator = KernelLocator(power=4).fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    query = scans.rss_dbm[::7]
    weight = locator.weights(query)
    for row, floor, position_m in zip(
        weight, locator.predict_floor(query), locator.predict(query), strict=True
    ):
        shares = {name: row[locator.grid_floor_ == name].sum() for name in "012"}
        assert floor == max(shares, key=shares.get)
        here = locator.grid_floor_ == floor
        np.testing.assert_allclose(position_m, row[here] @ locator.grid_[here] / row[here].sum())


def test_fit_after_fit_forgets_the_floors():
    scans = building()
    locator = KernelLocator().fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    assert locator.fit(scans.rss_dbm, scans.position_m).grid_floor_ is None
    assert len(locator.grid_) == 20


def test_a_calibration_stop_corrects_its_own_floor():
    scans = building()
    locator = AdaptedLocator(beacon_position_m=scans.beacon_position_m)
    locator.fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    stop = np.flatnonzero(scans.floor_id == "1")[:1]
    louder = locator.locator_.map_.mean_dbm[20:21] + 6
    locator.calibrate(louder, scans.position_m[stop], ["1"])
    there, below = locator.correction_db_[20, 0], locator.correction_db_[0, 0]
    assert there > below  # only the beacon's own offset reaches the other floor


def test_what_cannot_be_told_is_refused():
    scans = building()
    with pytest.raises(ParameterError, match="3 entries; 160 scans"):
        KernelLocator().fit(scans.rss_dbm, scans.position_m, ["1", "1", "2"])
    with pytest.raises(ParameterError, match="empty names"):
        KernelLocator().fit(scans.rss_dbm, scans.position_m, [""] * 160)
    fitted = KernelLocator().fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    with pytest.raises(ParameterError, match="several floors cannot be exported"):
        export_onnx(fitted)
    with pytest.raises(ParameterError, match="one side only"):
        localization_report([[0, 0]], [[0, 0]], ["1"])
    with pytest.raises(ParameterError, match="floors of these scans: 0, 1"):
        scans.on_floor("2")


def test_penalties_of_competitions():
    true_m, found_m = np.zeros((4, 2)), np.array([[1.0, 0], [2, 0], [3, 0], [np.nan, np.nan]])
    report = floor_report(true_m, found_m, ["a/1", "a/1", "a/1", "a/1"], ["a/1", "a/3", "b/1", ""])
    assert report["floor_hit_rate"] == 0.25
    assert report["building_hit_rate"] == 0.5
    assert report["ipin_score"] == np.quantile([1, 2 + 30, 3], 0.75)
    assert report["evaal_score"] == pytest.approx((1 + (2 + 8) + (3 + 50)) / 3)


def test_an_experiment_holds_places_of_floors_apart_and_gives_each_alone():
    scans = building()
    experiment = make_experiment("k", "K", "yours", scans)
    assert "40 places" in experiment.split
    alone = on_floor(experiment, "1")
    assert set(alone.survey.floor_id) == set(alone.test.floor_id) == {"1"}
    assert alone.survey.n_scans < experiment.survey.n_scans
    untested = replace(experiment, test=experiment.test.on_floor("0"))
    assert on_floor(untested, "1").held_out


def test_points_of_two_floors_are_two_points():
    points = as_points(replace(building(), stop_id=None))
    assert len(points.values) == 40
    assert sorted(set(points.labels.tolist())) == ["0", "1"]


def test_sets_and_their_areas_do_not_mix_floors():
    """The same places on two floors: what is blurred, and how much floor a place stands for."""
    scans = building()
    locator = KernelLocator().fit(scans.rss_dbm, scans.position_m, scans.floor_id)
    grid_m, on = locator.grid_, locator.grid_floor_
    below = np.where(on == "0", 1 / 20, 0.0)[None]
    scores = place_scores(below, grid_m, grid_floor=on)
    np.testing.assert_allclose(scores[0, on == "1"], 1.0)
    mixed = place_scores(below, grid_m)
    assert mixed[0, on == "1"].max() < 0.99  # what was wrong: half of it leaked upstairs
    alone = place_scores(below[:, :20], grid_m[:20])
    np.testing.assert_allclose(scores[:, :20], alone)
    with pytest.raises(ParameterError, match="3 names; 40 places"):
        place_scores(below, grid_m, grid_floor=["1", "2", "3"])
    scored = score_scans(locator, scans)
    single = building(1)
    one = score_scans(KernelLocator().fit(single.rss_dbm, single.position_m), single)
    np.testing.assert_allclose(scored.place_area_m2, np.tile(one.place_area_m2, 2))
    assert scored.n_stops == 40
    assert scored.n_off == 0
    assert np.median(scored.at_truth) < 0.6
    upside_down = replace(scans, floor_id=np.where(scans.floor_id == "0", "1", "0"))
    assert np.median(score_scans(locator, upside_down).at_truth) > 0.9


@pytest.mark.parametrize(
    ("name", "said"),
    [("0/0", "building 0, floor 0"), ("1/-1", "building 1, floor -1"), ("tower/F2", "tower, F2")],
)
def test_a_floor_of_a_building_does_not_look_like_a_fraction(name, said):
    assert floor_title(name) == said
