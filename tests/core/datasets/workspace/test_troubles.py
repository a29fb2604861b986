"""What disks do to a workspace: each is a sentence with a way on, and nothing kept is lost."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.datasets import PointCloud, Workspace
from core.datasets.workspace import set_file
from core.datasets.workspace.folder import LONGEST_WRITE_S
from core.errors import LimitError, WorkspaceError
from tests.core.datasets.workspace.sets import same

Usage = namedtuple("Usage", "total used free")


def points(value: float = 0.0, n: int = 50) -> PointCloud:
    return PointCloud(np.full((n, 2), value), ["x", "y"])


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, dict[str, PointCloud]]:
    """A folder with three sets of ann and one of bob."""
    mine = Workspace(tmp_path, "ann")
    sets = {mine.keep(points(value), f"set {value:g}"): points(value) for value in (1.0, 2.0, 3.0)}
    Workspace(tmp_path, "bob").keep(points(9.0), "bob's")
    return tmp_path, sets


def nothing_is_lost(folder: Path, sets: dict[str, PointCloud]) -> bool:
    mine = Workspace(folder, "ann")
    listed = {entry.key: entry.name for entry in mine.entries()}
    return (
        set(listed) == set(sets)
        and all(same(mine.open(key), data_set) for key, data_set in sets.items())
        and sorted(listed.values()) == ["set 1", "set 2", "set 3"]
        and [entry.name for entry in Workspace(folder, "bob").entries()] == ["bob's"]
        and list(folder.glob("unfinished/*")) == []
    )


def test_a_disk_that_is_nearly_full_keeps_its_last_room(kept, monkeypatch):
    folder, sets = kept
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 0, 400_000_000))
        with pytest.raises(WorkspaceError, match=r"400,000,000 bytes free.*500,000,000 must.*Free"):
            Workspace(folder, "ann").keep(points(4.0), "a")
        patch.setenv("KERNELSCOPE_WORKSPACE_FREE_BYTES", "1000")
        Workspace(folder, "ann").delete(Workspace(folder, "ann").keep(points(4.0), "a"))
    assert nothing_is_lost(folder, sets)


FULL = """
import resource, signal, sys
import numpy as np
from core.datasets import PointCloud, Workspace
from core.errors import KernelscopeError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
workspace = Workspace(sys.argv[1], "ann")
large = PointCloud(np.arange(40_000.0).reshape(-1, 2), ["x", "y"])
for limit in (0, 100, 100_000, 319_990):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        workspace.keep(large, "large")
    except KernelscopeError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_fills_up_in_the_middle_of_a_file(kept):
    """The operating system refuses to write on, after none or some or nearly all of the bytes."""
    folder, sets = kept
    command = [sys.executable, "-c", FULL, str(folder)]
    root = Path(__file__).resolve().parents[4]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.count("disk is full") == 4
    assert done.stdout.count("delete kept sets, then try again") == 4
    assert nothing_is_lost(folder, sets)


def test_a_disk_that_fills_up_before_the_list_is_written(kept, monkeypatch):
    folder, sets = kept

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("core.datasets.workspace.catalogue.total_without", full)
        with pytest.raises(WorkspaceError, match="disk is full"):
            Workspace(folder, "ann").keep(points(4.0), "a")
    assert nothing_is_lost(folder, sets)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.EACCES, "cannot be written.*choose another folder"),
        (errno.EROFS, "cannot be written.*choose another folder"),
        (errno.EIO, "does not work as it should.*check the disk"),
    ],
)
def test_a_folder_that_refuses_to_be_written(kept, monkeypatch, code, says):
    folder, sets = kept

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(set_file.os, "fsync", refuse)
        with pytest.raises(WorkspaceError, match=says):
            Workspace(folder, "ann").keep(points(4.0), "a")
    assert nothing_is_lost(folder, sets)


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WorkspaceError, match=r"cannot be written.*choose another folder"):
        Workspace(tmp_path / "file" / "folder", "ann")
    with pytest.raises(WorkspaceError, match=r"cannot be written.*choose another folder"):
        Workspace(tmp_path / "file", "ann")


def read_only(catalogue: Path) -> None:
    """The list as it is in a folder where nobody may write."""
    for end in ("", "-wal", "-shm"):
        catalogue.with_name(catalogue.name + end).unlink(missing_ok=True)
    catalogue.mkdir()


