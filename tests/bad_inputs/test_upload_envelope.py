"""Empty, oversized, misnamed and packed files (rows 1 to 12 of the checklist)."""

import builtins
import tempfile
import zipfile

import numpy as np
import pytest

from core.datasets.file_content import looks_like, shown_name
from core.datasets.readers import FORMATS, open_upload, read_fingerprint_files, read_upload
from core.errors import UploadError
from core.limits import LIMITS
from tests.bad_inputs import builders
from tests.format_samples import files

GOOD = b"x,y,a,b\n0,0,-60,-70\n5,0,-61,-71\n"


@pytest.mark.parametrize("kind", [None, "fingerprints", "points", "graph"])
def test_an_empty_file(kind):
    with pytest.raises(UploadError, match=r"'a\.csv' is empty; choose"):
        read_upload(b"", "a.csv", kind)


@pytest.mark.parametrize("content", [b"\n\n", b"  \n", b"\xef\xbb\xbf"])
def test_a_file_of_blanks(content):
    with pytest.raises(UploadError, match="empty"):
        read_upload(content, "a.csv")


def test_a_file_over_the_limit_is_refused_with_both_numbers():
    big = b"1,2\n" * 75_000_000 + b"1,\x00\n"  # 300 MB, of which another reader needs no table
    with pytest.raises(UploadError, match=r"300,000,004 bytes; the limit is 200,000,000"):
        read_upload(big, "big.csv")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (builders.png(), "PNG image"),
        (builders.jpeg(), "JPEG image"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "Windows program"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
        (b"\x7fELF\x02\x01\x01\x00", "Linux program"),
        (b"\x80\x04\x95\x00\x00", "Python pickle"),
        (b"\x89HDF\r\n\x1a\n\x00", "HDF5 file"),
        (b"\x08\x07\x12\x07pytorch\x1a\x032.0", "ONNX model"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG image"),
        (b"<html><body>", "HTML or XML"),
    ],
)
@pytest.mark.parametrize("filename", ["survey.csv", "array.npy", "x.parquet"])
def test_other_content_is_named_whatever_the_extension(content, kind, filename):
    assert looks_like(content) == kind
    with pytest.raises(UploadError, match=kind):
        read_upload(content, filename)


def test_good_content_is_read_whatever_the_extension():
    assert read_upload(GOOD, "survey.exe").n_scans == 2
    assert read_upload(builders.npy(np.eye(3)), "points.csv").values.shape == (3, 3)


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("../../etc/x.csv", "'x.csv'"),
        ("C:\\x", "'x'"),
        ("=cmd|x.csv", "'=cmd|x.csv'"),
        ("<b>.csv", "'<b>.csv'"),
        ("a\u202ecsv.exe", "'a�csv.exe'"),
        ("x\x00y\x1b[0m.csv", "'x�y�[0m.csv'"),
        ("", "'unnamed'"),
        ("\ud800.csv", "'�.csv'"),
    ],
)
def test_hostile_names_are_shown_harmlessly(filename, shown):
    assert shown_name(filename) == shown
    assert read_upload(GOOD, filename).n_scans == 2
    with pytest.raises(UploadError, match="is empty"):
        read_upload(b"", filename)


def test_a_long_name_is_shortened_and_keeps_its_ending():
    assert len(shown_name("a" * 400 + ".csv")) <= 62
    assert shown_name("a" * 400 + ".csv").endswith(".csv'")


def test_content_decides_not_the_name():
    same = [open_upload(GOOD, name).dataset.rss_dbm for name in ("a.csv", "b.txt")]
    np.testing.assert_array_equal(*same)
    other = read_upload(GOOD.replace(b"-60", b"-65"), "a.csv")
    assert other.rss_dbm[0, 0] == -65


def test_one_bad_file_of_several_is_named():
    with pytest.raises(UploadError, match=r"'bad\.csv'"):
        read_fingerprint_files({"rss.csv": b"-60,-70\n", "bad.csv": builders.png()})


def test_a_bomb_is_refused_before_unpacking():
    bomb = builders.npz(values=np.zeros((2_000_000,)))
    assert len(bomb) < 100_000
    with pytest.raises(UploadError, match=r"times its packed size.*limit is 200"):
        read_upload(bomb, "bomb.npz")
    with pytest.raises(UploadError, match="limit is 200"):
        read_upload(builders.archive([("a.csv", b"0," * 5_000_000)]), "bomb.zip")


def test_an_archive_that_lies_about_its_sizes_is_refused():
    packed = bytearray(builders.archive([("rss.csv", b"-60,-70\n" * 1000)]))
    # The sizes in the directory at the end: 8,000 bytes become 80.
    place = packed.rindex((8000).to_bytes(4, "little"))
    packed[place : place + 4] = (80).to_bytes(4, "little")
    with pytest.raises(UploadError):
        read_upload(bytes(packed), "lie.zip")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("/etc/passwd", b"1,2\n")], "leads out"),
        ([("../a.csv", b"1,2\n")], "leads out"),
        ([("..\\a.csv", b"1,2\n")], "leads out"),
        ([(builders.link("a.csv"), b"/etc/passwd")], "link"),
        ([("inner.zip", builders.archive([("a.csv", b"1")]))], "another archive"),
        ([(f"{i}.csv", b"1,2\n") for i in range(5_001)], "5,001 members; the limit is 5,000"),
        ([], "readable ZIP|empty"),
    ],
)
def test_archives_that_could_do_harm_are_refused(members, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UploadError, match=reason):
        read_upload(builders.archive(members), "a.zip")
    assert not list(tmp_path.iterdir())


def test_a_truncated_archive():
    whole = builders.archive([("rss.csv", b"-60,-70\n" * 50)], zipfile.ZIP_STORED)
    with pytest.raises(UploadError, match="ZIP"):
        read_upload(whole[: len(whole) // 2], "a.zip")


def test_a_damaged_archive_member():
    whole = bytearray(builders.archive([("rss.csv", b"-60,-70\n" * 50)], zipfile.ZIP_STORED))
    whole[60] ^= 0xFF
    with pytest.raises(UploadError, match=r"rss\.csv"):
        read_upload(bytes(whole), "a.zip")


def test_the_limits_are_those_of_the_table():
    assert LIMITS["csv_bytes"].maximum == 200_000_000


@pytest.mark.parametrize("name", [name for name in FORMATS if name != ".h5ad"])
def test_no_file_is_written_while_one_is_read(name, tmp_path, monkeypatch):
    """So that a full disk, or a temporary folder that may not be written, keeps nobody out."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    really_opened = builtins.open

    def open_to_read(file, mode="r", *args, **kwargs):
        assert not set(mode) & set("wax+"), f"{file} was opened to be written"
        return really_opened(file, mode, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", open_to_read)
    monkeypatch.chdir(tmp_path)
    for data in files(FORMATS[name]):
        assert open_upload(data, "a").dataset is not None
    assert not list(tmp_path.iterdir())
