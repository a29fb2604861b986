"""A format is one new file and its name in the list: a table and a graph, added to a copy.

This is the recipe of CONTRIBUTING for a data format, followed to the letter.
"""

import pytest

from tests.toy_rows import Copy, copied

TABLE = '''
"""Tables whose cells stand between broken bars."""

import pandas as pd

from core.datasets.file_content import shown_name
from core.datasets.readers.format import Format
from core.datasets.readers.table import Table
from core.datasets.readers.template import Template
from core.datasets.readers.text import decode_text
from core.errors import UploadError


def inspect_bars(data: bytes, filename: str) -> Table:
    text, encoding, notices = decode_text(data, filename)
    names, *rows = (line.split("¦") for line in text.splitlines())
    if any(len(row) != len(names) for row in rows):
        raise UploadError(f"{shown_name(filename)} has rows of different lengths.")
    frame = pd.DataFrame(rows, columns=names)
    return Table(frame, shown_name(filename), encoding, separator="¦", notices=notices)


ROWS = (
    Format(
        name="Broken bars",
        title="Broken bars",
        suffixes=(".bars",),
        recognises=lambda data, content: "¦".encode() in data.partition(b"\\n")[0],
        holds={"points": "cells between ¦", "graph": "an edge between ¦"},
        inspect=inspect_bars,
        templates=(
            Template("bars", "points.bars", "Points", "u¦v¦label\\n1¦2¦a\\n", "points"),
        ),
    ),
)
'''
GRAPH = '''
"""Graphs written as arrows: one edge a line, a -> b."""

import numpy as np

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import EdgeTable, graph_from_edges
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import graph_text, only_graphs
from core.datasets.readers.result import Upload
from core.datasets.readers.template import Template


def read_arrows(data: bytes, filename: str, kind: str | None = None) -> Upload:
    name = shown_name(filename)
    only_graphs(kind, name, "arrows")
    text, notices = graph_text(data, filename)
    ends = [[end.strip() for end in line.split("->", 1)] for line in text.splitlines()[1:]]
    nodes = list(dict.fromkeys(node for pair in ends for node in pair))
    rows = np.array([[nodes.index(node) for node in pair] for pair in ends])
    edges = EdgeTable(nodes, rows[:, 0], rows[:, 1], np.ones(len(rows)))
    return graph_from_edges(edges, name, notices)


ROWS = (
    Format(
        name="Arrows",
        title="Arrows",
        suffixes=(".arrows",),
        recognises=lambda data, content: data.startswith(b"arrows\\n"),
        holds={"graph": "an edge a line, as a -> b"},
        read=read_arrows,
        templates=(
            Template("arrows", "graph.arrows", "An edge a line", "arrows\\na -> b\\n", "graph"),
        ),
    ),
)
'''
# The steps of a visitor, in the copy: each dialog's form is drawn where its button stands.
STEPS = """
import io

import numpy as np
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.graphs import upload_dialog as graphs
from components.points import upload_dialog as points
from components.own_data.store import KEY
from core.datasets.readers import FORMATS, inspect_upload, open_upload

for module in (points, graphs):
    module._dialog = module._dialog.__wrapped__
    module.offer_dialog = lambda what, open_dialog: open_dialog()


def page(script):
    app = AppTest.from_file("components/shell.py", default_timeout=600)
    app.run()
    return app.switch_page(f"../pages/{script}").run()


def uploader(app, field):
    return next(each for each in app.file_uploader if (each.key or "").startswith(field))


def choose(app, field, name, text):
    uploader(app, field).set_value([(name, text.encode(), "text/plain")]).run()
    said = [each.value for each in (*app.error, *app.exception)]
    assert not said, said
    return app


def templates(app):
    return {each.label: each for each in app.get("download_button")}


def labels(app):
    return {each.label: each for each in (*app.selectbox, *app.multiselect)}


def given(app):
    (own,) = app.session_state[KEY].kept.values()
    return own.dataset


def press(app, label):
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception and not app.error
    return app
"""
READS_POINTS = """
text = "u¦v¦label\\n" + "".join(f"{i}.5¦{i * i}¦{'odd' if i % 2 else 'even'}\\n" for i in range(30))
app = page("density_your_data.py")
field = uploader(app, "points_file")
assert "Broken bars" in field.label
assert "Broken bars (.bars): cells between ¦" in field.help
assert "points.bars" in templates(app)
assert " or Broken bars." in uploader(app, "query_file").help

choose(app, "points_file", "named.csv", text)
asked = labels(app)
assert asked["Column of labels"].value == "label"
assert asked["Columns of features"].value == ["u", "v"]
assert not [each for each in app.button_group if each.label == "Decimal mark"]
asked["Columns of features"].set_value(["v", "u"]).run()
press(app, "Use these points")
found = given(app)
expected = np.array([[i * i, i + 0.5] for i in range(30)])
np.testing.assert_array_equal(found.values, expected)
assert found.feature_names.tolist() == ["v", "u"]
assert found.labels.tolist() == ["odd" if i % 2 else "even" for i in range(30)]
"""
READS_EDGES = """
app = page("graphs_one_graph.py")
assert "Broken bars (.bars): an edge between ¦" in uploader(app, "graph_file").help
assert "points.bars" not in templates(app)
choose(app, "graph_file", "named.gml", "who¦other¦strength\\na¦b¦1\\nb¦c¦2.5\\nc¦a¦1\\n")
assert labels(app)["Column of source"].value == "who"
press(app, "Use this graph")
graph = given(app)
assert graph.node_ids.tolist() == ["a", "b", "c"]
np.testing.assert_array_equal(graph.adjacency.toarray(), [[0, 1, 1], [1, 0, 2.5], [1, 2.5, 0]])
"""
READS_ARROWS = """
app = page("graphs_one_graph.py")
field = uploader(app, "graph_file")
assert "Arrows (.arrows): an edge a line, as a -> b" in field.help
assert any("Arrows (.arrows)" in each.value for each in app.caption)
assert "graph.arrows" in templates(app)
before = set(labels(app))
choose(app, "graph_file", "named.csv", "arrows\\na -> b\\nb -> c\\nc -> d\\n")
assert set(labels(app)) == before  # it has no columns, so nothing is asked of them
press(app, "Use this graph")
graph = given(app)
assert graph.node_ids.tolist() == list("abcd")
assert graph.n_edges == 3

app = page("density_your_data.py")
assert "Arrows (.arrows)" in uploader(app, "points_file").help
assert "graph.arrows" not in templates(app)
"""
DOOR = """
for name in ("Broken bars", "Arrows"):
    row = FORMATS[name]
    for template in row.templates:
        data = template.text.encode()
        assert row.recognises(data, "text")
        others = [each for each in FORMATS.values() if each is not row and not each.asked_last]
        assert not any(each.recognises(data, "text") for each in others)
        assert open_upload(data, "anything.csv", template.kind).dataset is not None
assert inspect_upload("u¦v\\n1¦2\\n".encode(), "a.csv", "points")[1].values == ("u", "v")
assert inspect_upload(b"arrows\\na -> b\\n", "a.csv") is None
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Copy:
    return copied(
        tmp_path_factory.mktemp("toys"),
        {
            "core/datasets/readers/toy_bars.py": TABLE.lstrip(),
            "core/datasets/readers/toy_arrows.py": GRAPH.lstrip(),
        },
        {
            "core/datasets/readers/formats.py": (
                '"parts"),\n)',
                '"parts", "toy_bars", "toy_arrows"),\n)',
            )
        },
    )


@pytest.mark.parametrize(
    "visit",
    [READS_POINTS, READS_EDGES, READS_ARROWS, DOOR],
    ids=["a table of points", "a table of edges", "a graph", "the door"],
)
def test_a_format_in_one_new_file_is_recognised_asked_about_listed_offered_and_read(program, visit):
    program.run(STEPS + visit)
