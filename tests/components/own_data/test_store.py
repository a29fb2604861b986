"""The store of one's own data: several sets, one current, a bound, and nothing left of a set."""

import numpy as np
import pytest

from components import jobs, memory
from components.own_data import store
from components.own_data.own_set import OwnSet, make_own_set
from components.settings import keep as keep_setting
from components.settings import value_of
from core.datasets import PointCloud
from core.datasets.readers.result import Upload
from core.errors import LimitError, ParameterError
from core.limits import LIMITS
from core.parameters import Parameter


@pytest.fixture(autouse=True)
def state(monkeypatch) -> dict:
    """A session's state without a session."""
    held: dict = {}
    monkeypatch.setattr(store.st, "session_state", held)
    return held


def table(name: str, n_rows: int = 4) -> OwnSet:
    values = np.random.default_rng(len(name)).random((n_rows, 2))
    upload = Upload(PointCloud(values, ["x", "y"]), ("2 rows were left out.",))
    return make_own_set(upload, name, [name.encode()])


def test_several_sets_stand_the_newest_first_and_the_newest_is_current():
    assert (store.own_sets(), store.current()) == ({}, None)
    first, second = table("a.csv"), table("b.csv")
    store.keep(first)
    store.keep(second)
    assert list(store.own_sets()) == [second.key, first.key]
    assert store.current() == second.key
    store.make_current(first.key)
    assert store.current() == first.key
    assert list(store.own_sets()) == [second.key, first.key]
    store.make_current("yours-nothing")
    assert store.current() == first.key


def test_only_another_current_set_or_one_given_again_counts_as_made_current():
    first, second = table("a.csv"), table("b.csv")
    counts = []
    for step in (
        lambda: store.keep(first),
        lambda: store.make_current(first.key),
        lambda: store.keep(second),
        lambda: store.make_current(first.key),
        lambda: store.keep(first),
        lambda: store.forget(first.key),
    ):
        step()
        counts.append(store.n_made_current())
    assert counts == [1, 1, 2, 3, 4, 4]


def test_the_same_set_given_again_is_newest_current_and_forgets_its_settings():
    first, second = table("a.csv"), table("b.csv")
    row = Parameter("scan", "Scan", int, 1, minimum=1, maximum=9, belongs_to=first.key)
    store.keep(first)
    keep_setting(row, 7)
    store.keep(second)
    assert value_of(row) == 7
    store.keep(first)
    assert (list(store.own_sets()), value_of(row)) == ([first.key, second.key], 1)


def test_two_sets_of_one_name_are_told_apart():
    sets = [OwnSet(f"yours-{n}", "a.csv", table("a").dataset) for n in range(3)]
    for each in sets:
        store.keep(each)
    assert [each.title for each in store.own_sets().values()] == [
        "a.csv (3)",
        "a.csv (2)",
        "a.csv",
    ]
    store.keep(sets[2])
    assert store.own_sets()[sets[2].key].title == "a.csv (3)"


def test_a_set_is_renamed_and_what_was_made_of_it_under_the_old_name_is_made_again():
    own = table("a.csv")
    store.keep(own)
    store.keep(table("b.csv"))
    assert store.own_sets()[own.key].seen_by(title_of) == "a.csv"
    store.rename(own.key, "  my\nfloor ")
    assert store.own_sets()[own.key].seen_by(title_of) == "my floor"
    assert store.own_sets()[own.key].dataset is own.dataset
    for refused in ("", " \n "):
        store.rename(own.key, refused)
    store.rename("yours-nothing", "x")
    assert [each.title for each in store.own_sets().values()] == ["b.csv", "my floor"]
    store.rename(own.key, "b.csv")
    assert store.own_sets()[own.key].title == "b.csv (2)"
    store.rename(own.key, "x" * 500)
    assert len(store.own_sets()[own.key].title) == store.LONGEST_TITLE


def title_of(own: OwnSet) -> str:
    return own.title


