"""Time, landmarks and size: what changes when the data are long, noisy or many."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist, pdist, squareform

from core.datasets.generators.swiss_roll import swiss_roll
from core.embedding import automatic_time as automatic_time_module
from core.embedding.diffusion_time import time_from_spectrum
from core.embedding.heat.distances import heat_distances
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.kernels import heat_kernel, log_columns
from core.embedding.laplacian import jumps
from core.embedding.metric_map import metric_map
from core.embedding.neighbor_graph import neighbor_graph
from core.embedding.spectrum import slowest_modes
from core.embedding.stress_descent import descend_stress
from core.errors import LimitError


def row_pearson(found, truth):
    return np.mean([np.corrcoef(a, b)[0, 1] for a, b in zip(found, truth, strict=True)])


@pytest.fixture(scope="module")
def roll():
    return swiss_roll(n_points=1500, noise=0.1, n_dimensions=10, stretch=0.25, random_state=2)


@pytest.fixture(scope="module")
def parts(roll):
    return jumps(neighbor_graph(roll.values, 10).weights, "normalized")


def test_landmarks_draw_a_large_roll(roll):
    model = HeatGeodesic(random_state=0).fit(roll.values)
    assert model.dissimilarity_.shape == (1500, 300)
    rows = model.landmark_rows_
    truth = cdist(roll.truth, roll.truth)
    assert row_pearson(cdist(model.embedding_, model.embedding_), truth) > 0.98
    assert row_pearson(model.dissimilarity_.T, truth[rows]) > 0.98
    np.testing.assert_array_equal(model.dissimilarity_[rows, np.arange(300)], 0)


def test_slowest_modes_and_series_agree_where_both_are_used(parts):
    spectrum = slowest_modes(parts)
    columns, t = np.arange(0, 1500, 100), 700.0
    H = spectrum.kernel(t, columns)
    assert spectrum.is_accurate(H, t)
    np.testing.assert_allclose(np.log(H), log_columns(parts, t, columns), atol=2e-3)
    assert not spectrum.suffices(5.0, columns)


def test_a_short_time_with_landmarks_uses_the_series(parts):
    columns = np.arange(0, 1500, 50)
    found = heat_distances(parts, slowest_modes(parts), 8.0, columns, mean="geometric")
    assert found.method == "all-positive series"
    whole = heat_distances(parts, slowest_modes(parts), 8.0, np.arange(1500), mean="geometric")
    np.testing.assert_allclose(found.log_h, whole.log_h[:, columns], atol=1e-9)
    # H_ii of the others is interpolated from the landmarks'.
    assert np.abs(found.log_diagonal - whole.log_diagonal).mean() < 0.25


def test_trace_at_the_chosen_time():
    values = np.array([0.0, 0.01, 0.02, 0.5, 1.0])
    time = time_from_spectrum(values, 2.0)
    assert np.exp(-time.t * values).sum() == pytest.approx(2.0, rel=1e-9)
    assert time_from_spectrum(values * 10, 2.0).t == pytest.approx(time.t / 10)


def test_a_time_that_costs_too_much_is_cut_and_says_so(roll, monkeypatch):
    monkeypatch.setattr(automatic_time_module, "MOST_WORK", 1e7)
    monkeypatch.setattr("core.embedding.spectrum.MARGIN", 1e30)
    model = HeatGeodesic(n_landmarks=20, random_state=0).fit(roll.values[:400])
    assert not model.time_.reached
    assert model.t_ < 200


def test_noise_of_equal_length_on_all_distances_is_taken_off():
    rng = np.random.default_rng(0)
    points = rng.random((150, 6))
    points[:, 0] *= 3
    D = cdist(points, points)
    scaling = metric_map(D, np.arange(150))
    assert scaling.fit < 0.98
    assert scaling.offset > 0.2
    assert not scaling.near_first


def test_short_cuts_are_resisted():
    """On a noisy roll the plain map of the same distances stays rolled up; ours opens it."""
    noisy = swiss_roll(n_points=400, noise=1.0, n_dimensions=10, stretch=0.25, random_state=3)
    model = HeatGeodesic(random_state=0).fit(noisy.values)
    plain, _ = descend_stress(model.dissimilarity_, np.arange(400), random_state=0)
    truth = cdist(noisy.truth, noisy.truth)
    assert model.scaling_.near_first
    ours = row_pearson(cdist(model.embedding_, model.embedding_), truth)
    assert ours > row_pearson(cdist(plain, plain), truth) + 0.1


def test_a_million_rows_are_refused_with_the_way_out():
    X = np.zeros((1_000_000, 2), dtype=np.float32)
    with pytest.raises(LimitError, match=r"1,000,000 points; the limit is 200,000.*transform"):
        HeatGeodesic().fit(X)


def test_the_real_survey_follows_walking_distance(shared, monkeypatch):
    from scipy.stats import spearmanr

    from core.datasets import as_points, load
    from core.localization import walking_distance

    monkeypatch.setenv("KERNELSCOPE_DATA", str(shared / "datasets" / "guelph_ble"))
    survey = load("guelph")
    points = as_points(survey)
    walked = walking_distance(points.truth, survey.floor.walkable if survey.floor else None)
    model = HeatGeodesic(random_state=0).fit(points.values)
    pairs = np.triu_indices(276, 1)
    assert spearmanr(model.dissimilarity_[pairs], walked[pairs])[0] > 0.985
    assert spearmanr(pdist(model.embedding_), walked[pairs])[0] > 0.985


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("swiss_d3_n0.1", 0.985),
        ("swiss_d10_n0.5", 0.98),
        ("swiss_d10_n1.0", 0.6),
        ("tree_d10_n0.5", 0.4),
        ("tree_d30_n0.5", 0.79),
    ],
)
def test_maps_of_the_reference_inputs(shared, kind, least):
    with np.load(shared / "golden" / "heat" / "bench" / f"{kind}_N500_s102.npz") as data:
        X = data["X"]
        if "intrinsic_coords" in data:
            truth = squareform(pdist(data["intrinsic_coords"]))
        else:
            truth = squareform(data["geodesic_upper"])
    Y = HeatGeodesic(random_state=0).fit_transform(X)
    assert row_pearson(squareform(pdist(Y)), truth) > least


def test_the_kernel_of_a_mapped_component_is_the_graphs(roll):
    model = HeatGeodesic(t=6.0, random_state=0).fit(roll.values[:300])
    H = heat_kernel(model.graph_.weights, 6.0)
    np.testing.assert_allclose(np.exp(model.maps_[0].heat.log_h), H, rtol=1e-9)
