"""The recipes of CONTRIBUTING for rows of tables, followed to the letter in a copy.

A clusterer, a companion map, a generator of points as a data set and with settings, a generator of
graphs, a limit, an exporter, and a page with a parameter of its own.
"""

import pytest

from tests.toy_rows import Copy, copied

COMPANION = '''
"""A map of a test: the first two columns."""

import numpy as np


def toy(X, settings):
    wide = np.hstack([X, np.zeros((len(X), settings.n_components))])
    return wide[:, : settings.n_components]
'''
RING = '''
"""A ring of a test, and the graph of its neighbours in two halves."""

import numpy as np
from scipy.sparse import csr_array

from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.limits import check_limit


def ring(*, n_points=500, style="even", random_state=0):
    check_limit("toy_points", n_points, what="The ring")
    rng = np.random.default_rng(random_state)
    angle = np.sort(rng.uniform(0, 2 * np.pi, n_points))
    apart = np.abs(angle[:, None] - angle)
    values = np.column_stack([np.cos(angle), np.sin(angle)])
    return PointCloud(values, np.array(["x", "y"]), truth=np.minimum(apart, 2 * np.pi - apart))


def ring_graph(*, n_nodes, random_state):
    joined = np.random.default_rng(random_state).random((n_nodes, n_nodes)) < 0.02
    joined = np.triu(joined, 1) + np.eye(n_nodes, k=1) + np.eye(n_nodes, k=n_nodes - 1)
    adjacency = csr_array(np.minimum(joined + joined.T, 1.0))
    names = np.array([str(i) for i in range(n_nodes)])
    return GraphData(adjacency, names, np.arange(n_nodes) * 2 // n_nodes)
'''
LINEAR = '''
"""A linear model as a graph, of a test."""

import numpy as np

from core.inference.export.graph import Graph


def linear_graph(model):
    graph = Graph("linear", [f"float[rows, {model.n_features_in_}] X"])
    graph.constant("weight", model.coef_.T)
    graph.constant("bias", model.intercept_)
    graph.add("y = Gemm(X, weight, bias)")
    graph.outputs = [f"float[rows, {len(model.coef_)}] y"]
    return graph
'''
PARAMETERS = '''
"""The settings of a view of a test."""

from core.parameters import Parameter

SIZE = Parameter("toy_size", "Sample", int, 10, minimum=1, maximum=100, step=1, help="Size.")
'''
PAGE = '''
"""A page of a test: the mean of a sample."""

import numpy as np

from components.controls import control
from components.density.toy.parameters import SIZE
from components.page_frame import begin_page, how_this_works

frame = begin_page("toy", "What is the mean?")
frame.check_link((SIZE,))
n = control(SIZE)
mean = np.random.default_rng(0).normal(size=n).mean()
frame.verdict(f"The mean is {mean:.2f}", [("simulated", "simulated"), f"n = {n}"])
how_this_works("density_toy")
frame.actions((SIZE,))
'''
FILES = {
    "core/embedding/companions/toy.py": COMPANION,
    "core/datasets/generators/ring.py": RING,
    "core/inference/export/linear_graph.py": LINEAR,
    "components/density/toy/__init__.py": "",
    "components/density/toy/parameters.py": PARAMETERS,
    "pages/density_toy.py": PAGE,
    "assets/explanations/density_toy.md": "The mean of a normal sample.",
}
# A row each; what it is made of is imported before its table, where one text holds both.
ROWS = {
    "core/graphs/clusterers.py": (
        "CLUSTERERS: dict[str, Clusterer] = {\n    row.name: row\n    for row in (\n",
        """def _toy(kernel, n_clusters, random_state):
    return numbered_by_first_appearance(kernel[0].argsort().argsort() * n_clusters // len(kernel))


CLUSTERERS: dict[str, Clusterer] = {
    row.name: row
    for row in (
        Clusterer("toy", "Toy slices", "toy slices cut", "cross", False, False, _toy),
""",
    ),
    "core/embedding/companions/registry.py": (
        "_TABLE = (\n",
        """from core.embedding.companions.toy import toy
_TABLE = (
    Companion("toy", "Toy map", "the first columns", toy, limit="toy_points"),
""",
    ),
    "core/datasets/generators/recipes.py": (
        "_TABLE = (\n",
        """from core.datasets.generators.ring import ring
_STYLE = Parameter("style", "Style", str, "even", options=("even", "odd"), help="How it looks.")
_TABLE = (
    _recipe(
        "ring",
        "Custom ring",
        ring,
        {"n_points": _POINTS, "style": _STYLE, "random_state": _SEED},
    ),
""",
    ),
    "core/datasets/built_in.py": (
        "_TABLE = (\n",
        """from core.datasets.generators.ring import ring
_TABLE = (
    _made("ring", "points", "Ring", "500 points of a circle.", partial(ring, random_state=0)),
""",
    ),
    "core/limits.py": (
        "_TABLE = (\n",
        '_TABLE = (\n    Limit("toy_points", 1_000, "points", "Most of a toy.", "Draw fewer."),\n',
    ),
    "core/inference/export/exporter.py": (
        "DRAFTS: dict[type, Callable[[Any], Draft]] = {\n",
        """from sklearn.linear_model import LinearRegression
from core.inference.export.linear_graph import linear_graph


def _linear(model):
    def parity(exported):
        probes = np.random.default_rng(0).normal(size=(N_PROBES, model.n_features_in_))
        probes = probes.astype(np.float32)
        return relative_parity(model.predict(probes), run_on_cpu(exported, {"X": probes})["y"])

    units = {"X": "as fitted", "y": "as fitted"}
    return Draft(linear_graph(model), units, [model.coef_], model.n_features_in_, 4, parity)


DRAFTS: dict[type, Callable[[Any], Draft]] = {
    LinearRegression: _linear,
""",
    ),
    "components/graphs/graph_models.py": (
        "GRAPH_MODELS: dict[str, GraphModel] = {\n    row.key: row\n    for row in (\n",
        """from core.datasets.generators.ring import ring_graph
GRAPH_MODELS: dict[str, GraphModel] = {
    row.key: row
    for row in (
        GraphModel(
            key="model_ring",
            settings=("model_nodes", GRAPH_SEED),
            make=lambda given: ring_graph(
                n_nodes=given["model_nodes"], random_state=given[GRAPH_SEED]
            ),
            title="Custom ring of nodes",
            population="Rings",
            notation=lambda given: f"rings, {given['model_nodes']} nodes",
        ),
""",
    ),
    "components/navigation.py": (
        '    View("data.py", "data", "Data", "", ":material/folder_open:"),\n',
        '    View("data.py", "data", "Data", "", ":material/folder_open:"),\n'
        '    View("density_toy.py", "toy", "Toy", "KDE regimes", ":material/toys:"),\n',
    ),
}
COMPUTED = """
import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from core.datasets import load
from core.embedding.companions.registry import companion_map
from core.embedding.companions.settings import MapSettings
from core.errors import LimitError, ParameterError
from core.graphs import cluster, sweep
from core.inference import Engine, export_onnx

points = load("ring")
assert np.array_equal(companion_map("toy", points.values), points.values)
with pytest.raises(LimitError, match="1,001 points; the limit is 1,000. Draw fewer."):
    companion_map("toy", np.zeros((1001, 2)))
karate = load("karate")
assert set(cluster(karate.adjacency, "For", 0.5, 3, "toy")) == {0, 1, 2}
assert sweep(karate.adjacency, karate.communities, ["For"], [0.5], "toy").notna().all(axis=None)
X = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
model = LinearRegression().fit(X, X @ np.ones((3, 2)) + 1)
found = Engine(export_onnx(model), "cpu").run({"X": X})["y"]
assert np.allclose(found, model.predict(X), atol=1e-5)
with pytest.raises(ParameterError, match="LinearRegression, RegressorLocator"):
    export_onnx(PCA(2).fit(X))
"""
PAGES = """
from streamlit.testing.v1 import AppTest

def opened(script, **choices):
    app = AppTest.from_file("components/shell.py", default_timeout=300).run()
    app.switch_page(f"../pages/{script}").run()
    for key, value in choices.items():
        found = [each for each in (*app.selectbox, *app.button_group) if each.key == key]
        found[0].set_value(value).run()
    assert not app.exception and not app.error, (script, [each.value for each in app.error])
    shown = [each.value for each in (*app.markdown, *app.subheader, *app.caption)]
    return app, " ".join(shown + [str(each.value.to_dict()) for each in app.dataframe])

app, shown = opened("density_toy.py")
assert "n = 10" in shown and "The mean of a normal sample." in shown
app.slider(key="toy_size").set_value(50).run()
assert any("n = 50" in each.value for each in app.markdown)
app, shown = opened("embedding_map.py", data="make_ring")
assert {each.key for each in (*app.selectbox, *app.button_group)} >= {"ring_style"}
assert "Toy map" in opened("embedding_side_by_side.py", data="ring", methods=["toy"])[1]
app, shown = opened("graphs_one_graph.py", graph="model_ring", method="toy")
assert "Custom ring of nodes" in shown
assert "toy slices cut" in app.selectbox(key="method").help
assert "rings, 100 nodes" in opened("graphs_tournament.py", model="model_ring")[1]
"""


@pytest.fixture(scope="module")
def toys(tmp_path_factory) -> Copy:
    """The program with all of them."""
    return copied(tmp_path_factory.mktemp("toy_tables"), FILES, ROWS)


def test_a_row_is_enough_to_compute_with_it(toys):
    toys.run(COMPUTED)


def test_a_row_is_enough_to_see_it(toys):
    toys.run(PAGES)