def test_what_lies_in_a_folder_that_cannot_be_written_is_listed_and_opens(kept):
    folder, sets = kept
    read_only(folder / "catalogue.sqlite")
    mine = Workspace(folder, "ann")
    assert {entry.key for entry in mine.entries()} == set(sets)
    assert all(same(mine.open(key), data_set) for key, data_set in sets.items())
    with pytest.raises(WorkspaceError, match="cannot be written"):
        mine.keep(points(4.0), "a")
    (folder / "catalogue.sqlite").rmdir()
    assert len(Workspace(folder, "ann").entries()) in (3, 4)


def spoil_head(path: Path) -> None:
    path.write_bytes(b"not a database" * 100)


def spoil_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def drop_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE entries")
    connection.close()


def older_layout(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 77")
    connection.close()


@pytest.mark.parametrize(
    "spoil", [spoil_head, spoil_middle, cut, empty, drop_table, older_layout, Path.unlink]
)
@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_a_damaged_list_is_moved_aside_and_made_again_from_the_files(kept, spoil, when):
    folder, sets = kept
    path = folder / "catalogue.sqlite"
    mine = Workspace(folder, "ann")
    spoil(path)
    if when == "while it is open":
        assert {entry.key for entry in mine.entries()} == set(sets)
    assert nothing_is_lost(folder, sets)
    aside = list(folder.glob("catalogue-damaged-*.sqlite"))
    assert len(aside) == (spoil in (spoil_head, spoil_middle, cut, drop_table))


def test_a_list_that_is_made_again_knows_names_and_notices(tmp_path):
    mine = Workspace(tmp_path, "ann")
    key = mine.keep(points(), "one", notices=["A notice."], details={"sheet": "x"})
    mine.rename(key, "two")
    (before,) = mine.entries()
    spoil_head(tmp_path / "catalogue.sqlite")
    (entry,) = Workspace(tmp_path, "ann").entries()
    assert replace(entry, opened_s=0.0) == replace(before, opened_s=0.0)
    assert entry.opened_s == pytest.approx(before.opened_s, abs=1e-3)  # as files hold times


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_a_half_file_says_so_and_is_mended_by_another_upload_deleted_or_not(kept, share):
    folder, sets = kept
    key = next(iter(sets))
    (path,) = folder.glob(f"sets/*/{key}.npz")
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    mine = Workspace(folder, "ann")
    with pytest.raises(WorkspaceError, match=r"damaged.*Upload its data again, which mends it"):
        mine.open(key)
    assert key in {entry.key for entry in mine.entries()}
    spoil_head(folder / "catalogue.sqlite")
    damaged = {entry.key: entry.kind for entry in mine.entries()}[key]
    assert damaged == "damaged"
    if share > 0.5:
        mine.delete(key)
    assert mine.keep(sets[key], "set 1") == key
    assert nothing_is_lost(folder, sets)


def test_a_changed_byte_is_noticed(kept):
    folder, sets = kept
    key = next(iter(sets))
    (path,) = folder.glob(f"sets/*/{key}.npz")
    data = bytearray(path.read_bytes())
    data[300] ^= 1
    path.write_bytes(data)
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace(folder, "ann").open(key)


def test_a_file_of_a_newer_version_says_so_and_stays(kept, monkeypatch):
    folder, sets = kept
    with monkeypatch.context() as patch:
        patch.setattr(set_file, "VERSION", 2)
        key = Workspace(folder, "ann").keep(points(4.0), "from later")
    mine = Workspace(folder, "ann")
    for touch in (mine.open, lambda key: mine.rename(key, "x")):
        with pytest.raises(WorkspaceError, match=r"'from later'.*newer version.*Update"):
            touch(key)
    mine.delete(key)
    assert nothing_is_lost(folder, sets)


def test_what_was_left_half_written_is_swept_but_not_what_is_being_written(kept):
    folder, sets = kept
    old, new = folder / "unfinished" / "old.part", folder / "unfinished" / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    long_ago_s = time.time() - LONGEST_WRITE_S - 60
    os.utime(old, (long_ago_s, long_ago_s))
    Workspace(folder, "ann")
    assert not old.exists()
    assert new.exists()
    new.unlink()
    assert nothing_is_lost(folder, sets)


def test_a_file_that_a_user_removed_is_off_the_list(kept):
    folder, sets = kept
    key = next(iter(sets))
    next(folder.glob(f"sets/*/{key}.npz")).unlink()
    assert key not in {entry.key for entry in Workspace(folder, "ann").entries()}


def test_a_refusal_leaves_no_half_file(kept, monkeypatch):
    folder, sets = kept
    with monkeypatch.context() as patch:
        patch.setenv("KERNELSCOPE_WORKSPACE_OWNER_SETS", "3")
        with pytest.raises(LimitError):
            Workspace(folder, "ann").keep(points(4.0), "a")
    assert nothing_is_lost(folder, sets)
