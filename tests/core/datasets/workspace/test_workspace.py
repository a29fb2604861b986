"""A workspace keeps what it was given: equal, once, apart for each owner, within its limits."""

import os
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given, settings

from core.datasets import PointCloud, Workspace, load
from core.datasets.workspace import store
from core.errors import LimitError, ParameterError, WorkspaceError
from tests.core.datasets.workspace.sets import DATA_SETS, TEXT, same


def points(value: float = 0.0, n: int = 3) -> PointCloud:
    return PointCloud(np.full((n, 2), value), ["x", "y"])


@pytest.fixture
def mine(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, "ann")


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("sets/*/*"))


@settings(max_examples=60, deadline=None)
@given(DATA_SETS, TEXT)
def test_every_set_opens_equal_in_a_workspace_of_later(tmp_path_factory, data_set, name):
    folder = tmp_path_factory.mktemp("kept")
    key = Workspace(folder, "ann").keep(data_set, name)
    later = Workspace(folder, "ann")
    assert same(later.open(key), data_set)
    assert [entry.key for entry in later.entries()] == [key]
    assert later.entries()[0].n_bytes == files(folder)[0].stat().st_size


@pytest.mark.parametrize("key", ["karate", "wine", "building"])
def test_so_does_what_is_built_in(mine, key):
    data_set = load(key)
    assert same(mine.open(mine.keep(data_set, key)), data_set)


def test_an_entry_says_what_is_kept_without_opening_it(mine):
    details = {"columns": ["x", "y"], "share": 0.5, "sheet": None}
    extras = {"club": np.array(["a", "b"])}
    key = mine.keep(
        load("karate"), "the club", notices=["One row."], details=details, extras=extras
    )
    (entry,) = mine.entries()
    assert (entry.key, entry.name, entry.kind) == (key, "the club", "graph")
    assert (entry.notices, dict(entry.details)) == (("One row.",), details)
    kept = mine.read(key)
    assert same(dict(kept.extras), extras)
    assert kept.entry.details == details


def test_the_same_content_is_one_file_under_the_last_name(mine, tmp_path):
    keys = {mine.keep(points(), name) for name in ("one", "two")}
    assert len(keys) == len(files(tmp_path)) == 1
    assert [entry.name for entry in mine.entries()] == ["two"]


@pytest.mark.parametrize(
    "other", [{"details": {"a": 1}}, {"extras": {"a": np.zeros(2)}}, {"data": points(1.0)}]
)
def test_other_content_has_another_key(mine, other):
    data = other.pop("data", points())
    assert mine.keep(data, "a", **other) != mine.keep(points(), "a")
    assert len(mine.entries()) == 2


def test_a_new_name_stays_and_the_key_with_it(mine, tmp_path):
    key = mine.keep(points(), "one", notices=["n"], details={"a": 1})
    (before,) = mine.entries()
    mine.rename(key, "two")
    (entry,) = Workspace(tmp_path, "ann").entries()
    assert (entry.name, entry.key, entry.created_s) == ("two", key, before.created_s)
    assert (entry.notices, entry.details) == (("n",), {"a": 1})
    assert mine.read(key).entry.name == "two"


def test_owners_see_nothing_of_each_other(mine, tmp_path):
    key = mine.keep(points(), "private")
    other = Workspace(tmp_path, "bob")
    assert other.entries() == ()
    for touch in (other.open, other.delete, lambda key: other.rename(key, "x")):
        with pytest.raises(WorkspaceError, match="belongs to somebody else"):
            touch(key)
    other.make_current(key)
    other.delete_all()
    assert same(mine.open(key), points())


def test_the_owner_s_name_is_written_nowhere(tmp_path):
    Workspace(tmp_path, "ann@example.org").keep(points(), "a")
    for path in tmp_path.rglob("*"):
        assert "ann@" not in path.name
        assert path.is_dir() or b"ann@" not in path.read_bytes()


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "0" * 31, "0" * 32, "G" * 32, "a/b" * 9])
def test_what_is_no_key_opens_nothing(mine, key):
    with pytest.raises(WorkspaceError, match="Nothing is kept here"):
        mine.open(key)


def test_a_deleted_set_is_gone_from_the_disk(mine, tmp_path):
    key, other = mine.keep(points(), "secret name"), mine.keep(points(1.0), "other")
    assert mine.delete(key).name == "secret name"
    assert [path.stem for path in files(tmp_path)] == [other]
    with pytest.raises(WorkspaceError, match="deleted"):
        mine.open(key)
    assert mine.delete_all() == 1
    assert files(tmp_path) == []
    assert mine.entries() == Workspace(tmp_path, "ann").entries() == ()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"secret name" not in path.read_bytes()


