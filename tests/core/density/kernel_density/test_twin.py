"""The estimator against its brute-force twin and against stored reference values."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.density import KernelDensity, leave_one_out
from tests.core.density.brute_force import COMPACT, KERNELS, log_density

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "kde"
TABLES = (
    *("iso_n500_d2", "iso_n1000_d10", "iso_n1000_d50", "mixture_n600_d5"),
    "student_on_mixture_n600_d5",
)


def allowed(precision, score, queries, mean, h):
    """The stated tolerances: see tests/golden/kde/README.md."""
    if precision == "double":
        return 1e-9 * (1 + np.abs(score))
    return 2e-5 * (1 + 1e-2 * np.sum((queries - mean) ** 2, axis=1) / h**2)


def agree(result, expected, tolerance):
    reached = np.isfinite(expected)
    assert np.array_equal(np.isneginf(result), ~reached)
    assert (np.abs(result[reached] - expected[reached]) <= tolerance[reached]).all()


@pytest.mark.parametrize("precision", ["double", "mixed"])
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("d", [1, 2, 7, 40])
@pytest.mark.parametrize("weighted", [False, True])
def test_it_agrees_with_brute_force_at_every_bandwidth(kernel, d, precision, weighted):
    random = np.random.default_rng(d)
    # Three groups at very different scales; queries on points, near them, and far away.
    X = np.concatenate(
        [random.normal(size=(400, d)), 5 + 0.01 * random.normal(size=(150, d)), np.ones((3, d))]
    )
    q = np.concatenate(
        [X[:10], X[400:410], X[-1:], random.normal(size=(15, d)), 30 + random.normal(size=(3, d))]
    )
    weight = random.exponential(size=len(X)) * (random.uniform(size=len(X)) < 0.9)
    weight = weight if weighted else None
    for h in (1e-3, 0.02, 0.1, 0.5, 1.0, 3.0, 50.0):
        expected, points = log_density(X, q, h, kernel, weight)
        density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision)
        density.fit(X, sample_weight=weight)
        tolerance = allowed(precision, expected, q, X.mean(axis=0), h)
        agree(density.score_samples(q), expected, tolerance)
        result = density.participation(q)
        np.testing.assert_allclose(result, points, rtol=1e-8 if precision == "double" else 1e-4)


@pytest.mark.parametrize("precision", ["double", "mixed"])
@pytest.mark.parametrize("name", TABLES)
def test_it_agrees_with_the_stored_values(name, precision):
    table = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    arrays = np.load(GOLDEN / f"{table.get('data', name).removesuffix('.npz')}.npz")
    X, q = arrays["data"], arrays["query"]
    compared = 0
    for row in table["results"]:
        h, kernel, nu = row["h"], row["kernel"], row["nu"] or 3.0
        density = KernelDensity(bandwidth=h, kernel=kernel, precision=precision, nu=nu).fit(X)
        expected = np.array([float(point["log_density"]) for point in row["points"]])
        tolerance = allowed(precision, expected, q, X.mean(axis=0), h)
        agree(density.score_samples(q), expected, tolerance)
        reached = np.isfinite(expected)
        points = density.participation(q)
        assert np.isnan(points[~reached]).all()
        stored = np.array([point["k_eff"] for point in row["points"]], dtype=object)[reached]
        np.testing.assert_allclose(
            points[reached], stored.astype(float), rtol=1e-9 if precision == "double" else 1e-5
        )
        compared += int(reached.sum())
        assert reached.all() or kernel in COMPACT
    assert compared >= 40
    if "loo_mean_loglik_gaussian" in table:
        scores = table["loo_mean_loglik_gaussian"]
        result = leave_one_out(X, [float(h) for h in scores], precision=precision)
        np.testing.assert_allclose(
            result.mean, list(scores.values()), rtol=1e-9 if precision == "double" else 1e-6
        )
