"""A measure added as one new file with its name in the list is on the pages and in the tables."""

import pytest

from tests.toy_rows import Copy, copied

TOY = '''
"""A measure of a test: the powers of S that a walk of two steps sees."""

from core.graphs.measures.flat_maps import DAMPING
from core.graphs.measures.measure import SPECTRAL_COST, Measure
from core.graphs.measures.spectral_form import SpectralForm
from core.graphs.series_functions import GeometricSquared
from core.graphs.spectral_recipes import Recipe


def squared(graph, alpha):
    return Recipe("normalized_adjacency", GeometricSquared(alpha))


TOY = Measure(
    name="Toy",
    title="Toy measure",
    formula="K = (I − αS)⁻²",
    tex=r"K = (I - \\alpha S)^{-2}",
    form=SpectralForm(squared),
    flat=DAMPING,
    parameter="α",
    parameter_range="0 < α < 1",
    limit_low="Δ → 2",
    limit_high="degrees",
    metric="√Δ is a metric (Euclidean)",
    positive_semidefinite="yes",
    cost=SPECTRAL_COST,
    source="a test, 2026",
    family="Toy",
)
ROWS = (
    TOY,
    TOY.logarithm(
        title="Logarithmic toy",
        family="logToy",
        metric="no guarantee",
        positive_semidefinite="no",
        limit_high="the second eigenvector of P",
    ),
)
'''
COMPUTED = """
import numpy as np
from core.datasets.built_in import load
from core.graphs import (
    LOGARITHM_PAIRS, MEASURES, cluster, cluster_large, kernel_matrix, parameter, sweep
)
graph = load("karate")
A = graph.adjacency.toarray() if hasattr(graph.adjacency, "toarray") else graph.adjacency
d = A.sum(axis=1)
S = A / np.sqrt(np.outer(d, d))
brute = np.linalg.matrix_power(np.linalg.inv(np.eye(len(A)) - 0.4 * S), 2)
assert ("Toy", "logToy") in LOGARITHM_PAIRS
assert parameter(A, "logToy", 0.4) == 0.4
assert np.allclose(kernel_matrix(A, "Toy", 0.4), brute, rtol=1e-12)
assert np.allclose(kernel_matrix(A, "logToy", 0.4), np.log(brute), rtol=1e-9)
table = sweep(A, graph.communities, ["Toy", "logToy", "PPR"], [0.3, 0.6, 0.9])
assert table.notna().all(axis=None) and not table.attrs["reasons"]
assert len(set(cluster(A, "Toy", 0.9, 2))) == 2
assert len(cluster_large(A, "logToy", 0.9, 2, n_landmarks=20, random_state=0).labels) == len(A)
"""
PAGES = """
from streamlit.testing.v1 import AppTest
scripts = {"graphs_measure_cards.py": "Toy measure", "graphs_one_graph.py": "logToy"}
for script, words in scripts.items():
    app = AppTest.from_file("components/shell.py", default_timeout=300).run()
    app.switch_page(f"../pages/{script}")
    app.query_params["graphs.measure"] = "logToy"
    app.run()
    assert not app.exception and not app.error, (script, app.error)
    shown = [each.value for each in (*app.markdown, *app.subheader, *app.caption)]
    shown += [str(each.value.to_dict()) for each in app.dataframe]
    assert any(words in text for text in shown), script
"""
BENCHMARK = """
from benchmarks.graphs import speed as graphs
assert {"Toy", "logToy"} <= set(graphs.MEASURES)
"""


@pytest.fixture(scope="module")
def toy(tmp_path_factory) -> Copy:
    """The program with the toy measure."""
    return copied(
        tmp_path_factory.mktemp("toy_measure"),
        {"core/graphs/measures/toy.py": TOY},
        {"core/graphs/measures/__init__.py": ('"shortest_path")', '"shortest_path", "toy")')},
    )


def test_it_is_computed_by_itself_in_a_sweep_and_on_large_graphs(toy):
    toy.run(COMPUTED)


def test_pages_show_it(toy):
    toy.run(PAGES)


def test_the_benchmark_measures_it(toy):
    toy.run(BENCHMARK)