def test_a_set_that_is_forgotten_takes_all_that_was_made_of_it(state, monkeypatch):
    monkeypatch.setattr(jobs, "leave_jobs", lambda: None)
    own, other = table("a.csv"), table("b.csv")
    store.keep(other)
    store.keep(own)
    row = Parameter("scan", "Scan", int, 1, minimum=1, maximum=9, belongs_to=own.key)
    choice = Parameter("points", "Data", str, "wine", options=("wine", own.key, other.key))
    keep_setting(row, 7)
    keep_setting(choice, own.key)
    memory.recall((own.key, "numbers"), lambda: np.zeros(1000))
    assert memory.store_of("yours").n_bytes > 8000
    store.forget(own.key)
    assert list(store.own_sets()) == [other.key]
    assert store.current() is None
    assert memory.store_of("yours").n_bytes == 0
    assert (value_of(row), value_of(choice)) == (1, "wine")
    assert own.key not in repr(state)
    store.forget(own.key)
    assert list(store.own_sets()) == [other.key]


def test_another_set_that_is_forgotten_leaves_the_current_one():
    first, second = table("a.csv"), table("b.csv")
    store.keep(first)
    store.keep(second)
    store.forget(first.key)
    assert store.current() == second.key


def test_all_sets_are_forgotten_at_once(state):
    for name in ("a.csv", "b.csv", "c.csv"):
        store.keep(table(name))
    store.forget_all()
    assert (store.own_sets(), store.current()) == ({}, None)
    assert "yours-" not in repr(state)


def test_a_set_that_there_is_no_room_for_changes_nothing_and_is_said_once(monkeypatch):
    bound = LIMITS["own_sets_bytes"]
    monkeypatch.setitem(LIMITS, bound.name, type(bound)(bound.name, 140_000, *lines(bound)))
    small, large = table("small.csv", 1000), table("large.csv", 3000)
    store.keep(small)
    with pytest.raises(LimitError, match=r"the limit is 140,000\. Delete one"):
        store.check_room(large)
    store.keep(large)
    assert (list(store.own_sets()), store.current()) == ([small.key], small.key)
    assert "the limit is 140,000" in store.refusal()
    assert store.refusal() == ""
    store.forget(small.key)
    store.keep(large)
    assert store.current() == large.key
    store.keep(large)  # in its own place
    assert store.refusal() == ""


def lines(bound) -> tuple[str, str, str]:
    return bound.unit, bound.help, bound.way_out


def test_the_number_of_sets_is_bounded_too():
    most = LIMITS["own_sets"].maximum
    for number in range(most + 1):
        store.keep(table(f"{number}.csv"))
    assert len(store.own_sets()) == most
    assert f"the limit is {most}" in store.refusal()


def test_a_view_is_made_once_and_a_refusal_names_the_set():
    own, made = table("a.csv"), []

    def make(given: OwnSet) -> int:
        made.append(given)
        return len(made)

    def refuse(given: OwnSet) -> None:
        made.append(given)
        raise ParameterError("There are 4 points; 5 are needed.")

    assert (own.seen_by(make), own.seen_by(make), own.why_not(make)) == (1, 1, "")
    assert own.fits(make)
    made.clear()
    for _ in range(2):
        assert own.why_not(refuse) == "'a.csv': There are 4 points; 5 are needed."
        assert not own.fits(refuse)
    assert len(made) == 1


def test_a_key_names_content_and_reading_and_no_file():
    own = table("a.csv")
    upload, contents = Upload(own.dataset), [b"a.csv"]
    same = make_own_set(upload, "another name.csv", contents)
    assert same.key == own.key
    assert make_own_set(upload, "a.csv", [b"other"]).key != own.key
    for otherwise in ({"holds_distances": True}, {"colours_only": ("y",)}):
        assert make_own_set(upload, "a.csv", contents, **otherwise).key != own.key
    assert own.kind == "a table of points"
