"""Every companion on the same small data; laws where a method has some."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.spatial.distance import pdist, squareform

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding.companions.diffusion_map import diffusion_map
from core.embedding.companions.phate import potential_distance
from core.embedding.companions.registry import COMPANIONS, companion_map
from core.embedding.companions.settings import MapSettings
from core.embedding.companions.shortest_path import path_distances
from core.embedding.laplacian import jumps
from core.embedding.neighbor_graph import neighbor_graph
from core.embedding.scores.quality import quality
from core.errors import ComputeError, LimitError, ParameterError

SLOW = ["tsne"]
FAST = [key for key, row in COMPANIONS.items() if row.package is None and key not in SLOW]
OPTIONAL = [
    pytest.param(key, marks=pytest.mark.extra) for key, row in COMPANIONS.items() if row.package
]
EVERY = [*FAST, *SLOW, *OPTIONAL]


def need(key: str) -> None:
    if not COMPANIONS[key].is_installed:
        pytest.skip(f"the optional package {COMPANIONS[key].package} is not installed")


@pytest.fixture(scope="module")
def roll():
    return swiss_roll(n_points=300, noise=0.1, random_state=0)


@pytest.mark.parametrize("key", EVERY)
def test_a_map_is_finite_has_its_axes_and_is_the_same_twice(key, roll):
    need(key)
    first = companion_map(key, roll.values)
    assert first.shape == (300, 2)
    np.testing.assert_array_equal(companion_map(key, roll.values), first)


@pytest.mark.parametrize("key", FAST)
def test_three_axes_when_three_are_wanted(key, roll):
    settings = MapSettings(n_components=3)
    assert companion_map(key, roll.values, settings).shape == (300, 3)


@pytest.mark.parametrize("key", [key for key in FAST if key in ("isomap", "pca")])
def test_distances_in_place_of_points_give_the_same_distances(key, roll):
    given = MapSettings(metric="precomputed")
    one = companion_map(key, roll.values)
    other = companion_map(key, squareform(pdist(roll.values)), given)
    np.testing.assert_allclose(pdist(one), pdist(other), atol=1e-6 * pdist(one).max())


@pytest.mark.parametrize("key", EVERY)
@pytest.mark.parametrize(
    "points",
    [
        pytest.param(np.array([[0.0], [1.0], [5.0]]), id="three points on a line"),
        pytest.param(np.repeat(np.arange(12.0).reshape(6, 2), 2, axis=0), id="duplicates"),
        pytest.param(
            np.vstack([np.eye(20, 4), 1e4 + np.arange(80.0).reshape(20, 4)]), id="far cluster"
        ),
        pytest.param(np.column_stack([np.arange(15.0), np.zeros(15)]), id="constant column"),
    ],
)
def test_odd_data_give_a_map_or_a_reason(key, points):
    need(key)
    found = companion_map(key, points)
    assert found.shape == (len(points), 2)
    assert np.isfinite(found).all()


def test_isomap_unrolls_the_roll_and_pca_does_not():
    roll = swiss_roll(n_points=1000, noise=0.1, random_state=0)
    unrolled = quality(companion_map("isomap", roll.values), roll.truth)
    walked = quality(companion_map("shortest_path", roll.values), roll.truth)
    flattened = quality(companion_map("pca", roll.values), roll.truth)
    chance = quality(companion_map("chance", roll.values), roll.truth)
    assert min(unrolled["pearson"], walked["pearson"]) > 0.98
    assert walked["scale"] == pytest.approx(1.0, abs=0.08)  # it keeps the units of the data
    assert 0.2 < flattened["pearson"] < 0.6
    assert abs(chance["pearson"]) < 0.1


def test_all_axes_of_the_diffusion_map_give_the_diffusion_distance():
    points, t = np.random.default_rng(0).normal(size=(30, 3)), 2.5
    settings = MapSettings(n_components=29, n_neighbors=5, diffusion_time=t)
    W = neighbor_graph(points, 5).weights.toarray()
    degree = W.sum(axis=1)
    H = expm(-t * (np.eye(30) - W / degree[:, None]))
    apart = ((H[:, None, :] - H[None, :, :]) ** 2 / degree).sum(axis=2) * degree.sum()
    found = squareform(pdist(diffusion_map(points, settings), "sqeuclidean"))
    np.testing.assert_allclose(found, apart, atol=1e-10 * apart.max())


def test_the_potential_distance_is_the_one_of_its_definition():
    points, t = np.random.default_rng(1).normal(size=(40, 3)), 3.0
    W = neighbor_graph(points, 6).weights.toarray()
    H = expm(-t * (np.eye(40) - W / W.sum(axis=1)[:, None]))
    expected = 4 * t * squareform(pdist(np.log(H)))
    found = potential_distance(points, MapSettings(n_neighbors=6, diffusion_time=t))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_dense_and_iterative_eigenvectors_agree(monkeypatch, roll):
    dense = diffusion_map(roll.values, MapSettings())
    monkeypatch.setattr("core.embedding.companions.diffusion_map.DENSE_POINTS", 0)
    np.testing.assert_allclose(diffusion_map(roll.values, MapSettings()), dense, atol=1e-8)


def test_a_time_of_zero_weighs_all_axes_alike(roll):
    axes = diffusion_map(roll.values, MapSettings(diffusion_time=0.0))
    degree = jumps(neighbor_graph(roll.values, 10).weights, "random_walk").degree
    np.testing.assert_allclose((degree[:, None] * axes**2).sum(axis=0), degree.sum())


def test_paths_are_a_metric_no_shorter_than_straight_lines(roll):
    walked = path_distances(roll.values, MapSettings(n_neighbors=6))
    straight = squareform(pdist(roll.values))
    assert (walked >= straight - 1e-9).all()
    np.testing.assert_allclose(walked, walked.T)
    through = walked[:50, :, None] + walked[None, :, :50]
    assert (walked[:50, :50] <= through.min(axis=1) + 1e-9).all()


def test_pieces_are_joined_by_their_shortest_edge():
    blobs = np.vstack([np.zeros((5, 2)), np.full((5, 2), 10.0), np.full((5, 2), 30.0)])
    blobs += np.random.default_rng(0).normal(scale=0.1, size=blobs.shape)
    walked = path_distances(blobs, MapSettings(n_neighbors=2))
    assert np.isfinite(walked).all()
    assert walked[0, 5] == pytest.approx(np.hypot(10, 10), abs=1.5)
    assert walked[0, 10] == pytest.approx(walked[0, 5] + np.hypot(20, 20), abs=2.5)


def test_phate_between_pieces_says_what_to_do():
    apart = np.vstack([np.random.default_rng(0).normal(size=(20, 2)), np.full((20, 2), 1e4)])
    apart[20:] += np.arange(20.0)[:, None]
    with pytest.raises(ComputeError, match="Use more neighbours"):
        companion_map("phate", apart, MapSettings(n_neighbors=5))


def test_a_library_that_fails_becomes_a_reason(monkeypatch):
    def fail(X, settings):
        raise ValueError("no eigenvectors")

    row = replace(COMPANIONS["pca"], embed=fail)
    monkeypatch.setitem(COMPANIONS, "pca", row)
    with pytest.raises(ComputeError, match=r"no map of these data \(no eigenvectors\)"):
        companion_map("pca", np.eye(4))
    monkeypatch.setitem(COMPANIONS, "pca", replace(row, embed=lambda X, s: np.full((4, 2), np.nan)))
    with pytest.raises(ComputeError, match="not finite"):
        companion_map("pca", np.eye(4))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: companion_map("magic", np.eye(3)), ParameterError, "isomap, shortest_path"),
        (lambda: companion_map("pca", np.array([[np.nan]] * 3)), ParameterError, "not finite"),
        (lambda: companion_map("pca", np.zeros((1, 3))), ParameterError, "2 points or more"),
        (
            lambda: companion_map("pca", np.eye(3, 4), MapSettings(metric="precomputed")),
            ParameterError,
            "must be square",
        ),
        (
            lambda: companion_map("pca", np.eye(3), MapSettings(n_neighbors=0)),
            ParameterError,
            "n_neighbors is 0",
        ),
        (lambda: companion_map("isomap", np.zeros((6001, 1))), LimitError, "the limit is 6,000"),
    ],
)
def test_impossible_requests_name_the_way_out(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_a_package_that_is_absent_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not COMPANIONS["umap"].is_installed
    assert COMPANIONS["pca"].is_installed
    with pytest.raises(ParameterError, match="pip install umap-learn"):
        companion_map("umap", np.eye(5))
