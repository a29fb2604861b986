"""Metrics against SciPy, sparse rows against dense ones, and tables of distances with rounding."""

import numpy as np
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist

from components.embedding.map.data import map_data
from core.datasets import PointCloud, as_distances
from core.datasets.readers.arrays import read_npz
from core.embedding import HeatGeodesic
from core.embedding.metrics import METRICS, distances_between
from core.embedding.nearest import nearest_neighbors
from core.errors import ParameterError, UploadError
from tests.every_page import thorough

SCIPY = {"manhattan": "cityblock"}


@pytest.fixture(scope="module")
def counts():
    """A curve of 120 rows in 30 features of which most are 0."""
    rng = np.random.default_rng(0)
    way = np.linspace(0, 1, 120)[:, None]
    level = np.exp(-((way - rng.random(30)) ** 2) / 0.02)
    return rng.poisson(12 * level).astype(float)


@pytest.mark.parametrize("metric", METRICS)
def test_distances_are_those_of_scipy_for_dense_and_sparse_rows(metric, counts):
    given = counts != 0 if metric == "jaccard" else counts
    wanted = cdist(given, given, SCIPY.get(metric, metric))
    for rows in (counts, sparse.csr_array(counts)):
        np.testing.assert_allclose(distances_between(rows, rows, metric), wanted, atol=1e-6)
        near = nearest_neighbors(rows, 5, metric=metric)
        others = wanted + np.diag(np.full(len(wanted), np.inf))
        np.testing.assert_allclose(near.distances, np.sort(others, axis=1)[:, :5], atol=1e-9)


@pytest.mark.parametrize(
    "metric", ["euclidean", "cosine", *map(thorough, ("correlation", "manhattan", "jaccard"))]
)
def test_sparse_rows_give_the_map_of_dense_ones(metric, counts):
    dense = HeatGeodesic(metric=metric, random_state=0).fit(counts)
    rows = sparse.csr_array(counts)
    model = HeatGeodesic(metric=metric, random_state=0).fit(rows)
    np.testing.assert_allclose(model.dissimilarity_, dense.dissimilarity_, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(model.transform(rows[:7]), model.embedding_[:7])
    order = np.abs(np.corrcoef(model.dissimilarity_[0], np.arange(120))[0, 1])
    assert order > 0.9


def test_many_features_take_no_dense_table():
    """20 GB as a dense table."""
    rng = np.random.default_rng(0)
    n, d = 250, 10_000_000
    way = np.sort(rng.random(n))
    columns = (way[:, None] * 2000 + rng.integers(0, 200, size=(n, 60))).astype(np.int64)
    rows = np.repeat(np.arange(n), 60)
    X = sparse.csr_array((np.ones(n * 60), (rows, columns.ravel())), shape=(n, d))
    X.sum_duplicates()
    model = HeatGeodesic(metric="cosine", random_state=0).fit(X)
    assert abs(np.corrcoef(model.embedding_[:, 0], way)[0, 1]) > 0.9


def test_directions_do_not_grow_with_the_data(counts):
    small, large = (
        HeatGeodesic(metric="cosine", random_state=0).fit_transform(factor * counts)
        for factor in (1.0, 1000.0)
    )
    np.testing.assert_allclose(large, small, atol=1e-6)


def test_rounding_of_distances_is_tolerated_and_more_is_named():
    rng = np.random.default_rng(0)
    D = cdist(*2 * [rng.normal(size=(40, 3))])
    noisy = D + 1e-8 * rng.normal(size=D.shape)
    assert noisy.min() < 0
    Y = HeatGeodesic(metric="precomputed", random_state=0).fit_transform(noisy)
    assert np.isfinite(Y).all()
    asymmetric = D.copy()
    asymmetric[3, 7] += 0.5
    with pytest.raises(ParameterError, match="from row 3 to row 7"):
        HeatGeodesic(metric="precomputed").fit(asymmetric)
    with pytest.raises(ParameterError, match="must not be negative"):
        HeatGeodesic(metric="precomputed").fit(D - 1.0)


def test_distances_of_infinity_part_the_pieces():
    rng = np.random.default_rng(0)
    D = cdist(*2 * [rng.normal(size=(60, 2))])
    piece = np.arange(60) >= 40
    D[piece[:, None] != piece] = np.inf
    model = HeatGeodesic(n_neighbors=8, metric="precomputed", random_state=0).fit(D)
    np.testing.assert_array_equal(model.component_, piece.astype(int))
    assert model.gaps_ is None
    assert np.isinf(model.dissimilarity_[:40, 40:]).all()


def test_files_that_went_wrong_come_out_right(shared):
    folder = shared / "faults" / "heat"
    D = np.load(folder / "cosine_float32_distances.npy")
    assert D.min() < 0
    assert np.isfinite(HeatGeodesic(metric="precomputed").fit_transform(D)).all()
    counts = sparse.load_npz(folder / "sparse_counts_40x12.npz")
    assert HeatGeodesic(random_state=0).fit_transform(counts).shape == (40, 2)


def test_a_sparse_file_that_is_not_square_holds_points(tmp_path):
    counts = sparse.random_array((40, 12), density=0.2, rng=0, format="csr")
    sparse.save_npz(tmp_path / "counts.npz", counts)
    data = (tmp_path / "counts.npz").read_bytes()
    for kind in (None, "points"):
        upload = read_npz(data, "counts.npz", kind)
        np.testing.assert_array_equal(upload.dataset.values, counts.toarray())
        assert "Read as 40 points × 12 features" in upload.notices[0]
    with pytest.raises(UploadError, match="40 × 12; an adjacency matrix is square"):
        read_npz(data, "counts.npz", "graph")


def test_distances_a_little_below_zero_are_read_as_zero():
    D = np.array([[0.0, -1e-7, 1.0], [1e-7, 0.0, 1.0], [1.0, 1.0, -1e-8]])
    cloud = PointCloud(D, np.array(["1", "2", "3"]))
    assert as_distances(cloud).min() == 0.0
    data = map_data(cloud, "key", "title", "yours", holds_distances=True)
    assert any("down to -1e-07" in notice for notice in data.notices)
    wrong = PointCloud(D - 0.5 * np.eye(3)[[1, 2, 0]], np.array(["1", "2", "3"]))
    with pytest.raises(ParameterError, match="row 1, column 2 is negative"):
        as_distances(wrong)
