"""The measured survey, read from a copy of the data beside the project."""

from pathlib import Path

import numpy as np
import pytest

from core.datasets.guelph import load_guelph

FOLDER = Path(__file__).parents[3].parent / "shared" / "datasets" / "guelph_ble"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the measured survey is not beside the project"),
]


@pytest.mark.parametrize(
    ("windows", "n_survey", "n_test"), [("1 s", 22_977, 5_573), ("all beacons", 6_917, 3_129)]
)
def test_both_published_window_lengths_have_their_published_sizes(windows, n_survey, n_test):
    scans = load_guelph(windows, FOLDER)
    assert scans.only("survey").n_scans == n_survey
    assert scans.only("test").n_scans == n_test
    assert scans.n_beacons == 15
    survey = scans.only("survey")
    assert len(np.unique(survey.position_m, axis=0)) == 276
    assert len(set(survey.stop_id)) == 276
    assert not np.isnan(survey.rss_dbm).all(axis=1).any()
    assert np.nanmin(scans.rss_dbm) >= -112
    assert np.nanmax(scans.rss_dbm) <= -38


def test_positions_are_metres_on_the_corridor():
    scans = load_guelph(folder=FOLDER)
    np.testing.assert_allclose(scans.position_m.min(axis=0), [0, 0])
    np.testing.assert_allclose(scans.position_m.max(axis=0), [43, 12])
    path = scans.floor.walkable
    from shapely import distance, points

    assert distance(path, points(scans.position_m)).max() < 1e-9


def test_mean_number_of_beacons_heard_is_the_published_one():
    scans = load_guelph(folder=FOLDER)
    heard = (~np.isnan(scans.rss_dbm)).sum(axis=1)
    assert heard[scans.role == "survey"].mean() == pytest.approx(6.16, abs=0.005)
    assert heard[scans.role == "test"].mean() == pytest.approx(9.13, abs=0.005)


def test_beacon_ten_is_there_on_request_and_only_the_test_heard_it():
    scans = load_guelph(folder=FOLDER, unsurveyed_beacons=True)
    column = list(scans.beacon_ids).index("10")
    assert scans.n_beacons == 16
    assert np.isnan(scans.only("survey").rss_dbm[:, column]).all()
    assert (~np.isnan(scans.only("test").rss_dbm[:, column])).any()


def test_the_corridor_corner_lies_on_its_pixel():
    floor = load_guelph(folder=FOLDER).floor
    assert floor.image.shape == (1320, 2136, 3)
    np.testing.assert_allclose(floor.to_pixel(np.array([[0.0, 0.0]])), [[1669, 486.5]])
    np.testing.assert_allclose(floor.to_pixel(np.array([[28.63, -0.01]])), [[565.5, 486.0]], atol=1)
