"""The second real survey: its files tell themselves, whatever they are called."""

import hashlib
import io
import zipfile

import numpy as np
import pytest

from core.datasets import load
from core.datasets.uji_ble import download as uji_download
from core.datasets.uji_ble import files as uji
from core.errors import UploadError
from tests.local_home import served

CONTENTS = {
    "geo_rss.csv": "100,-60\n-70,-61\n-72,100",
    "geo_crd.csv": "1.5,2\n4.5,5\n1.5,2",
    "geo_ids.csv": "11100101\n21100102\n31100103",
    "dep_geo.csv": "id,x,y\nB1,0,0.5\nB2,5,5",
    "lib_rss.csv": "-50,-80\n-52,100\n-51,-80",
    "lib_crd.csv": "1.5,2\n7,2.5\n1.5,2",
    "lib_ids.csv": "12200101\n12200102\n32200103",
}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A small survey that stands for the published one, and an empty cache."""
    known = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in CONTENTS.items()}
    monkeypatch.setattr(uji, "PUBLISHED", known)
    monkeypatch.setattr(uji, "CACHE_FOLDER", tmp_path / "cache")
    monkeypatch.delenv("KERNELSCOPE_DATA", raising=False)
    return tmp_path / "cache"


def packed(names) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(f"UJI/data/{name}", CONTENTS[name].replace("\n", "\r\n") + "\r\n")
        archive.writestr("UJI/plot.m", "disp(1)")
        archive.writestr("UJI/other.csv", "1,2")
    return buffer.getvalue()


def test_files_are_told_by_what_they_hold_and_the_survey_opens(cache):
    with pytest.raises(UploadError, match=r"zenodo\.1618692"):
        load("uji_ble")
    geo = {f"copy of {i}": CONTENTS[name].encode() for i, name in enumerate(CONTENTS) if i < 4}
    assert set(uji.keep_published(geo)) == {"lib_rss.csv", "lib_crd.csv", "lib_ids.csv"}
    with pytest.raises(UploadError, match="no copy"):
        load("uji_ble")
    archive = packed(name for name in CONTENTS if name.startswith("lib"))
    assert uji.keep_published({"1618692.zip": archive}) == ()
    scans = load("uji_ble")
    assert scans.floor_names == ("geo", "lib")
    assert scans.device_id.tolist() == [f"phone {n}" for n in (1, 2, 3, 1, 1, 3)]
    np.testing.assert_array_equal(scans.position_m[:3], [[1.5, 2], [4.5, 5], [1.5, 2]])
    assert sorted(path.name for path in cache.iterdir()) == sorted(CONTENTS)


def test_the_record_is_downloaded_checked_and_nothing_else_is_kept(cache, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    with served(home) as address:
        monkeypatch.setattr(uji_download, "ARCHIVE_ADDRESS", address + "record.zip?download=1")
        with pytest.raises(UploadError, match=r"UJI_BLE_DB\.zip could not be downloaded.*give it"):
            uji_download.download_uji()
        (home / "record.zip").write_bytes(b"<html>Sign in to this network</html>")
        with pytest.raises(UploadError, match="None of these is a file of the survey"):
            uji_download.download_uji()
        (home / "record.zip").write_bytes(packed(list(CONTENTS)[:-1]))
        with pytest.raises(UploadError, match=r"lacks lib_ids\.csv as they were published"):
            uji_download.download_uji()
        (home / "record.zip").write_bytes(packed(CONTENTS))
        shares = []
        uji_download.download_uji(progress=lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert sorted(path.name for path in cache.iterdir()) == sorted(CONTENTS)
    assert load("uji_ble").n_scans == 6


def test_the_address_is_a_file_of_the_record_that_is_named():
    record = uji.RECORD.rpartition(".")[2]
    assert f"zenodo.org/records/{record}/files/UJI_BLE_DB.zip" in uji_download.ARCHIVE_ADDRESS


def test_other_files_are_refused_by_name_and_never_kept(cache):
    with pytest.raises(UploadError, match=r"'mine\.csv'.*Use your own survey"):
        uji.keep_published({"mine.csv": b"1,2\n"})
    with pytest.raises(UploadError, match="ZIP"):
        uji.keep_published({"a.zip": b"PK\x03\x04 damaged"})
    assert not cache.exists()


def test_a_changed_copy_is_no_copy(cache, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, text in CONTENTS.items():  # the record's own folder calls the beacons geo.csv
        (folder / name.removeprefix("dep_")).write_text(text)
    monkeypatch.setenv("KERNELSCOPE_DATA", str(folder))
    assert load("uji_ble").n_scans == 6
    assert "dep_geo.csv" in uji.find_published()
    (folder / "lib_crd.csv").write_text("1.5,2\n7,3\n1.5,2")
    with pytest.raises(UploadError, match="no copy"):
        load("uji_ble")


def test_the_published_files_are_recognised(shared, monkeypatch, tmp_path):
    monkeypatch.setattr(uji, "CACHE_FOLDER", tmp_path)
    monkeypatch.setenv("KERNELSCOPE_DATA", str(shared / "datasets" / "uji_ble"))
    assert len(uji.find_published()) == len(uji.PUBLISHED)
    scans = load("uji_ble")
    assert scans.floor_names == ("geo", "lib")
    assert sorted(set(scans.device_id.tolist())) == ["phone 1", "phone 2", "phone 3"]
    assert np.isfinite(scans.beacon_position_m).all()
