"""Kept results stay under their bound in bytes, and their bytes are those that they take."""

import threading
import time
import tracemalloc
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.spatial import cKDTree
from shapely.geometry import LineString
from sklearn.ensemble import RandomForestRegressor
from sklearn.neighbors import KDTree

from components.ready_figure import ReadyFigure, typed
from components.sizes import bytes_of
from components.store import Store
from core.errors import Cancelled
from core.parallel import cancelled_when

BOUND = 1_000_000


@dataclass(frozen=True, eq=False)
class Result:
    values: np.ndarray
    names: list[str]
    view: np.ndarray | None = None


def result() -> Result:
    values = np.ones((500, 400))
    return Result(values, [f"row {number}" for number in range(20_000)], values[:3].T)


MADE = {
    "array": lambda: np.ones((300, 400)),
    "view": lambda: np.ones((300, 400))[:2, ::7],
    "floats": lambda: [float(number) for number in range(60_000)],
    "table": lambda: pd.DataFrame(
        {"a": np.arange(9e4), "b": np.array([f"{n:>30}" for n in range(90_000)], dtype=object)}
    ).astype({"b": object}),
    "sparse": lambda: sparse.random_array((2_000, 2_000), density=0.02, format="csr"),
    "dataclass": result,
    "cells": lambda: [Result(np.ones(100), []) for _ in range(3_000)],
    "dictionary": lambda: {f"key {number}": np.ones(50) for number in range(3_000)},
    "figure": lambda: ReadyFigure([{"x": typed(np.ones(50_000))}], {"title": "t"}),
    "shape": lambda: LineString(np.random.default_rng(0).random((50_000, 2))),
}


@pytest.mark.parametrize("kind", [kind for kind in MADE if kind != "shape"])
def test_a_size_is_what_the_value_takes(kind):
    MADE[kind]()  # what is loaded at the first use is no part of the value
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        value = MADE[kind]()
        takes = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert takes > 100_000
    assert 0.8 * takes < bytes_of(value) < 1.25 * takes


def test_compiled_trees_count_what_they_hold():
    points = np.random.default_rng(0).random((20_000, 3))
    for tree in (KDTree(points), cKDTree(points)):
        assert 1.0 < bytes_of([tree]) / points.nbytes < 4.0
    forest = RandomForestRegressor(10, random_state=0).fit(points, points[:, 0])
    nodes = sum(each.tree_.node_count for each in forest.estimators_)
    assert bytes_of(forest) > 64 * nodes


def test_a_shape_counts_its_points_and_the_program_counts_nothing():
    assert bytes_of(MADE["shape"]()) >= 50_000 * 16
    assert bytes_of([np, int, print, bytes_of, None, True]) < 200


def test_sizes_are_found_quickly_however_long_a_collection_is():
    cells = [Result(np.ones(10), ["a"]) for _ in range(200_000)]
    started = time.perf_counter()
    assert bytes_of(cells) > 200_000 * 80
    assert time.perf_counter() - started < 0.2


def test_what_was_not_asked_for_the_longest_goes_first():
    store = Store(BOUND, holds_page=False)
    for key in (b"a", b"b", b"c"):
        store.keep(key, bytes(300_000))
    store.find(b"a")
    store.keep(b"d", bytes(300_000))
    assert [store.find(key) is not None for key in (b"a", b"b", b"c", b"d")] == [1, 0, 1, 1]
    assert store.n_bytes <= BOUND
    store.forget()
    assert store.n_bytes == len(store) == 0


def test_a_result_that_grows_is_measured_again():
    store, grown = Store(BOUND, holds_page=False), []
    store.keep(b"small", bytes(300_000))
    store.keep(b"grows", grown, grows=True)
    grown.append(np.ones(100_000))
    assert store.find(b"grows") == (grown,)
    assert store.find(b"small") is None


def test_what_the_page_on_screen_is_made_of_stays_even_above_the_bound():
    store = Store(BOUND, holds_page=True)
    store.begin_run()
    for key in (b"a", b"b"):
        store.keep(key, bytes(900_000))
    store.begin_run()
    assert store.find(b"a") is not None
    assert store.find(b"b") is not None
    for _ in range(2):  # two runs of another page
        store.begin_run()
    store.keep(b"c", b"")
    assert store.n_bytes <= BOUND


def test_one_makes_while_others_wait():
    store, made = Store(BOUND, holds_page=False), []
    begun, may_end = threading.Event(), threading.Event()

    def make():
        begun.set()
        may_end.wait(30)
        made.append(1)
        return "made"

    found = []
    first = threading.Thread(target=lambda: found.append(store.recall(b"k", make)))
    first.start()
    begun.wait()
    others = [
        threading.Thread(target=lambda: found.append(store.recall(b"k", make))) for _ in range(3)
    ]
    for each in others:
        each.start()
    with cancelled_when(lambda: True), pytest.raises(Cancelled):  # who has gone waits no longer
        store.recall(b"k", make)
    may_end.set()
    for each in (first, *others):
        each.join()
    assert found == ["made"] * 4
    assert made == [1]


def test_who_waited_makes_it_when_the_first_gave_up():
    store, begun = Store(BOUND, holds_page=False), threading.Event()

    def give_up():
        begun.set()
        time.sleep(0.2)
        raise Cancelled("gone")

    def first():
        with pytest.raises(Cancelled):
            store.recall(b"k", give_up)

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait()
    assert store.recall(b"k", lambda: "made") == "made"
    thread.join()
