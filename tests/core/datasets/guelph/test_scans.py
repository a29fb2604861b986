"""The survey's loader without the survey: files in its formats, and what is missing or wrong."""

import io
import zipfile

import numpy as np
import pytest
from scipy.io import savemat

from core.datasets.guelph import files as guelph_files
from core.datasets.guelph import load_guelph, load_guelph_packets
from core.datasets.guelph.site import GUELPH_ENTRY
from core.errors import ParameterError, UploadError


@pytest.fixture(autouse=True)
def nowhere_else(monkeypatch, tmp_path):
    monkeypatch.delenv("KERNELSCOPE_DATA", raising=False)
    monkeypatch.setattr(guelph_files, "CACHE_FOLDER", tmp_path / "empty cache")


@pytest.fixture
def folder(tmp_path):
    """Two survey scans and one test scan of four beacons; the second is never used."""
    survey = np.array([[-60, 0, -70, 0], [0, 0, -80, 0]], dtype=float).T
    test = np.array([[-65, 0, 0, -55]], dtype=float).T
    place = tmp_path / "copy" / "data"
    place.mkdir(parents=True)
    labels = np.array([[0, 1200], [4300, 0]], dtype=np.uint16)
    savemat(place / "survey_windows.mat", {"fData3": survey, "fLabel3": labels})
    savemat(place / "test_windows.mat", {"fData3": test, "fLabel3": labels[:1]})
    return tmp_path / "copy"


def test_values_units_and_unused_beacons(folder):
    scans = load_guelph(folder=folder)
    assert scans.beacon_ids.tolist() == ["1", "3"]
    np.testing.assert_array_equal(scans.rss_dbm, [[-60, -70], [np.nan, -80], [-65, np.nan]])
    np.testing.assert_array_equal(scans.position_m, [[0, 12], [43, 0], [0, 12]])
    assert scans.role.tolist() == ["survey", "survey", "test"]
    assert scans.stop_id.tolist() == ["000120", "430000", "000120"]
    assert scans.floor.image is None
    assert scans.floor.walkable.length == pytest.approx(55)


def test_a_beacon_only_the_test_heard_comes_on_request(folder):
    assert load_guelph(folder=folder, unsurveyed_beacons=True).beacon_ids.tolist() == [
        "1",
        "3",
        "4",
    ]


def test_no_copy_names_every_way_to_get_one():
    with pytest.raises(UploadError, match=r"folder or ZIP.*KERNELSCOPE_DATA.*download.*licence"):
        load_guelph()


def test_a_missing_file_is_named(folder):
    with pytest.raises(UploadError, match=r"lacks fingerprintRawData2\.mat"):
        load_guelph("all beacons", folder)


def test_a_damaged_file_is_named(folder):
    (folder / "data" / "test_windows.mat").write_bytes(b"nonsense")
    with pytest.raises(UploadError, match="test 1 s file"):
        load_guelph(folder=folder)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(UploadError, match="ZIP"):
        load_guelph(folder=path)


def test_windows_have_two_names(folder):
    with pytest.raises(ParameterError, match="windows is '5 s'"):
        load_guelph("5 s", folder)


def test_the_licence_is_stated_as_missing():
    assert GUELPH_ENTRY["licence"] == "none stated"
    assert "no licence" in GUELPH_ENTRY["description"]


def _packed(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


HEADER = "objloc,rss,time,beacon\n"


def test_packets_decimetres_sessions_and_marks(tmp_path):
    rows = "1,-60,1000,1\n1,0,1100,1\n1,100,1200,3\n1,-62,900000,1\n1,-64,500,3\n"
    inner = _packed({"training_data/364012_raw.csv": HEADER + rows})
    (tmp_path / "raw_training_data.zip").write_bytes(inner)
    log = load_guelph_packets(tmp_path)
    assert log.rss_dbm.tolist() == [-60, -62, -64]
    assert log.session_id.tolist() == ["364012/1", "364012/2", "364012/3"]
    np.testing.assert_allclose(log.position_m[0], [36.4, 1.2])
    assert log.windows(np.inf).n_scans == 3


def test_packets_of_an_unsurveyed_beacon_are_no_column(tmp_path):
    (tmp_path / "000000_raw.csv").write_text(HEADER + "0,-60,1000,1\n")
    (tmp_path / "testing_000000_raw.csv").write_text(HEADER + "0,-60,1000,1\n0,-60,1000,10\n")
    assert load_guelph_packets(tmp_path).beacon_ids.tolist() == ["1"]
    everyone = load_guelph_packets(tmp_path, unsurveyed_beacons=True)
    assert everyone.beacon_ids.tolist() == ["1", "10"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", HEADER + "0,loud,1,1\n"])
def test_a_wrong_packet_file_is_named(tmp_path, text):
    (tmp_path / "000000_raw.csv").write_text(text)
    with pytest.raises(UploadError, match=r"000000_raw\.csv"):
        load_guelph_packets(tmp_path)
