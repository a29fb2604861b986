"""The dissimilarity, its golden values, and the settings at which it becomes other methods."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import pdist, squareform

from core.embedding.dissimilarity import (
    denoised,
    heat_dissimilarity,
    kernel_term,
    multi_scale,
    triplet_distance,
)
from core.embedding.heat.kernels import heat_kernel, log_heat_kernel
from core.errors import ParameterError

GOLDEN = json.loads(
    (Path(__file__).parents[3] / "golden" / "heat" / "golden_graphs.json").read_text()
)


def random_graph(seed=0, n=30):
    rng = np.random.default_rng(seed)
    W = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.2), 1)
    W[np.arange(n - 1), np.arange(1, n)] = 1.0
    return np.maximum(W, W.T)


@pytest.mark.parametrize("sigma", [0, 1])
@pytest.mark.parametrize("name", [name for name in GOLDEN if not name.startswith("_")])
def test_golden_squared_distances(name, sigma):
    for case in GOLDEN[name]["cases"]:
        log_h = log_heat_kernel(GOLDEN[name]["W"], case["t"], case["laplacian"])
        found = heat_dissimilarity(log_h, case["t"], sigma) ** 2
        golden = np.array(case[f"d2_sigma{sigma}"], dtype=float)  # None, out of reach, is NaN
        golden[np.isnan(golden)] = np.inf
        wanted = np.maximum(golden, 0)
        np.fill_diagonal(wanted, 0)
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("t", [0.2, 3.0, 60.0])
def test_geometric_mean_needs_no_clipping(t):
    """−log of a normalised kernel is never negative (Cauchy and Schwarz)."""
    log_h = log_heat_kernel(random_graph(), t, "combinatorial")
    diagonal = np.diagonal(log_h)
    squared = 4 * t * ((diagonal[:, None] + diagonal) / 2 - log_h)
    assert squared.min() > -1e-9
    found = heat_dissimilarity(log_h, t, mean="geometric")
    np.testing.assert_allclose(found**2, np.maximum(squared, 0), atol=1e-9)


def test_phate_potential_distance():
    """σ = 0, squared, full triplet: 4t ‖log H_i − log H_j‖, PHATE's potential distance."""
    t = 4.0
    log_h = log_heat_kernel(random_graph(), t)
    found = triplet_distance(kernel_term(log_h, t))
    np.testing.assert_allclose(found, 4 * t * squareform(pdist(log_h)), rtol=1e-12)


def test_diffusion_distance():
    """‖H_t(i, ·) − H_t(j, ·)‖² = H_2t(ii) + H_2t(jj) − 2 H_2t(ij)."""
    W, t = random_graph(), 3.0
    twice = heat_kernel(W, 2 * t)
    diagonal = np.diagonal(twice)
    found = triplet_distance(heat_kernel(W, t)) ** 2
    np.testing.assert_allclose(found, diagonal[:, None] + diagonal - 2 * twice, atol=1e-14)


def test_short_times_count_hops():
    """As t → 0, log H_ij / log t tends to the number of hops between i and j."""
    W = (random_graph() > 0).astype(float)
    hops = shortest_path(W, unweighted=True)
    log_h = log_heat_kernel(W, 1e-30, "combinatorial")
    np.testing.assert_array_equal(np.round(log_h / np.log(1e-30)), hops)


def test_volume_beyond_one_is_clipped_at_zero():
    found = heat_dissimilarity(log_heat_kernel(random_graph(), 2.0), 2.0, volume=2.0)
    assert (found >= 0).all()
    assert (found[~np.eye(30, dtype=bool)] == 0).any()


def test_multi_scale_weighs_short_times_more():
    a, b = np.full((2, 2), 1.0), np.full((2, 2), 5.0)
    np.testing.assert_allclose(multi_scale([a, b], [1.0, 3.0]), 0.75 * a + 0.25 * b)
    np.testing.assert_array_equal(multi_scale([b], [2.0]), b)


def test_denoising_mixes_with_the_triplet_distance():
    D = squareform(pdist(np.random.default_rng(0).normal(size=(9, 2))))
    np.testing.assert_allclose(denoised(D, 0.25), 0.75 * D + 0.25 * triplet_distance(D))
    assert denoised(D, 0.0) is D
    with pytest.raises(ParameterError):
        denoised(D, 1.5)
