"""The table of measures is the only place that knows them by name."""

import ast
from pathlib import Path

import numpy as np
import pytest

from core.errors import ParameterError
from core.graphs import (
    CLUSTERERS,
    MEASURE_TABLE,
    MEASURES,
    METHODS,
    cluster,
    cluster_large,
    kernel_matrix,
    parameter,
    sweep,
)
from core.graphs.clustering import cluster_kernel
from core.graphs.measures.form import Form
from core.graphs.scaled_kernel import ScaledKernel

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT / "core" / "graphs" / "measures"
KITE = np.array([[0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 1], [0, 0, 1, 0]])
# The values that an article prints stand with the measures that it names.
PRINTED = ROOT / "components" / "graphs" / "published_values.py"


def literals(path: Path) -> set[str]:
    """Strings of a module that are whole values, not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_no_file_outside_the_table_names_a_measure():
    files = [
        path
        for folder in ("core", "components", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if TABLE not in path.parents and path != PRINTED
    ]
    assert len(files) > 300
    named = {str(path.relative_to(ROOT)): literals(path) & set(MEASURES) for path in files}
    assert {path: names for path, names in named.items() if names} == {}


@pytest.mark.parametrize("name", MEASURES)
def test_every_row_has_its_code(name):
    row = MEASURE_TABLE[name]
    assert isinstance(row.form, Form)
    assert bool(row.parameter) == (row.flat.own is not None)
    x = 0.4 if row.parameter else None
    kernel = kernel_matrix(KITE, name, x)
    assert kernel.shape == (4, 4)
    others = [
        kernel_matrix(KITE, other, 0.4 if MEASURE_TABLE[other].parameter else None)
        for other in MEASURES
        if other != name
    ]
    assert not any(np.array_equal(kernel, other) for other in others), "each measure is its own"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: kernel_matrix(KITE, "nonsense"),
        lambda: parameter(KITE, "nonsense", 0.5),
        lambda: cluster(KITE, "nonsense", 0.5, 2),
        lambda: cluster_large(np.kron(np.eye(3), KITE), "nonsense", 0.5, 2),
    ],
)
def test_an_unknown_measure_is_answered_with_the_list(ask):
    with pytest.raises(ParameterError, match="'nonsense'; choose one of: Katz, logKatz, For"):
        ask()


def test_an_unknown_clusterer_is_answered_with_the_list():
    asks = (
        lambda: cluster(KITE, "For", 0.5, 2, "nonsense"),
        lambda: cluster_kernel(ScaledKernel(np.eye(4)), "For", 2, "nonsense"),
        lambda: sweep(KITE, [0, 0, 0, 1], ["For"], [0.5], "nonsense"),
    )
    for ask in asks:
        with pytest.raises(ParameterError, match="'nonsense'; choose one of: ward, kernel_kmeans"):
            ask()


@pytest.mark.parametrize("name", METHODS)
def test_every_clusterer_has_its_code_and_says_whether_the_seed_counts(name):
    row = CLUSTERERS[name]
    rng = np.random.default_rng(0)
    points = rng.normal(size=(60, 2))  # no clusters: starts end in different places
    kernel = points @ points.T
    found = [row.labels(kernel, 4, seed) for seed in range(6)]
    assert all(set(labels) == {0, 1, 2, 3} for labels in found)
    np.testing.assert_array_equal(found[0], row.labels(kernel, 4, 0))
    same = all(np.array_equal(labels, found[0]) for labels in found)
    assert same or row.is_random
    shifted = row.labels(kernel + 7.0, 4, 0)
    assert np.array_equal(shifted, found[0]) or not row.by_distance
