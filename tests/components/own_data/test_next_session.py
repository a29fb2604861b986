"""What is kept in a workspace is here again in the next session, with all that belongs to it."""

from pathlib import Path

import numpy as np
import pytest

from components.own_data import kept_sets, store
from components.own_data.own_set import OwnSet, make_own_set
from core.datasets import FingerprintSet, GraphData, PointCloud, Workspace
from core.datasets.readers.result import Upload
from core.datasets.workspace import set_file
from tests.core.datasets.workspace.sets import same


class Visits:
    """One visitor after another to pages of the same server."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def begin(self, owner: str = "ann") -> None:
        """A new session, as after a reload or a restart of the server."""
        kept_sets._READ.clear()
        self._monkeypatch.setattr(store.st, "session_state", {})
        self._monkeypatch.setattr(store, "workspace_here", lambda: Workspace(self._folder, owner))


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visits:
    made = Visits(tmp_path / "kept", monkeypatch)
    made.begin()
    return made


def table(name: str, value: float = 0.0, **reading: object) -> OwnSet:
    upload = Upload(PointCloud(np.full((3, 2), value), ["x", "y"]), ("Two rows were left out.",))
    return make_own_set(upload, name, [name.encode()], **reading)


def graph(name: str) -> OwnSet:
    made = GraphData(np.ones((2, 2)), ["a", "b"], ["1", "2"])
    upload = Upload(made, (), {"club": np.array(["red", "blue"])})
    return make_own_set(upload, name, [name.encode()])


def survey(name: str) -> OwnSet:
    scans = FingerprintSet([[-60.0, np.nan]], [[1.0, 2.0]], ["a", "b"])
    return make_own_set(Upload(scans), name, [name.encode()])


@pytest.mark.parametrize(
    "own",
    [
        table("a.csv"),
        table("d.csv", holds_distances=True),
        table("c.csv", colours_only=("y",)),
        graph("g.gml"),
        survey("s.csv"),
    ],
    ids=lambda own: own.title,
)
def test_a_set_is_the_same_in_the_next_session(visits, own):
    store.keep(own)
    visits.begin()
    again = store.own_sets()[own.key]
    for name in ("key", "title", "notices", "holds_distances", "colours_only", "kind"):
        assert getattr(again, name) == getattr(own, name)
    assert same(again.dataset, own.dataset)
    assert same(dict(again.node_attributes), dict(own.node_attributes))
    assert store.current() == own.key
    assert store.refusal() == ""


def test_order_current_set_names_and_times_stay(visits):
    first, second = table("a.csv"), table("b.csv", 1.0)
    for own in (first, second):
        store.keep(own)
    store.make_current(first.key)
    store.rename(second.key, "renamed")
    order, times = list(store.own_sets()), [store.kept_at(own.key) for own in (first, second)]
    visits.begin()
    assert list(store.own_sets()) == order == [second.key, first.key]
    assert store.current() == first.key
    assert store.own_sets()[second.key].title == "renamed"
    for before, own in zip(times, (first, second), strict=True):
        assert abs((store.kept_at(own.key) - before).total_seconds()) < 60


def test_what_the_last_session_left_takes_nothing_from_a_link(visits):
    """A page opens on what its link says; only what is made current here gives way."""
    store.keep(table("a.csv"))
    visits.begin()
    assert store.current() is not None
    assert store.n_made_current() == 0


def test_a_deleted_set_does_not_come_back(visits, tmp_path):
    first, second = table("a.csv"), table("b.csv", 1.0)
    for own in (first, second):
        store.keep(own)
    store.forget(first.key)
    visits.begin()
    assert list(store.own_sets()) == [second.key]
    store.forget_all()
    assert list((tmp_path / "kept").glob("sets/*/*")) == []
    visits.begin()
    assert (store.own_sets(), store.current()) == ({}, None)


def test_another_visitor_sees_nothing_of_it(visits):
    store.keep(table("a.csv"))
    visits.begin("bob")
    assert store.own_sets() == {}
    store.forget_all()
    visits.begin()
    assert len(store.own_sets()) == 1


def test_the_same_file_given_again_is_one_set(visits, tmp_path):
    for _ in range(2):
        store.keep(table("a.csv"))
        visits.begin()
    assert len(store.own_sets()) == len(list((tmp_path / "kept").glob("sets/*/*"))) == 1


def refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_full_disk_refuses_is_in_the_session_all_the_same(visits, monkeypatch):
    own = table("a.csv")
    with monkeypatch.context() as patch:
        patch.setattr(set_file.os, "fsync", refuse)
        store.keep(own)
    said = store.refusal()
    assert "'a.csv' is here until this tab is closed" in said
    assert "disk is full" in said
    assert list(store.own_sets()) == [own.key]
    assert store.current() == own.key
    store.rename(own.key, "b")
    store.forget(own.key)
    assert (store.own_sets(), store.refusal()) == ({}, "")


def test_what_cannot_be_deleted_stays_and_says_so(visits, monkeypatch):
    own = table("a.csv")
    store.keep(own)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        store.forget(own.key)
    assert "'a.csv' could not be deleted" in store.refusal()
    assert list(store.own_sets()) == [own.key]


def test_a_set_that_another_tab_deleted_goes_without_a_word(visits, tmp_path):
    own = table("a.csv")
    store.keep(own)
    Workspace(tmp_path / "kept", "ann").delete_all()
    store.forget(own.key)
    assert (store.own_sets(), store.refusal()) == ({}, "")


def test_a_damaged_file_is_said_and_the_others_open(visits, tmp_path):
    store.keep(table("a.csv"))
    (path,) = (tmp_path / "kept").glob("sets/*/*")
    store.keep(table("b.csv", 1.0))
    path.write_bytes(path.read_bytes()[:500])
    visits.begin()
    assert [own.title for own in store.own_sets().values()] == ["b.csv"]
    said = store.refusal()
    assert said.startswith("'a.csv' is not shown.")
    assert "damaged" in said
    store.keep(table("a.csv"))
    visits.begin()
    assert len(store.own_sets()) == 2


def test_what_lies_in_a_folder_that_cannot_be_written_any_more_is_shown(visits, tmp_path):
    own = table("a.csv")
    store.keep(own)
    for path in (tmp_path / "kept").glob("catalogue.sqlite*"):
        path.unlink()
    (tmp_path / "kept" / "catalogue.sqlite").mkdir()  # as it is where nobody may write
    visits.begin()
    assert list(store.own_sets()) == [own.key]
    assert store.refusal() == ""
    store.keep(table("b.csv", 1.0))
    assert "cannot be written" in store.refusal()
    assert len(store.own_sets()) == 2


def test_a_folder_that_cannot_be_used_is_said_and_the_session_goes_on(visits, tmp_path):
    (tmp_path / "kept").write_text("a file, not a folder")
    assert store.own_sets() == {}
    assert "cannot be written" in store.refusal()
    assert not store.outlives_session()
    store.keep(table("a.csv"))
    assert len(store.own_sets()) == 1


def test_what_a_program_kept_there_by_itself_is_not_taken_for_an_upload(visits, tmp_path):
    Workspace(tmp_path / "kept", "ann").keep(PointCloud([[1.0]], ["x"]), "from a notebook")
    assert store.own_sets() == {}
    assert "'from a notebook' was not kept by these pages" in store.refusal()