def test_the_current_set_is_remembered_until_it_is_gone(mine, tmp_path):
    key = mine.keep(points(), "a")
    assert mine.current is None
    mine.make_current(key)
    assert Workspace(tmp_path, "ann").current == key
    assert Workspace(tmp_path, "bob").current is None
    mine.delete(key)
    assert mine.current is None


def test_what_is_no_data_set_or_has_no_owner_is_refused(mine, tmp_path):
    with pytest.raises(ParameterError, match=r"ndarray cannot be kept.*FingerprintSet"):
        mine.keep(np.zeros(3), "numbers")
    with pytest.raises(ParameterError, match="belong into extras"):
        mine.keep(points(), "a", details={"array": np.zeros(2)})
    with pytest.raises(ParameterError, match="owner"):
        Workspace(tmp_path, "")
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("KERNELSCOPE_WORKSPACE_OWNER_SETS", "1", r"2 sets; the limit is 1\. Delete"),
        ("KERNELSCOPE_WORKSPACE_OWNER_BYTES", "1500", r"bytes; the limit is 1,500\. Delete"),
        ("KERNELSCOPE_WORKSPACE_BYTES", "1500", r"all keep.* is 1,500\. .*ask who runs"),
    ],
)
def test_what_exceeds_a_limit_is_refused_and_nothing_else_changes(
    mine, tmp_path, monkeypatch, variable, value, says
):
    key = mine.keep(points(), "a")
    monkeypatch.setenv(variable, value)
    with pytest.raises(LimitError, match=says):
        mine.keep(points(1.0), "b")
    assert [path.stem for path in tmp_path.rglob("*.*") if path.suffix in (".npz", ".part")] == [
        key
    ]
    mine.keep(points(), "renamed, which takes no more room")
    mine.delete(key)
    mine.keep(points(1.0), "b")


def test_the_limit_for_all_counts_every_owner(mine, tmp_path, monkeypatch):
    mine.keep(points(), "a")
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE_BYTES", "1500")
    with pytest.raises(LimitError, match="all keep"):
        Workspace(tmp_path, "bob").keep(points(), "a")


def test_a_limit_that_is_no_number_is_said(mine, monkeypatch):
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE_BYTES", "2 GB")
    with pytest.raises(ParameterError, match=r"KERNELSCOPE_WORKSPACE_BYTES is '2 GB'; .* bytes"):
        mine.keep(points(), "a")


def test_what_nobody_opened_for_too_long_is_deleted_for_whoever_says_so(
    mine, tmp_path, monkeypatch
):
    old, new = mine.keep(points(), "old"), mine.keep(points(1.0), "new")
    now_s = store.time.time() + 40 * 86_400.0
    monkeypatch.setattr(store.time, "time", lambda: now_s)
    assert len(Workspace(tmp_path, "bob")._folder.keys_of(mine._owner)) == 2
    mine.open(new)
    monkeypatch.setenv("KERNELSCOPE_WORKSPACE_DAYS", "30")
    Workspace(tmp_path, "bob")
    assert [entry.name for entry in mine.entries()] == ["new"]
    assert [path.stem for path in files(tmp_path)] == [new] != [old]


def test_fifty_cycles_leave_nothing_open(mine):
    def cycle() -> tuple[int, int]:
        for k in range(50):
            key = mine.keep(points(float(k)), "a")
            mine.open(key)
            mine.entries()
            mine.delete(key)
        return psutil.Process().num_fds(), threading.active_count()

    before = cycle()
    assert cycle() == before


def test_threads_keep_together(mine, tmp_path):
    kept: dict[float, str] = {}

    def work(start: int) -> None:
        workspace = Workspace(tmp_path, "ann")
        for k in range(start, start + 10):
            kept[k] = workspace.keep(points(float(k)), str(k))

    threads = [threading.Thread(target=work, args=(10 * k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mine.entries()) == len(kept) == 80
    assert all(same(mine.open(key), points(float(k))) for k, key in kept.items())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_nobody_else_on_the_machine_may_read_it(tmp_path):
    Workspace(tmp_path / "new", "ann").keep(points(), "a")
    assert all(
        path.stat().st_mode & 0o077 == 0
        for path in (tmp_path / "new").rglob("*")
        if path.suffix == ".npz" or path.is_dir()
    )
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
