"""One survey, four lenses: what radio keeps of a floor, how a vote concentrates, which zones."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.datasets import FingerprintSet, as_graph, as_points, load
from core.datasets.guelph import load_guelph
from core.density import KernelDensity
from core.errors import ParameterError
from core.story import concentration_of, floor_from_radio, zone_scores, zones_of

BANDWIDTHS = [0.2, 2.0, 8.0, 32.0, 1e4]


@pytest.fixture(scope="module")
def scans() -> tuple[FingerprintSet, FingerprintSet]:
    building = load("building")
    return building.only("survey"), building.only("test").select(slice(None, None, 10))


@pytest.fixture(scope="module")
def vote(scans):
    return concentration_of(*scans, BANDWIDTHS)


def test_radio_alone_keeps_the_walking_distances_of_the_building(scans):
    found = floor_from_radio(scans[0])
    assert found.kept >= 0.97
    assert found.kept > found.kept_by_levels
    away = np.linalg.norm(found.drawn_m - found.place_m, axis=1)
    spread = np.linalg.norm(found.place_m - found.place_m.mean(axis=0), axis=1)
    assert np.median(away) < 0.25 * np.median(spread), "the plan is recognised"
    assert_allclose(found.mapped, found.mapped.T)


def test_radio_alone_keeps_the_walking_distances_of_the_real_survey(shared):
    survey = load_guelph("1 s", shared / "datasets" / "guelph_ble").only("survey")
    found = floor_from_radio(survey)
    assert found.kept >= 0.985
    assert found.kept_by_levels < 0.92


def test_the_places_that_vote_are_those_that_carry_a_kernel_density(scans, vote):
    survey, test = scans
    points, heard = as_points(survey).values, np.nan_to_num(test.rss_dbm, nan=-105.0)
    for number, h in enumerate(BANDWIDTHS[1:4], start=1):
        carried = KernelDensity(bandwidth=h).fit(points).participation(heard)
        assert_allclose(vote.k_eff[number], carried, rtol=1e-6)


def test_a_vote_goes_from_one_place_to_all_as_the_bandwidth_grows(scans, vote):
    n_places = len(as_points(scans[0]).values)
    assert (np.diff(vote.k_eff, axis=0) > -1e-9).all()
    assert vote.k_eff[0].max() < 3
    assert_allclose(vote.k_eff[-1], n_places, rtol=0.01)
    assert (np.diff(vote.alone) <= 0).all()
    assert vote.alone[0] > 0.9
    alone = np.isclose(vote.k_eff[0], 1, atol=1e-6)
    assert_allclose(vote.error_m[0, alone], vote.nearest_m[alone], atol=1e-3)
    medians = np.median(vote.error_m, axis=1)
    assert medians.min() < min(medians[0], medians[-1]) - 0.1, "the best lies between"


def test_zones_are_neighbourhoods_that_the_logarithm_finds(scans):
    survey, _ = scans
    position_m = as_points(survey).truth
    zones = zones_of(position_m)
    assert sorted(set(zones.tolist())) == list(range(6))
    assert zones_of(position_m[::-1]).tolist() == zones[::-1].tolist(), "whatever the order"
    scores = {s.measure: s for s in zone_scores(as_graph(survey), zones, ("Comm", "logComm"))}
    assert scores["logComm"].mean > scores["Comm"].mean
    for score in scores.values():
        assert -0.5 <= score.worst <= score.mean <= score.best <= 1


def test_what_is_no_story_is_refused(scans):
    survey, test = scans
    with pytest.raises(ParameterError, match="positive"):
        concentration_of(survey, test, [0.0])
    with pytest.raises(ParameterError, match="beacons"):
        concentration_of(survey, FingerprintSet([[-50.0]], [[0.0, 0.0]], ["a"]), [1.0])
    with pytest.raises(ParameterError, match="at least 5"):
        floor_from_radio(FingerprintSet([[-50.0]], [[0.0, 0.0]], ["a"]))
    with pytest.raises(ParameterError, match="2 or more"):
        zones_of([[0.0, 0.0]], 1)
