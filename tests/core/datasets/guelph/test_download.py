"""The download, against a server on this machine: checksums, progress, and what goes wrong."""

import hashlib
import json

import pytest

from core.datasets.guelph import download as guelph_download
from core.errors import Cancelled, UploadError
from tests.local_home import served


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A local server that stands for the public home, with two small files."""
    home = tmp_path / "home"
    (home / "sub").mkdir(parents=True)
    contents = {"sub/a.mat": b"a" * 5000, "plan.png": b"b" * 3000}
    for name, content in contents.items():
        (home / name).write_bytes(content)
    (home / "archive").write_bytes(b"zip")

    with served(home) as address:
        monkeypatch.setattr(guelph_download, "FILES_ADDRESS", address)
        monkeypatch.setattr(guelph_download, "ARCHIVE_ADDRESS", address + "archive")
        known = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        monkeypatch.setattr(guelph_download, "PUBLISHED_FILES", known)
        yield home


def test_files_arrive_with_progress_and_are_not_fetched_twice(published, tmp_path):
    seen = []
    cache = tmp_path / "cache"
    guelph_download.download_guelph(folder=cache, progress=lambda *report: seen.append(report))
    assert (cache / "sub" / "a.mat").read_bytes() == b"a" * 5000
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(0 < share < 1 for share in shares)
    (published / "plan.png").unlink()
    guelph_download.download_guelph(folder=cache)


def test_a_changed_file_is_refused_and_not_kept(published, tmp_path):
    (published / "sub" / "a.mat").write_bytes(b"other")
    with pytest.raises(UploadError, match="checksum differs"):
        guelph_download.download_guelph(folder=tmp_path / "cache")
    assert not (tmp_path / "cache" / "sub" / "a.mat").exists()


def test_the_archive_is_held_to_the_checksum_of_its_first_download(published, tmp_path):
    cache = tmp_path / "cache"
    guelph_download.download_guelph(raw_packets=True, folder=cache)
    record = json.loads((cache / guelph_download.RECORD_NAME).read_text())
    assert record[guelph_download.ARCHIVE_NAME] == hashlib.sha256(b"zip").hexdigest()
    (cache / guelph_download.ARCHIVE_NAME).unlink()
    (published / "archive").write_bytes(b"not the same")
    with pytest.raises(UploadError, match="checksum differs"):
        guelph_download.download_guelph(raw_packets=True, folder=cache)


def test_a_missing_file_says_which_and_the_way_out(published, tmp_path):
    (published / "plan.png").unlink()
    with pytest.raises(UploadError, match=r"plan\.png could not be downloaded.*folder or ZIP"):
        guelph_download.download_guelph(folder=tmp_path / "cache")


def test_progress_can_stop_the_download(published, tmp_path):
    def stop(share, message):
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        guelph_download.download_guelph(folder=tmp_path / "cache", progress=stop)
