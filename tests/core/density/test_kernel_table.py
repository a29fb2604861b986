"""Every row of the table of kernels holds all that is asked of a kernel, and nobody else does."""

import ast
from pathlib import Path

import numpy as np
import pytest
from numpy.random import RandomState
from scipy.integrate import quad
from scipy.special import gammaln
from sklearn.neighbors import KernelDensity as OfScikitLearn

from components.density.kernel_words import WHO_ENDS, kernel_formulas
from core.density import KERNELS, KernelDensity
from core.density.kernel_exponents import EXPONENTS, SIMULATED, kernel_exponent
from core.density.kernels import FILES, KERNEL_TABLE, kernel_named, make_kernel
from core.density.kernels.exponent import KernelExponent
from core.density.kernels.twin import Twin, Without
from core.density.mixed_pass import FAST_SUMS
from core.errors import ParameterError
from core.inference import export_onnx

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / "core" / "density" / "kernels"
EXPLANATION = ROOT / "assets" / "explanations" / "density_two_dimensions.md"


def test_names_keep_their_order():
    assert KERNELS[:6] == ("gaussian", "exponential", "epanechnikov", "tophat", "linear", "student")
    assert KERNELS[6:] == ("cosine", "biweight")
    assert tuple(EXPONENTS) == ("gaussian", "laplace", "student", "compact")
    assert tuple(SIMULATED) == ("gaussian", "laplace", "student")


@pytest.mark.parametrize("name", KERNELS)
def test_a_row_holds_card_code_sampler_twin_and_explanation(name):
    row = KERNEL_TABLE[name]
    assert row.name == name
    assert row.label
    assert row.__doc__
    assert row.fast_sum in FAST_SUMS
    kernel = make_kernel(name, 3, nu=5.0)
    assert kernel.draw(7, RandomState(0)).shape == (7, 3)
    assert kernel.draw(0, RandomState(0)).shape == (0, 3)
    twin = kernel.twin()
    assert isinstance(twin, Twin | Without)
    assert twin.nodes if isinstance(twin, Twin) else twin.reason
    if isinstance(row.exponent, Without):
        assert row.exponent.reason
    else:
        assert EXPONENTS[row.exponent.name] is row.exponent
        assert row.exponent.label
    assert f"{row.label} ${row.formula}$" in kernel_formulas()
    assert (row.label in WHO_ENDS) is row.is_compact
    assert "{{kernels}}" in EXPLANATION.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_profile_is_1_at_0_falls_and_is_written_in_place(name, dtype):
    kernel = make_kernel(name, 3)
    squared = np.linspace(0, 4, 401, dtype=dtype) ** 2
    with np.errstate(divide="ignore"):
        found = kernel.log_profile(squared)
    assert found is squared
    assert found.dtype == dtype
    assert found[0] == 0
    assert (found[1:] <= found[:-1]).all()
    assert np.isneginf(found[np.linspace(0, 4, 401) >= 1]).all() == kernel.is_compact
    assert np.isfinite(found[:100]).all()


@pytest.mark.parametrize("name", [name for name in KERNELS if KERNEL_TABLE[name].is_compact])
def test_a_compact_kernel_says_so_in_the_limit_too(name):
    exponent = kernel_exponent(KERNEL_TABLE[name].exponent.name)
    assert exponent.compact
    assert exponent.not_simulated
    # Inside the ball a profile changes the volume by powers of d only.
    for d in (10, 1000):
        assert abs(
            make_kernel(name, d).log_normalisation + d / 2 * np.log(d) - exponent.log_norm(d)
        ) < 3 * np.log(d)


def test_the_product_over_axes_is_the_kernel():
    difference, h = np.random.default_rng(0).normal(size=(2, 50)), 0.7
    for name in KERNELS:
        factor = KERNEL_TABLE[name].along_axis
        if factor is not None:
            kernel = make_kernel(name, 2)
            product = factor(difference[0], h) * factor(difference[1], h)
            log_k = kernel.log_profile(np.sum((difference / h) ** 2, axis=0))
            expected = np.exp(log_k - kernel.log_normalisation) / h**2
            np.testing.assert_allclose(product, expected, rtol=1e-12)
    assert [name for name in KERNELS if KERNEL_TABLE[name].along_axis] == ["gaussian"]


