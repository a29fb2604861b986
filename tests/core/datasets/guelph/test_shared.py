"""The measured survey, read from a copy of the data beside the project."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from shapely import distance, points

from core.datasets.guelph import load_guelph, load_guelph_packets
from core.datasets.label_suspicion import label_suspicion
from core.datasets.readers import open_upload

FOLDER = Path(__file__).parents[4].parent / "shared" / "datasets" / "guelph_ble"

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


@pytest.fixture(scope="module")
def packets():
    return load_guelph_packets(FOLDER)


def test_all_packets_are_read_and_sessions_are_told_apart(packets):
    role_of = dict(zip(packets.session_id, packets.role, strict=True))
    assert (packets.role == "survey").sum() == 1_027_038
    assert (packets.role == "test").sum() == 371_595
    # 276 survey files of which 9 hold two sessions; 275 test files of which 4 do.
    assert sum(role == "survey" for role in role_of.values()) == 276 + 9
    assert sum(role == "test" for role in role_of.values()) == 275 + 4


def test_windows_from_packets_agree_with_the_published_windows(packets):
    published = load_guelph("1 s", FOLDER)
    scans = packets.windows(1.0)
    np.testing.assert_array_equal(scans.beacon_ids, published.beacon_ids)
    # The publishers' windows begin elsewhere and last 1.03 s on average, so only the sizes and
    # the mean fingerprint of a stop can be compared.
    assert scans.only("survey").n_scans == pytest.approx(22_977, rel=0.05)
    assert scans.only("test").n_scans == pytest.approx(5_573, rel=0.05)
    stop, column = "210000", list(scans.beacon_ids).index("20")
    means = []
    for survey in (scans.only("survey"), published.only("survey")):
        means.append(np.nanmean(survey.rss_dbm[survey.stop_id == stop, column]))
    assert means[0] == pytest.approx(means[1], abs=0.5)


def test_the_one_mislabelled_session_is_found(packets):
    found = label_suspicion(packets.windows(1.0).only("test"))
    assert found.session_id[found.suspicious].tolist() == ["test 310000/1"]
    np.testing.assert_allclose(found.likely_position_m[found.suspicious], [[21.0, 0.0]])
    assert not label_suspicion(packets.windows(1.0).only("survey")).suspicious.any()


def test_the_published_layout_in_a_zip_archive_reads_the_same(tmp_path):
    names = {
        "survey_windows.mat": "training_data/consolidated/fingerprintRawData3.mat",
        "test_windows.mat": "testing_data/consolidated/testingFingerprintRawData3.mat",
        "floorplan.png": "floorplan.png",
    }
    path = tmp_path / "copy.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for flat, published in names.items():
            archive.write(FOLDER / flat, f"RSSI_BLE_Localization_UoG-master/{published}")
        packed = zipfile.ZipFile(FOLDER / "raw_testing_data.zip")
        member = "testing_data/testing_000028_raw.csv"
        archive.writestr(f"RSSI_BLE_Localization_UoG-master/{member}", packed.read(member))
        packed.close()
    ours, theirs = load_guelph(folder=path), load_guelph(folder=FOLDER)
    np.testing.assert_array_equal(ours.rss_dbm, theirs.rss_dbm)
    np.testing.assert_array_equal(ours.floor.image, theirs.floor.image)
    one_place = load_guelph_packets(path)
    assert set(one_place.session_id) == {"test 000028/1", "test 000028/2"}
    np.testing.assert_allclose(one_place.position_m[0], [0.0, 2.8])


def test_an_uploaded_packet_file_gives_the_windows_of_the_loader(packets):
    with zipfile.ZipFile(FOLDER / "raw_training_data.zip") as packed:
        names = [f"training_data/{stop}_raw.csv" for stop in ("000108", "210000")]
        first, second = (packed.read(name) for name in names)
    upload = open_upload(first + second.split(b"\n", 1)[1], "packets.csv")
    windows = packets.windows(1.0)
    chosen = np.isin(windows.stop_id, ["000108", "210000"]) & (windows.role == "survey")
    ours = windows.select(chosen)
    assert upload.dataset.n_scans == ours.n_scans
    assert len(set(upload.dataset.session_id)) == 3
    assert np.nansum(upload.dataset.rss_dbm) == pytest.approx(np.nansum(ours.rss_dbm))


def test_the_environment_names_the_folder(monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(FOLDER.parent))
    assert load_guelph().n_scans == 22_977 + 5_573
