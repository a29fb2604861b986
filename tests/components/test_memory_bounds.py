"""Visitors come and go; what is kept for all of them, and for each, stays under its bound."""

import numpy as np
import pytest

from components import memory
from components.data_origin import YOURS
from components.embedding.heat.job import heat_map_now
from components.embedding.map.data import map_data
from components.embedding.map.settings import HeatSettings
from components.embedding.numbers import distortion_of, map_numbers
from components.memory import Kept, begin_run, mine, once, shared
from components.sizes import bytes_of
from components.store import Store
from core.datasets import PointCloud

VISITORS, SHARED_BYTES, SESSION_BYTES = 40, 4_000_000, 2_000_000


@pytest.fixture
def arrives(monkeypatch):
    """A function that opens a session, with small stores."""
    monkeypatch.setattr(memory, "_shared_store", Store(SHARED_BYTES, holds_page=False))
    monkeypatch.setattr(memory, "SESSION_BYTES", SESSION_BYTES)

    def arrive():
        monkeypatch.setattr(memory.st, "session_state", {})

    return arrive


def all_bytes(store: Store) -> int:
    return sum(bytes_of(result) for result in store.held().values())


def numbers(key, n):
    return np.full(n, float(n))


kept_numbers, in_session, on_page = Kept(numbers), mine()(numbers), once(numbers)
for_all = shared()(numbers)


@pytest.mark.parametrize("copied", [True, False])
def test_forty_visitors_of_many_settings_stay_under_both_bounds(arrives, copied):
    kept, fullest = Kept(numbers, copied=copied), {"simulated": 0.0, YOURS: 0.0}
    for visitor in range(VISITORS):
        arrives()
        for run in range(12):
            begin_run()
            n = 20_000 + 100 * visitor + run
            for made in (
                kept.of("simulated")("data", n),
                kept.of(YOURS)(f"yours-{visitor}", n),
                for_all("all", n),
                in_session("page", n),
                on_page("page", n),
            ):
                assert len(made) == n
            for origin, bound in (("simulated", SHARED_BYTES), (YOURS, SESSION_BYTES)):
                store = memory.store_of(origin)
                assert store.n_bytes <= bound
                assert all_bytes(store) == store.n_bytes
                fullest[origin] = max(fullest[origin], store.n_bytes / bound)
    assert min(fullest.values()) > 0.8, "both were full"


def test_what_is_kept_of_one_visitor_is_not_found_by_another(arrives):
    calls = []

    def made(key):
        calls.append(key)
        return key

    kept = Kept(made)
    for origin, expected in (("simulated", 1), (YOURS, 2)):
        calls.clear()
        for _ in range(2):
            arrives()
            assert kept.of(origin)("the same key") == "the same key"
        assert len(calls) == expected


def test_maps_of_forty_visitors_and_their_files_stay_under_both_bounds(arrives):
    random = np.random.default_rng(0)
    for visitor in range(VISITORS):
        arrives()
        values = random.random((60, 3))
        cloud = PointCloud(values, np.array(["x", "y", "z"]))
        for origin in (YOURS, "simulated"):
            data = map_data(cloud, f"{origin}-{visitor}", "A cloud", origin)
            for neighbors in (5, 10):
                begin_run()
                result = heat_map_now(data, HeatSettings(n_neighbors=neighbors))
                assert map_numbers(data, result).map_scores
                assert np.isfinite(distortion_of(data, result)).all()
        assert memory.store_of(YOURS).n_bytes <= SESSION_BYTES
        assert memory.store_of("simulated").n_bytes <= SHARED_BYTES
        assert memory.store_of(YOURS).n_bytes > values.nbytes
    assert len(memory.store_of("simulated")) < 6 * VISITORS, "some had to go"