@pytest.mark.parametrize("d", [1, 2, 3, 5, 8, 30])
def test_the_norm_of_the_cosine_is_that_of_quadrature(d):
    integral, _ = quad(lambda r: r ** (d - 1) * np.cos(np.pi * r / 2), 0, 1, epsabs=0, epsrel=1e-12)
    sphere = np.log(2) + d / 2 * np.log(np.pi) - gammaln(d / 2)
    found = make_kernel("cosine", d).log_normalisation
    assert found == pytest.approx(sphere + np.log(integral), abs=1e-10)


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("h", [0.8, 3.0])
def test_the_cosine_is_scikit_learns(d, h):
    rng = np.random.default_rng(d)
    X = rng.normal(size=(200, d))
    q = np.vstack([X[:50] + 0.1, rng.uniform(-3, 3, (100, d))])
    theirs = OfScikitLearn(kernel="cosine", bandwidth=h, rtol=0, atol=0).fit(X).score_samples(q)
    found = KernelDensity(kernel="cosine", bandwidth=h).fit(X).score_samples(q)
    reached = np.isfinite(found)
    assert reached.sum() >= 50
    # Out of reach the rounding of scikit-learn's tree is left over.
    assert (theirs[~reached] < -30).all()
    # Its series for ∫ r cos(πr/2) dr stops at 2/π; the whole is 2/π − (2/π)².
    missing = np.log(1 - 2 / np.pi) if d == 2 else 0.0
    np.testing.assert_allclose(theirs[reached], found[reached] + missing, atol=1e-9)


def test_an_unknown_kernel_is_refused_with_the_list():
    for ask in (kernel_named, lambda name: make_kernel(name, 2)):
        with pytest.raises(ParameterError, match=f"'cubic'; choose one of: {', '.join(KERNELS)}"):
            ask("cubic")
    with pytest.raises(ParameterError, match=f"'cubic'; choose one of: {', '.join(EXPONENTS)}"):
        kernel_exponent("cubic")


def test_a_kernel_without_a_twin_is_not_exported_and_says_why(monkeypatch):
    monkeypatch.setattr(KERNEL_TABLE["cosine"], "twin", lambda self: Without("it has no sine"))
    density = KernelDensity(kernel="cosine").fit([[0.0], [1.0]])
    with pytest.raises(ParameterError, match="cosine kernel has no ONNX form: it has no sine"):
        export_onnx(density)


@pytest.mark.parametrize("name", SIMULATED)
def test_thresholds_in_closed_form_are_those_of_the_search(name):
    exponent = kernel_exponent(name)
    found = exponent.critical(1.7, 0.6)
    np.testing.assert_allclose(found, KernelExponent.critical(exponent, 1.7, 0.6), rtol=1e-12)
    for h, mu in zip(found, (1, 2), strict=True):
        if h > 0:
            slope = float(exponent.derivative(np.asarray(0.6 / h**2)))
            assert 1.7 * h**2 / (2 * slope) == pytest.approx(mu, rel=1e-9)


def of_densities(path):
    if HOME in path.parents:
        return False
    text = path.read_text(encoding="utf-8")
    return "density" in str(path.relative_to(ROOT)) or "core.density" in text


def written(node):
    """Strings that stand in a node or in a display of the node's own."""
    inside = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return {each.value for each in inside if isinstance(each, ast.Constant)}


def by_name(tree, names):
    """Lines that tell kernels apart by name: comparisons, cases, and tables with their names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found = set().union(*(written(each) for each in (node.left, *node.comparators)))
            if found & names:
                yield node.lineno
        elif isinstance(node, ast.MatchValue) and written(node.value) & names:
            yield node.value.lineno
        elif isinstance(node, ast.Dict):
            if len({key.value for key in node.keys if isinstance(key, ast.Constant)} & names) > 1:
                yield node.lineno
        elif isinstance(node, ast.Tuple | ast.List | ast.Set) and len(written(node) & names) > 1:
            yield node.lineno


def test_nobody_tells_kernels_apart_by_name():
    names = {*KERNELS, *EXPONENTS}
    folders = ("core", "components", "pages", "benchmarks")
    paths = [path for each in folders for path in (ROOT / each).rglob("*.py") if of_densities(path)]
    assert len(paths) > 60
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in by_name(ast.parse(path.read_text(encoding="utf-8")), names)
    }
    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        'if kernel == "gaussian": pass',
        'if "tophat" != kernel: pass',
        'if kernel in ("linear", "epanechnikov"): pass',
        'match kernel:\n    case "student": pass',
        '{"gaussian": 1, "laplace": 2}[kernel]',
        'COMPACT = ("epanechnikov", "tophat")',
    ],
)
def test_the_search_finds_what_it_is_for(code):
    assert list(by_name(ast.parse(code), {*KERNELS, *EXPONENTS}))


def test_a_file_of_the_list_is_a_row():
    others = {"__init__", "kernel", "exponent", "compact", "twin", "spheres"}
    assert {path.stem for path in HOME.glob("*.py")} == {*FILES} | others
    assert len(FILES) == len(KERNELS)
