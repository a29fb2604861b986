"""Every entry of the catalogue loads without a network and is what it says."""

import socket

import numpy as np
import pytest

from core.datasets import FingerprintSet, GraphData, PointCloud, catalog, load
from core.errors import ParameterError, UploadError

TYPES = {"fingerprints": FingerprintSet, "points": PointCloud, "graph": GraphData}
BUILT_IN = [entry for entry in catalog() if entry.shipped]


@pytest.mark.parametrize("entry", BUILT_IN, ids=lambda entry: entry.key)
def test_an_entry_loads_twice_the_same_without_a_network(entry, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    first, second = load(entry.key), load(entry.key)
    assert type(first) is TYPES[entry.kind]
    matrix = {"fingerprints": "rss_dbm", "points": "values"}.get(entry.kind)
    if matrix:
        np.testing.assert_array_equal(getattr(first, matrix), getattr(second, matrix))
    else:
        assert (first.adjacency != second.adjacency).nnz == 0
    assert entry.title
    assert entry.source
    assert entry.licence
    assert entry.description
    assert entry.origin in ("simulated", "measured")


def test_keys_differ_and_an_unknown_one_lists_them():
    keys = [entry.key for entry in catalog()]
    assert len(set(keys)) == len(keys)
    with pytest.raises(ParameterError, match="building, building_sparse"):
        load("atlantis")


def test_the_real_survey_says_where_it_can_be_had_when_it_is_not_here(monkeypatch, tmp_path):
    monkeypatch.setenv("KERNELSCOPE_DATA", str(tmp_path))
    monkeypatch.setattr("core.datasets.guelph.files.CACHE_FOLDER", tmp_path / "cache")
    with pytest.raises(UploadError, match="KERNELSCOPE_DATA"):
        load("guelph")


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("digits", (1797, 64)),
        ("wine", (178, 13)),
        ("breast_cancer", (569, 30)),
        ("diabetes", (442, 10)),
        ("swiss_roll", (1000, 3)),
        ("swiss_roll_strip", (1000, 10)),
        ("swiss_roll_noisy", (1000, 10)),
        ("tree", (700, 10)),
    ],
)
def test_sizes_of_points(key, shape):
    assert load(key).values.shape == shape


@pytest.mark.parametrize(
    ("key", "n_nodes", "n_edges", "n_communities"),
    [
        ("karate", 34, 78, 2),
        ("les_miserables", 77, 254, None),
        ("davis", 32, 89, 2),
        ("florentine", 15, 20, None),
        ("planted_partition", 100, None, 2),
        ("planted_34", 102, None, 3),
    ],
)
def test_sizes_of_graphs(key, n_nodes, n_edges, n_communities):
    graph = load(key)
    assert graph.n_nodes == n_nodes
    assert n_edges is None or graph.n_edges == n_edges
    found = None if graph.communities is None else len(set(graph.communities))
    assert found == n_communities
