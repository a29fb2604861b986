"""Local kernels: laws, twins by a refit without the row, what they gain, and what is refused."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.spatial.distance import cdist
from scipy.stats import multivariate_normal
from sklearn.base import clone
from sklearn.utils.estimator_checks import check_estimator

from core.density import (
    AdaptiveKernelDensity,
    KernelDensity,
    LocalCovarianceKernelDensity,
    ProductKernelDensity,
    select_bandwidth,
)
from core.errors import ParameterError
from core.inference import Engine, export_onnx

ESTIMATORS = {
    "abramson": AdaptiveKernelDensity(bandwidth=0.5, pilot_bandwidth=0.4),
    "knn": AdaptiveKernelDensity(method="knn", n_neighbors=3, bandwidth=0.8),
    "student": AdaptiveKernelDensity(method="knn", kernel="student", bandwidth=0.5),
    "local": LocalCovarianceKernelDensity(n_neighbors=4, bandwidth=0.9),
    "global": LocalCovarianceKernelDensity(covariance="global", bandwidth=0.4),
    "product": ProductKernelDensity(bandwidth=[0.3, 0.6]),
}
SHAPED = [name for name in ESTIMATORS if name != "product"]


def two_scales(n: int = 300, d: int = 2, seed: int = 0) -> np.ndarray:
    """Half of the rows normal with deviation 1, half with deviation 10, far enough apart."""
    random = np.random.default_rng(seed)
    return np.vstack([random.normal(size=(n // 2, d)), 40 + 10 * random.normal(size=(n // 2, d))])


def few(n: int = 25) -> np.ndarray:
    return np.random.default_rng(1).normal(size=(n, 2)) * [1.0, 3.0]


@pytest.mark.parametrize("name", ["abramson", "local", "product"])
def test_scikit_learns_conventions_hold(name):
    results = check_estimator(type(ESTIMATORS[name])(), on_skip=None)
    left = {each["check_name"] for each in results if each["status"] != "passed"}
    # scikit-learn itself leaves this one out for every estimator, unless SCIPY_ARRAY_API is set.
    assert left <= {"check_array_api_input"}
    assert len(results) > 40


@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_mass_is_1(name):
    X = few()
    density = clone(ESTIMATORS[name]).fit(X)
    if name == "student":
        return  # its tail leaves every grid; the twin below holds it
    low, high = X.min(axis=0) - 25, X.max(axis=0) + 25
    x, y = np.linspace(low[0], high[0], 500), np.linspace(low[1], high[1], 500)
    nodes = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    mass = np.exp(density.score_samples(nodes)).sum() * (x[1] - x[0]) * (y[1] - y[0])
    assert mass == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_leave_one_out_is_a_fit_without_the_row(name):
    X, weight = few(), np.random.default_rng(2).uniform(0.5, 2, size=25)
    estimator = clone(ESTIMATORS[name])
    found = clone(estimator).fit(X, sample_weight=weight).leave_one_out()
    for row in (0, 7, 24):
        rest = np.delete(np.arange(25), row)
        if name == "global":  # its covariance stays, as a standardisation does
            root = np.linalg.cholesky(clone(estimator).fit(X, sample_weight=weight).covariance_)
            at = np.linalg.solve(root, X.T).T
            twin = KernelDensity(bandwidth=0.4).fit(at[rest], sample_weight=weight[rest])
            expected = twin.score_samples(at[[row]])[0] - np.log(np.diag(root)).sum()
        else:
            refit = clone(estimator).fit(X[rest], sample_weight=weight[rest])
            expected = refit.score_samples(X[[row]])[0]
            k_eff = refit.participation(X[[row]])[0]
            assert found.participation[row, 0] == pytest.approx(k_eff, rel=1e-9)
        assert found.log_density[row, 0] == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_whole_weights_are_repeated_rows_and_only_their_ratios_count(name):
    X, counts = few(), np.arange(25) % 3
    queries = few()[:5] + 0.3
    repeated = clone(ESTIMATORS[name]).fit(np.repeat(X, counts, axis=0)).score_samples(queries)
    for factor in (1.0, 7.5):
        weighted = clone(ESTIMATORS[name]).fit(X, sample_weight=factor * counts)
        np.testing.assert_allclose(weighted.score_samples(queries), repeated, rtol=1e-10)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_draws_follow_the_estimate(name):
    density = clone(ESTIMATORS[name]).fit(few())
    if name == "student":
        return  # with 3 degrees of freedom its moments do not settle
    drawn = density.sample(20_000, random_state=0)
    again = density.sample(20_000, random_state=1)
    # The mean log density of draws is minus the entropy, whichever draws they are.
    one, two = density.score_samples(drawn), density.score_samples(again)
    assert abs(one.mean() - two.mean()) < 5 * one.std() / np.sqrt(10_000)
    ratio = np.exp(density.score_samples(drawn[:4000] + 0.1) - density.score_samples(drawn[:4000]))
    assert ratio.mean() == pytest.approx(1, abs=0.1)  # E ρ̂(x + δ)/ρ̂(x) = 1 under ρ̂
    assert density.sample(0).shape == (0, 2)


def test_the_formulas_written_out():
    X = few()
    w = np.full(25, 1 / 25)
    q = X[:3] + 0.2
    knn = clone(ESTIMATORS["knn"]).fit(X)
    radius = np.sort(cdist(X, X), axis=1)[:, 3]
    np.testing.assert_allclose(knn.scale_, radius)
    by_hand = [
        sum(
            w[i] * multivariate_normal.pdf(x, X[i], (0.8 * radius[i]) ** 2 * np.eye(2))
            for i in range(25)
        )
        for x in q
    ]
    np.testing.assert_allclose(knn.score_samples(q), np.log(by_hand), rtol=1e-10)
    pilot = KernelDensity(bandwidth=0.4).fit(X).score_samples(X)
    abramson = clone(ESTIMATORS["abramson"]).fit(X)
    np.testing.assert_allclose(abramson.scale_, np.exp(-(pilot - pilot.mean()) / 2), rtol=1e-9)
    local = clone(ESTIMATORS["local"]).fit(X)
    for i in (0, 11):
        apart = X[np.argsort(cdist(X[[i]], X)[0])[1:5]] - X[i]
        S, share = apart.T @ apart / 4, 2 / (2 + 4)
        shrunk = (1 - share) * S + share * np.trace(S) / 2 * np.eye(2)
        np.testing.assert_allclose(local.covariance_[i], shrunk, rtol=1e-12)
    by_hand = [
        sum(w[i] * multivariate_normal.pdf(x, X[i], 0.81 * local.covariance_[i]) for i in range(25))
        for x in q
    ]
    np.testing.assert_allclose(local.score_samples(q), np.log(by_hand), rtol=1e-10)


def test_without_sensitivity_it_is_the_one_bandwidth():
    X = few()
    plain = KernelDensity(bandwidth=0.5).fit(X).score_samples(X + 0.1)
    found = AdaptiveKernelDensity(bandwidth=0.5, sensitivity=0.0).fit(X).score_samples(X + 0.1)
    np.testing.assert_allclose(found, plain, rtol=1e-10)


@pytest.mark.parametrize("name", ["knn", "local", "global"])
def test_units_and_places_do_not_matter_to_pure_numbers(name):
    X = few()
    one = clone(ESTIMATORS[name]).fit(X).score_samples(X[:5])
    other = clone(ESTIMATORS[name]).fit(1e3 * X + 7.0).score_samples(1e3 * X[:5] + 7.0)
    np.testing.assert_allclose(other, one - 2 * np.log(1e3), rtol=1e-7)


@pytest.mark.parametrize(
    ("estimator", "least"),
    [
        (AdaptiveKernelDensity(), 0.4),
        (AdaptiveKernelDensity(method="knn"), 0.4),
        (LocalCovarianceKernelDensity(), 0.3),
    ],
    ids=["abramson", "knn", "local"],
)
def test_two_scales_are_gained_over_one_bandwidth(estimator, least):
    """Scales 1 and 10: by leave-one-out and on fresh rows alike, in nats per row."""
    X, fresh = two_scales(), two_scales(2_000, seed=1)
    plain = KernelDensity(bandwidth=select_bandwidth(X)).fit(X)
    local = clone(estimator).fit(X)
    apart = local.leave_one_out().log_density[:, 0] - plain.leave_one_out().log_density[:, 0]
    gain = apart.mean()
    on_fresh = float(np.mean(local.score_samples(fresh) - plain.score_samples(fresh)))
    error = apart.std(ddof=1) / np.sqrt(len(X))
    print(f"{estimator}: {gain:.3f} ± {error:.3f} nats left out, {on_fresh:.3f} on fresh rows")
    assert gain > least
    assert gain > 3 * error
    assert on_fresh == pytest.approx(gain, abs=0.15)


def test_a_full_covariance_gains_what_theory_says_on_correlated_columns():
    """Correlated by 0.99, a ball wastes most of its mass beside the line."""
    random = np.random.default_rng(3)
    X = random.multivariate_normal([0, 0], [[1, 0.99], [0.99, 1]], size=300)
    plain = KernelDensity(bandwidth=select_bandwidth(X)).fit(X).leave_one_out().mean[0]
    full = LocalCovarianceKernelDensity(covariance="global").fit(X).leave_one_out().mean[0]
    truth = -np.log(2 * np.pi) - 1 - np.log(1 - 0.99**2) / 2
    assert plain + 0.1 < full < truth + 0.1
    assert full == pytest.approx(truth, abs=0.15)


def test_one_bandwidth_per_column_finds_each_columns_scale():
    X = np.random.default_rng(4).normal(size=(250, 2)) * [1.0, 50.0]
    found = ProductKernelDensity().fit(X)
    assert 20 < found.bandwidth_[1] / found.bandwidth_[0] < 120
    plain = KernelDensity(bandwidth=select_bandwidth(X)).fit(X).leave_one_out().mean[0]
    assert found.leave_one_out().mean[0] > plain + 0.3


@pytest.mark.parametrize(
    ("kind", "bounds", "low", "high"),
    [
        ("reflected", [0.0, np.inf], 0.0, 60.0),
        ("reflected", [0.0, 20.0], 0.0, 20.0),
        ("log", [0.0, np.nan], 0.0, 400.0),
        ("periodic", [0.0, 20.0], 0.0, 20.0),
    ],
)
@pytest.mark.parametrize("h", [0.3, 2.0])
def test_columns_that_end_or_turn_hold_their_whole_mass(kind, bounds, low, high, h):
    y = np.random.default_rng(5).gamma(1.0, 2.0, size=(60, 1))
    density = ProductKernelDensity(bandwidth=h, kinds=kind, bounds=[bounds]).fit(y)

    def at(x: float) -> float:
        return float(np.exp(density.score_samples([[x]])[0]))

    if kind == "log":  # over t = log x, where it is smooth
        mass, _ = quad(lambda t: at(np.exp(t)) * np.exp(t), -30, 30, limit=400)
    else:
        mass, _ = quad(at, low, high, limit=400, points=[0.01, 1.0, 5.0])
    assert mass == pytest.approx(1, abs=1e-5)
    drawn = density.sample(3_000, random_state=0)
    assert ((drawn >= low) & (drawn <= (high if np.isfinite(bounds[1]) else np.inf))).all()
    if kind != "periodic":
        assert density.score_samples([[-0.5]])[0] == -np.inf
    else:
        assert at(0.4) == pytest.approx(at(20.4))


def test_reflection_mends_the_edge():
    X = np.random.default_rng(6).exponential(size=(800, 1))
    plain = ProductKernelDensity(bandwidth=0.3).fit(X)
    ending = ProductKernelDensity(bandwidth=0.3, kinds="reflected", bounds=[[0, np.nan]]).fit(X)
    at = [[0.02]]  # where the truth is 0.98
    assert np.exp(plain.score_samples(at))[0] < 0.65
    assert np.exp(ending.score_samples(at))[0] > 0.75
    assert ending.leave_one_out().mean[0] > plain.leave_one_out().mean[0] + 0.02


def test_categories_sum_to_1_beside_numbers():
    random = np.random.default_rng(7)
    X = np.column_stack([random.integers(0, 3, size=80), random.normal(size=80)])
    density = ProductKernelDensity(kinds=["category", "number"]).fit(X)
    assert 0 < density.bandwidth_[0] <= 2 / 3
    x = np.linspace(-8, 8, 1601)
    mass = sum(
        np.exp(density.score_samples(np.column_stack([np.full(1601, value), x]))).sum() * 0.01
        for value in (0.0, 1.0, 2.0)
    )
    assert mass == pytest.approx(1, abs=1e-6)
    assert density.score_samples([[5.0, 0.0]])[0] == -np.inf
    assert set(density.sample(200, random_state=0)[:, 0]) == {0.0, 1.0, 2.0}


@pytest.mark.parametrize("name", SHAPED)
def test_what_is_exported_answers_alike(name):
    X = few()
    density = clone(ESTIMATORS[name]).fit(X, sample_weight=np.arange(25) % 3)
    queries = np.vstack([X + 0.1, [[40.0, -40.0]]])
    found = Engine(export_onnx(density), device="cpu").run({"X": queries})
    np.testing.assert_allclose(found["log_density"], density.score_samples(queries), rtol=1e-8)
    np.testing.assert_allclose(found["k_eff"], density.participation(queries), rtol=1e-6)


def test_a_product_says_why_it_is_not_exported():
    with pytest.raises(ParameterError, match="kinds differ from column to column"):
        export_onnx(clone(ESTIMATORS["product"]).fit(few()))


@pytest.mark.parametrize(
    ("estimator", "X", "said"),
    [
        (AdaptiveKernelDensity(method="nearest"), few(), "choose one of: abramson, knn"),
        (AdaptiveKernelDensity(sensitivity=2), few(), "number from 0 to 1"),
        (AdaptiveKernelDensity(method="knn", n_neighbors=0), few(), "1 or more"),
        (AdaptiveKernelDensity(bandwidth="scott"), few(), "or 'loo'"),
        (AdaptiveKernelDensity(bandwidth=[0.1, 0.2]), few(), "one h serves all points"),
        (AdaptiveKernelDensity(), [[0.0], [1.0], [1.0]], "2 distinct points"),
        (AdaptiveKernelDensity(), [[0.0], [1e-200], [2e-200]], "another unit"),
        (LocalCovarianceKernelDensity(covariance="tied"), few(), "local, global"),
        (LocalCovarianceKernelDensity(shrinkage=-1), few(), "number from 0 to 1"),
        (
            LocalCovarianceKernelDensity(covariance="global"),
            np.repeat(np.arange(9.0)[:, None], 2, axis=1),
            "no volume",
        ),
        (ProductKernelDensity(bandwidth=[1, 2, 3]), few(), "2 columns"),
        (ProductKernelDensity(bandwidth=-1), few(), "finite numbers above 0"),
        (ProductKernelDensity(kinds="angle"), few(), "reflected, log, category, periodic"),
        (ProductKernelDensity(kinds="reflected"), few(), "must be known"),
        (ProductKernelDensity(kinds="log", bounds=[[0, np.nan]] * 2), few(), "all values keep"),
        (ProductKernelDensity(kinds=["number"]), few(), "names 1 columns"),
        (ProductKernelDensity(bounds=[[0, 1]]), few(), "2 pairs"),
        (
            ProductKernelDensity(kinds="category", bandwidth=0.99),
            np.arange(6.0)[:, None] % 3,
            "at most 0.667",
        ),
    ],
)
def test_what_is_refused(estimator, X, said):
    with pytest.raises(ParameterError, match=said):
        estimator.fit(X)
