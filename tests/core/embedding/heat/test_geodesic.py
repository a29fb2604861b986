"""HeatGeodesic: the estimator's contract, odd data, and maps that keep known distances."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist, pdist, squareform
from sklearn.base import clone
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding.heat import geodesic as module
from core.embedding.heat.geodesic import HeatGeodesic
from core.errors import Cancelled, ParameterError


def row_pearson(found, truth):
    return np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(found, truth, strict=True)])


@pytest.fixture(scope="module")
def roll():
    return swiss_roll(n_points=400, noise=0.1, n_dimensions=10, stretch=0.25, random_state=5)


@pytest.fixture(scope="module")
def model(roll):
    return HeatGeodesic(random_state=0).fit(roll.values)


@pytest.mark.filterwarnings("ignore:n_neighbors is:UserWarning")
def test_scikit_learn_contract():
    results = check_estimator(HeatGeodesic(random_state=0), on_skip=None)
    skipped = {each["check_name"] for each in results if each["status"] == "skipped"}
    assert skipped <= {"check_array_api_input"}  # needs an environment variable of SciPy


def test_a_roll_is_unrolled(roll, model):
    truth = squareform(pdist(roll.truth))
    assert row_pearson(squareform(pdist(model.embedding_)), truth) > 0.98
    assert row_pearson(cdist(roll.values, roll.values), truth) < 0.5


def test_units_of_distance(roll, model):
    truth, found = pdist(roll.truth), pdist(model.embedding_)
    assert 0.8 < np.median(found / truth) < 1.25
    off = ~np.eye(400, dtype=bool)
    ratio = squareform(found)[off] / model.dissimilarity_[off]
    assert 0.9 < np.median(ratio) < 1.1


def test_transform_returns_the_coordinates_of_training_rows(roll, model):
    np.testing.assert_array_equal(model.transform(roll.values), model.embedding_)
    np.testing.assert_array_equal(model.transform(roll.values[7:9]), model.embedding_[7:9])


def test_transform_does_not_depend_on_the_batch(roll, model):
    fresh = roll.values[:50] + 0.05
    together = model.transform(fresh)
    for i in (0, 17, 49):
        np.testing.assert_array_equal(model.transform(fresh[i : i + 1])[0], together[i])


def test_withheld_points_fall_where_they_belong(roll):
    model = HeatGeodesic(random_state=0).fit(roll.values[:350])
    placed = model.transform(roll.values[350:])
    found, truth = cdist(placed, model.embedding_), cdist(roll.truth[350:], roll.truth[:350])
    assert row_pearson(found, truth) > 0.97


def test_the_same_bits_for_a_seed_at_any_number_of_threads(roll, monkeypatch):
    maps = []
    for n_threads in (1, 4):
        monkeypatch.setattr("core.parallel.available_workers", lambda n=n_threads: n)
        with threadpool_limits(n_threads):
            for t in ("auto", 3.0):
                estimator = HeatGeodesic(t=t, n_landmarks=80, random_state=3)
                maps.append(estimator.fit_transform(roll.values))
    np.testing.assert_array_equal(maps[0], maps[2])
    np.testing.assert_array_equal(maps[1], maps[3])


def test_the_time_looks_at_the_data(model):
    rng = np.random.default_rng(0)
    blob = HeatGeodesic(random_state=0).fit(rng.normal(size=(400, 10)))
    noisy = swiss_roll(n_points=400, noise=1.0, n_dimensions=10, stretch=0.25, random_state=5)
    models = [HeatGeodesic(random_state=0).fit(noisy.values), model, blob]
    longest = [each.time_.longest for each in models]
    assert longest[2] < longest[0] / 3 < longest[1] / 6
    assert all(1 <= each.t_ <= each.time_.longest for each in models)
    assert np.all(np.diff(model.time_.trace) <= 0)


def test_precomputed_distances_give_the_same_map(roll, model):
    D = cdist(roll.values, roll.values)
    given = HeatGeodesic(metric="precomputed", random_state=0).fit(D)
    np.testing.assert_allclose(given.dissimilarity_, model.dissimilarity_, rtol=1e-6, atol=1e-6)
    # The descent amplifies the last digits of distances, so the maps agree as maps only.
    assert row_pearson(cdist(*2 * [given.embedding_]), cdist(*2 * [model.embedding_])) > 0.9999
    np.testing.assert_array_equal(given.transform(D[:5]), given.embedding_[:5])


def test_duplicates_share_one_point(roll):
    X = np.vstack([roll.values[:100], roll.values[:10], roll.values[:1]])
    model = HeatGeodesic(random_state=0).fit(X)
    once = HeatGeodesic(random_state=0).fit(roll.values[:100])
    np.testing.assert_array_equal(model.embedding_[:100], once.embedding_)
    np.testing.assert_array_equal(model.embedding_[100:110], once.embedding_[:10])
    np.testing.assert_array_equal(model.embedding_[110], once.embedding_[0])
    assert model.duplicate_of_[110] == 0
    assert model.dissimilarity_.shape == (111, 111)
    assert model.dissimilarity_[0, 110] == 0


def test_one_cluster_far_away_is_mapped_beside_and_reported():
    rng = np.random.default_rng(1)
    X = np.vstack([rng.normal(size=(80, 3)), 1e6 + rng.normal(size=(40, 3))])
    model = HeatGeodesic(random_state=0).fit(X)
    np.testing.assert_array_equal(model.component_, np.repeat([0, 1], [80, 40]))
    assert np.isinf(model.dissimilarity_[:80, 80:]).all()
    assert np.isfinite(model.dissimilarity_[:80, :80]).all()
    low, high = model.embedding_[:80], model.embedding_[80:]
    apart = (low.max(0) < high.min(0)) | (high.max(0) < low.min(0))
    assert apart.any()


def test_an_outlier_is_reported(roll):
    X = np.vstack([roll.values, np.full((1, 10), 500.0)])
    model = HeatGeodesic(random_state=0).fit(X)
    assert np.flatnonzero(model.outlier_).tolist() == [400]
    assert np.isfinite(model.embedding_).all()


@pytest.mark.parametrize("laplacian", ["normalized", "combinatorial", "random_walk"])
@pytest.mark.parametrize("graph", ["alpha_decay", "knn", "mutual_knn", "fuzzy"])
def test_every_graph_and_laplacian_draws_the_roll(roll, graph, laplacian):
    model = HeatGeodesic(graph=graph, laplacian=laplacian, random_state=0).fit(roll.values)
    kept = model.component_ == 0
    truth = squareform(pdist(roll.truth[kept]))
    assert kept.mean() > 0.9
    assert row_pearson(squareform(pdist(model.embedding_[kept])), truth) > 0.95


@pytest.mark.parametrize("n_components", [1, 2, 3])
def test_three_points(n_components):
    X = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    with pytest.warns(UserWarning, match="n_neighbors is 10 but there are 3 distinct points"):
        model = HeatGeodesic(n_components, random_state=0).fit(X)
    assert model.embedding_.shape == (3, n_components)
    assert np.isfinite(model.embedding_).all()
    assert len(np.unique(model.embedding_.round(9), axis=0)) == 3


def test_a_line_and_constant_columns():
    x = np.random.default_rng(2).random(150)
    line = HeatGeodesic(random_state=0).fit(x[:, None])
    constant = np.column_stack([x, np.full(150, 7.0), np.zeros(150)])
    same = HeatGeodesic(random_state=0).fit_transform(constant)
    assert row_pearson(cdist(same, same), cdist(*2 * [line.embedding_])) > 0.9999
    truth = np.abs(x[:, None] - x)
    assert row_pearson(squareform(pdist(line.embedding_)), truth) > 0.99


def test_all_points_equal():
    model = HeatGeodesic(random_state=0).fit(np.ones((20, 3)))
    np.testing.assert_array_equal(model.embedding_, np.zeros((20, 2)))
    np.testing.assert_array_equal(model.transform(np.ones((1, 3))), [[0.0, 0.0]])


def test_huge_and_tiny_values(roll, model):
    for factor in (2.0**700, 2.0**-700):
        scaled = HeatGeodesic(random_state=0).fit(factor * roll.values)
        np.testing.assert_array_equal(scaled.embedding_ / factor, model.embedding_)
        np.testing.assert_array_equal(
            scaled.transform(factor * roll.values[:3]), scaled.embedding_[:3]
        )


def test_missing_values_are_refused(roll):
    X = roll.values.copy()
    X[3, 2] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        HeatGeodesic().fit(X)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"t": 0}, "t is 0"),
        ({"t": "later"}, "t is 'later'"),
        ({"volume": 3.0}, "between 0 and 2"),
        ({"laplacian": "other"}, "normalized"),
        ({"metric": "other"}, "euclidean"),
        ({"graph": "tree"}, "alpha_decay"),
        ({"n_neighbors": 0}, "at least 1"),
        ({"n_components": 0}, "at least 1"),
        ({"n_landmarks": 2}, "n_landmarks"),
        ({"triplet": 2.0}, "between 0 and 1"),
        ({"volume_mean": "harmonic"}, "geometric"),
    ],
)
def test_parameters_outside_their_range(roll, settings, words):
    with pytest.raises(ParameterError, match=words):
        HeatGeodesic(**settings).fit(roll.values)


def test_stopping_keeps_the_last_iterate(roll, model):
    calls = []

    def stop(share, what):
        calls.append(share)
        if what == "map" and share > 0.7:
            raise Cancelled("Stopped.")

    stopped = HeatGeodesic(random_state=0).fit(roll.values, progress=stop)
    assert stopped.stopped_
    assert not model.stopped_
    assert np.isfinite(stopped.embedding_).all()
    assert calls == sorted(calls)


def test_stopping_before_there_is_a_map_ends_the_run(roll):
    def stop(share, what):
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        HeatGeodesic(t=2.0, n_landmarks=50, random_state=0).fit(roll.values, progress=stop)


def test_constructible_and_cloneable():
    assert clone(HeatGeodesic(t=3.0)).t == 3.0
    assert module.HeatGeodesic().get_params()["n_landmarks"] == "auto"


def test_many_rows_of_few_points_need_no_square_table():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 6, size=(5000, 3)).astype(float)
    model = HeatGeodesic(random_state=0).fit(X)
    assert model.dissimilarity_.shape == (5000, 216)
    rows = model.landmark_rows_
    np.testing.assert_array_equal(X[model.duplicate_of_], X)
    np.testing.assert_array_equal(model.dissimilarity_[rows, np.arange(216)], 0)


def test_transform_of_a_training_row_in_many_dimensions():
    """Brute-force searches round inner products, and differently for each batch."""
    X = 1e6 + np.random.default_rng(0).normal(size=(120, 40))
    model = HeatGeodesic(random_state=0).fit(X)
    np.testing.assert_array_equal(model.transform(X), model.embedding_)
    np.testing.assert_array_equal(model.transform(X[5:6]), model.embedding_[5:6])
