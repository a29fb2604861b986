"""Densities and maps as graphs, against their estimators."""

import warnings

import numpy as np
import pytest

from core.density import KERNELS, KernelDensity
from core.density.kernels import KERNEL_TABLE
from core.embedding.heat.geodesic import HeatGeodesic
from core.inference import Engine, export_onnx

NATS = 1e-3


@pytest.fixture(scope="module")
def blobs():
    rng = np.random.default_rng(0)
    return np.vstack([rng.normal(0, 1, (150, 3)), rng.normal(4, 0.5, (50, 3))])


@pytest.fixture(scope="module")
def queries(blobs):
    rng = np.random.default_rng(1)
    near = blobs[:40] + rng.normal(0, 0.3, (40, 3))
    return np.vstack([near, blobs[:5], rng.uniform(-8, 8, (30, 3)), [[60.0, -60.0, 60.0]]])


@pytest.mark.parametrize("precision", ["double", "mixed"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_density_parity(blobs, queries, kernel, precision):
    """At a bandwidth near the optimum, and in tails where the density is 10⁻³⁰⁰⁰ or exactly 0."""
    h = 2.0 if KERNEL_TABLE[kernel].is_compact else 0.5
    density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision).fit(blobs)
    found = Engine(export_onnx(density)).run({"X": queries})
    expected = density.score_samples(queries)
    np.testing.assert_array_equal(np.isneginf(found["log_density"]), np.isneginf(expected))
    reached = np.isfinite(expected)
    assert reached.sum() > 40
    # Single precision: 10⁻⁷ of a logarithm in the thousands is more than 10⁻³ nats.
    np.testing.assert_allclose(
        found["log_density"][reached],
        expected[reached],
        atol=NATS,
        rtol=1e-6 if precision == "mixed" else 1e-12,
    )
    k_eff = density.participation(queries)
    np.testing.assert_array_equal(np.isnan(found["k_eff"]), np.isnan(k_eff))
    np.testing.assert_allclose(found["k_eff"][reached], k_eff[reached], rtol=2e-3)


@pytest.mark.parametrize("n_dimensions", [1, 32, 100])
def test_density_in_one_and_in_many_dimensions(n_dimensions):
    rng = np.random.default_rng(2)
    X, Q = rng.normal(size=(300, n_dimensions)), rng.normal(size=(50, n_dimensions))
    h = 0.3 if n_dimensions == 1 else 1.0
    density = KernelDensity(bandwidth=h).fit(X)
    found = Engine(export_onnx(density)).run({"X": Q})
    np.testing.assert_allclose(found["log_density"], density.score_samples(Q), atol=1e-9)


def test_weights_and_a_far_origin(blobs, queries):
    weight = np.random.default_rng(3).integers(0, 4, len(blobs)).astype(float)
    far = np.array([1e6, -2e6, 3e6])
    density = KernelDensity(bandwidth=0.5, precision="mixed").fit(blobs + far, sample_weight=weight)
    found = Engine(export_onnx(density)).run({"X": queries[:45] + far})
    expected = density.score_samples(queries[:45] + far)
    np.testing.assert_allclose(found["log_density"], expected, atol=NATS)


@pytest.mark.parametrize("precision", ["double", "mixed"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_a_row_with_a_missing_value_has_no_density_and_leaves_the_others_theirs(
    blobs, kernel, precision
):
    density = KernelDensity(bandwidth=2.0, kernel=kernel, precision=precision).fit(blobs)
    rows = np.array([[0.0, 0.0, 0.0], [0.0, np.nan, 0.0], [500.0, 0.0, 0.0]])
    found = Engine(export_onnx(density)).run({"X": rows})
    assert np.isnan(found["log_density"][1])
    assert np.isnan(found["k_eff"][1])
    expected = density.score_samples(rows[[0, 2]])
    np.testing.assert_allclose(found["log_density"][[0, 2]], expected, atol=NATS, rtol=1e-6)


def test_a_tophat_ends_exactly_where_it_ends():
    density = KernelDensity(bandwidth=1.0, kernel="tophat").fit(np.arange(5.0)[:, None])
    at = np.array([[-1.0], [-0.999], [2.0], [5.0]])
    found = Engine(export_onnx(density)).run({"X": at})
    np.testing.assert_array_equal(found["log_density"], density.score_samples(at))
    assert found["log_density"][0] == -np.inf


@pytest.fixture(scope="module")
def roll():
    rng = np.random.default_rng(4)
    angle = np.sort(rng.uniform(2, 9, 120))
    return np.column_stack([angle * np.cos(angle), rng.uniform(0, 5, 120), angle * np.sin(angle)])


@pytest.fixture(scope="module")
def embedded(roll):
    return HeatGeodesic(random_state=0).fit(roll)


def test_transform_parity(roll, embedded):
    rng = np.random.default_rng(5)
    new = roll[rng.integers(120, size=80)] + rng.normal(0, 0.4, (80, 3))
    found = Engine(export_onnx(embedded)).run({"X": new})["embedding"]
    expected = embedded.transform(new)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(found, expected, atol=1e-5 * scale, rtol=0)


def test_a_training_row_keeps_its_own_coordinates(roll, embedded):
    found = Engine(export_onnx(embedded)).run({"X": roll})["embedding"]
    np.testing.assert_allclose(found, embedded.embedding_, rtol=1e-12)


def test_duplicates_and_equal_distances():
    X = np.array([[0.0, 0.0], [0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [2.0, 2.0], [9.0, 9.0]])
    model = HeatGeodesic(n_neighbors=3, random_state=0).fit(X)
    new = np.array([[1.0, 1.0], [0.0, 0.0], [9.0, 9.0], [30.0, 30.0]])
    found = Engine(export_onnx(model)).run({"X": new})["embedding"]
    np.testing.assert_allclose(found, model.transform(new), atol=1e-9)


def test_distances_given_instead_of_points(roll):
    D = np.linalg.norm(roll[:, None] - roll[None], axis=2)
    model = HeatGeodesic(metric="precomputed", random_state=0).fit(D)
    new = D[:30] + np.abs(np.random.default_rng(6).normal(0, 0.1, (30, 120)))
    found = Engine(export_onnx(model)).run({"X": new})["embedding"]
    np.testing.assert_allclose(found, model.transform(new), atol=1e-9)


def test_one_point_and_its_map():
    model = HeatGeodesic(random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(np.zeros((3, 2)))
    found = Engine(export_onnx(model)).run({"X": np.array([[5.0, 5.0], [0.0, 0.0]])})
    np.testing.assert_array_equal(found["embedding"], np.zeros((2, 2)))


@pytest.mark.parametrize("precision", ["double", "mixed"])
def test_student_of_many_degrees_of_freedom(blobs, precision):
    """1 + |z|²/ν rounds to 1 in single precision; its logarithm must not be lost with it."""
    density = KernelDensity(kernel="student", nu=1e8, bandwidth=0.5, precision=precision).fit(blobs)
    near = blobs[:40] + 0.2
    found = Engine(export_onnx(density)).run({"X": near})
    np.testing.assert_allclose(found["log_density"], density.score_samples(near), atol=NATS)
