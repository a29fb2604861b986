"""DOT, DL, graph6, Cytoscape, graphology and adjacency tables, by the rules of all graphs."""

import io
import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.readers import inspect_upload, open_upload, read_upload
from core.datasets.readers.dot_tokens import dot_tokens
from core.errors import UploadError

# One graph: a – b 1, b – c 2, a – c 1, c – d 0.5; groups left and right.
WEIGHTS = [[0, 1, 1, 0], [1, 0, 2, 0], [1, 2, 0, 0.5], [0, 0, 0.5, 0]]
GROUPS = ["left", "left", "right", "right"]
CYJS_NODES = [
    {"data": {"id": str(50 + i), "name": name, "group": group, "SUID": 50 + i, "selected": False}}
    for i, (name, group) in enumerate(zip("abcd", GROUPS, strict=True))
]
PAIRS = [(0, 1, 1), (1, 2, 2), (2, 0, 1), (2, 3, 0.5)]
CYJS_EDGES = [
    {"data": {"id": f"e{i}", "source": str(50 + s), "target": str(50 + t), "weight": w}}
    for i, (s, t, w) in enumerate(PAIRS)
]
GRAPHOLOGY = {
    "options": {"type": "undirected", "multi": False},
    "attributes": {"name": "four"},
    "nodes": [
        {"key": name, "attributes": {"group": group}}
        for name, group in zip("abcd", GROUPS, strict=True)
    ],
    "edges": [
        {"key": i, "source": "abcd"[s], "target": "abcd"[t], "attributes": {"weight": w}}
        for i, (s, t, w) in enumerate(PAIRS)
    ],
}
SIGMA = {
    "nodes": [
        {"id": name, "label": name.upper(), "x": i, "y": i * i, "size": 1, "group": group}
        for i, (name, group) in enumerate(zip("abcd", GROUPS, strict=True))
    ],
    "edges": [
        {"id": i, "source": "abcd"[s], "target": "abcd"[t], "weight": w}
        for i, (s, t, w) in enumerate(PAIRS)
    ],
}
GROUPED = {
    "DOT": """/* four */ graph "my graph" {
        node [shape=circle]; edge [weight=1];
        a -- b; b -- c [weight="2", color=red]; c -- a # the last of these
        // and a tail
        c:n -- d:s:w [weight=.5]
        subgraph cluster_0 { label="left"; a b }
        subgraph cluster_1 { label=<right>; c; d }
    }""".replace("label=<right>", 'label="ri" + "ght"').replace("# the last of these", ""),
    "Cytoscape JSON": json.dumps(
        {
            "format_version": "1.0",
            "data": {},
            "elements": {"nodes": CYJS_NODES, "edges": CYJS_EDGES},
        }
    ),
    "Cytoscape JSON, one list": json.dumps([*CYJS_NODES, *CYJS_EDGES]),
    "Cytoscape JSON, list of elements": json.dumps({"elements": [*CYJS_NODES, *CYJS_EDGES]}),
    "graphology": json.dumps(GRAPHOLOGY),
    "sigma": json.dumps(SIGMA),
}
PLAIN = {
    "DL, full matrix": "dl n=4 format=fullmatrix\nlabels:\na,b,c,d\ndata:\n"
    + "\n".join(" ".join(map(str, row)) for row in WEIGHTS),
    "DL, no diagonal": "DL n = 4, diagonal = absent\nlabels:\na b\nc d\ndata:\n"
    "1 1 0\n1 2 0\n1 2 0.5\n0 0 0.5\n",
    "DL, matrix with its labels": "dl\nnr=4 nc=4\nrow labels embedded\ncolumn labels embedded\n"
    "data:\n"
    "a b c d\na 0 1 1 0\nb 1 0 2 0\nc 1 2 0 .5\nd 0 0 .5 0\n",
    "DL, edges": "dl n=4 format=edgelist1\nlabels: a,b,c,d\ndata:\n1 2\n2 3 2\n3 1 1\n3 4 .5\n",
    "DL, edges by name": "DL n=4, format=el1\nlabels embedded\ndata:\na b\nb c 2\nc a 1\nc d .5\n",
    "adjacency": ",a,b,c,d\na,0,1,1,0\nb,1,0,2,0\nc,1,2,0,0.5\nd,0,0,0.5,0\n",
    "adjacency, empty cells": "node;a;b;c;d\na;;1;1;\nb;1;;2;\nc;1;2;;0,5\nd;;;0,5;\n",
    "adjacency, one triangle": ",a,b,c,d\na,0,1,1,0\nb,0,0,2,0\nc,0,0,0,0.5\nd,0,0,0,0\n",
    "adjacency, in another order": ",c,b,a,d\na,1,1,0,0\nb,2,0,1,0\nc,0,2,1,.5\nd,.5,0,0,0\n",
}


NETWORKX = nx.from_numpy_array(np.array(WEIGHTS))
NETWORKX.add_edges_from([(0, 1, {"colour": "red"}), (2, 3, {"notes": ["{a}", None]})])
WRITTEN = {
    "edges with attributes": (nx.write_edgelist, {}),
    "edges, by commas": (nx.write_edgelist, {"delimiter": ", "}),
    "neighbours": (nx.write_adjlist, {}),
    "neighbours, by tabs": (nx.write_adjlist, {"delimiter": "\t"}),
    "counted neighbours": (nx.write_multiline_adjlist, {}),
}


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("names", [list(range(4)), ["Ann", "3", "2", "Cy"]])
def test_what_networkx_writes_as_text_is_read_back(form, names):
    write, options = WRITTEN[form]
    file = io.BytesIO()
    write(nx.relabel_nodes(NETWORKX, dict(enumerate(names))), file, **options)
    graph = open_upload(file.getvalue(), "graph.txt").dataset  # without being told that it is one
    order = [graph.node_ids.tolist().index(str(name)) for name in names]
    found = graph.adjacency.toarray()[np.ix_(order, order)]
    expected = np.array(WEIGHTS, dtype=float)
    if write is nx.write_adjlist:  # it has no weights
        expected = (expected > 0).astype(float)
    np.testing.assert_array_equal(found, expected)


def test_neighbours_are_not_taken_for_counts():
    text = "#me.py\n# GMT Mon\n#\n0 2\n1\n2 1\n"  # edges 0 - 2 and 2 - 1
    graph = read_upload(text.encode(), "g.txt")
    assert graph.node_ids.tolist() == ["0", "1", "2"]
    assert graph.adjacency.toarray().tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph])
def test_the_json_of_adjacency_data_is_read(kind):
    made = kind([("a", "b", {"weight": 3}), ("b", "c")])
    made.nodes["a"]["club"], made.nodes["b"]["club"], made.nodes["c"]["club"] = "x", "x", "y"
    upload = open_upload(json.dumps(nx.adjacency_data(made)).encode(), "g.json")
    assert upload.dataset.adjacency.toarray().tolist() == [[0, 3, 0], [3, 0, 1], [0, 1, 0]]
    assert "club" in upload.node_attributes
    assert "repeated" not in " ".join(upload.notices)


@pytest.mark.parametrize("form", [*GROUPED, *PLAIN])
def test_every_form_gives_the_same_graph(form):
    upload = open_upload((GROUPED | PLAIN)[form].encode(), "graph.txt", "graph")
    graph = upload.dataset
    assert graph.node_ids.tolist() == list("abcd")
    np.testing.assert_array_equal(graph.adjacency.toarray(), WEIGHTS)
    assert (graph.communities is not None) == (form in GROUPED)
    if form in GROUPED:
        assert graph.communities.tolist() == GROUPS


@pytest.mark.parametrize("form", [name for name in GROUPED if name != "adjacency"])
def test_such_a_file_is_a_graph_without_being_told(form):
    assert open_upload(GROUPED[form].encode(), "x").dataset.n_nodes == 4


def notices_of(text):
    return " ".join(open_upload(text.encode(), "g", "graph").notices)


def test_directions_loops_and_repeated_edges_follow_the_rules_of_all_graphs():
    texts = {
        "DOT": "digraph { a -> b [weight=1]; b -> a [weight=3]; a -> a; a -> b [weight=2] }",
        "DL": "dl n=2 format=edgelist1\ndata:\n1 2 1\n2 1 3\n1 1\n1 2 2\n",
        "Cytoscape": json.dumps(
            {
                "elements": {
                    "nodes": [{"data": {"id": "a"}}, {"data": {"id": "b"}}],
                    "edges": [
                        {"data": {"source": s, "target": t, "weight": w}}
                        for s, t, w in [("a", "b", 1), ("b", "a", 3), ("a", "a", 1), ("a", "b", 2)]
                    ],
                }
            }
        ),
    }
    for form, text in texts.items():
        graph = open_upload(text.encode(), "g").dataset
        assert graph.adjacency.toarray().tolist() == [[0, 3], [3, 0]], form
        said = notices_of(text)
        assert "Edges from a node to itself left out: 1." in said
        assert "2 repeated edges were joined" in said
        assert ("Edges have a direction" in said) == (form != "Cytoscape")


@pytest.mark.parametrize(
    ("options", "link", "is_directed"),
    [
        ({"type": "directed"}, {}, True),
        ({"type": "mixed"}, {"undirected": True}, False),
        ({"type": "mixed"}, {}, True),
        ({"type": "undirected"}, {}, False),
    ],
)
def test_graphology_says_what_is_directed(options, link, is_directed):
    edges = [edge | link for edge in GRAPHOLOGY["edges"]]
    text = json.dumps(GRAPHOLOGY | {"options": options, "edges": edges})
    assert ("Edges have a direction" in notices_of(text)) == is_directed


# DOT.


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("graph{a--b--c}", "ab bc"),
        ("graph{a--{b;c}--d}", "ab ac bd cd"),
        ("strict digraph g {a->b a->c}", "ab ac"),
        ('graph{"a"--"b" "b"--c;}', "ab bc"),
        ("graph{subgraph s {a b} -- c}", "ac bc"),
        ("graph { a -- b [x=<p <b>q</b>>]\n# c -- d\n}", "ab"),
        ("GRAPH{a--b[weight=1][color=blue,style=bold];rankdir=LR}", "ab"),
        ("graph { 1 -- 2; -.5 -- 2 }", "12 -.52"),
    ],
)
def test_what_dot_means(text, edges):
    graph = read_upload(text.encode(), "g.dot")
    ids = graph.node_ids.tolist()
    rows, columns = np.nonzero(np.triu(graph.adjacency.toarray()))
    found = {frozenset((ids[r], ids[c])) for r, c in zip(rows, columns, strict=True)}
    assert found == {frozenset((pair[:-1], pair[-1])) for pair in edges.split()}


def test_a_quoted_word_is_a_name_and_no_keyword():
    assert read_upload(b'graph { "node" -- "subgraph"; "edge" -- "node" }', "g").n_nodes == 3


def test_a_quoted_name_holds_what_it_says():
    words = list(dot_tokens('"a \\"b\\" {--}" -- c', "g"))
    assert words[0][:2] == ('a "b" {--}', True)
    assert [word for word, *_ in words] == ['a "b" {--}', "--", "c"]


def test_networkx_and_pydot_are_not_needed_for_dot():
    graph = nx.karate_club_graph()
    lines = "".join(f"  {u} -- {v} [weight={d['weight']}];\n" for u, v, d in graph.edges(data=True))
    clubs = "".join(f'  {n} [club="{d["club"]}"];\n' for n, d in graph.nodes(data=True))
    read = read_upload(f"graph {{\n{clubs}{lines}}}".encode(), "karate.gv")
    np.testing.assert_array_equal(read.adjacency.toarray(), nx.to_numpy_array(graph))
    assert read.communities.tolist() == [d["club"] for _, d in graph.nodes(data=True)]


# graph6 and sparse6, beside networkx.


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 40))
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=1))
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((u, v) for u, v in edges if u != v)
    return graph


@settings(max_examples=60, deadline=None)
@given(graphs(), st.booleans())
def test_graph6_and_sparse6_as_networkx_writes_them(graph, header):
    if not graph.number_of_edges():
        graph.add_edge(0, 1)
    for write in (nx.to_graph6_bytes, nx.to_sparse6_bytes):
        read = read_upload(write(graph, header=header), "g.g6", "graph")
        np.testing.assert_array_equal(read.adjacency.toarray(), nx.to_numpy_array(graph))


@pytest.mark.parametrize("n", [62, 63, 64, 65, 300])
def test_graph6_of_sizes_at_which_the_form_changes(n):
    graph = nx.path_graph(n)
    for write in (nx.to_graph6_bytes, nx.to_sparse6_bytes):
        read = read_upload(write(graph), "g", "graph")
        assert (read.n_nodes, read.n_edges) == (n, n - 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 20), st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1))
def test_sparse6_with_loops_and_parallel_edges(n, pairs):
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((u % n, v % n) for u, v in [*pairs, (0, 1)])
    read = read_upload(nx.to_sparse6_bytes(graph), "g", "graph")
    expected = (nx.to_numpy_array(nx.Graph(graph), weight=None) > 0).astype(float)
    np.fill_diagonal(expected, 0)
    np.testing.assert_array_equal(read.adjacency.toarray(), expected)


@pytest.mark.parametrize("text", ["node\n", "x\n1\n2\n", "label", "abc", "A"])
def test_a_word_is_not_taken_for_graph6(text):
    with pytest.raises(UploadError) as refused:
        read_upload(text.encode(), "a.csv", "graph")
    assert "graph6" not in str(refused.value)


# Adjacency tables.


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (",a,b\na,0,1\nb,1,0\n", "matrix"),
        (",1,2,3\n1,0,1,1\n2,1,0,1\n3,1,1,0\n", "matrix"),
        ("source,target,weight\na,b,1\nb,c,1\n", "edges"),
        ("source,target\na,b\nb,a\n", "edges"),
    ],
)
def test_a_square_table_with_equal_names_is_a_matrix(text, layout):
    assert inspect_upload(text.encode(), "m.csv", "graph")[1].layout == layout


def test_a_directed_matrix_without_names_is_one_where_no_list_of_edges_has_so_many_columns():
    upload = open_upload(b"0,1,0,0\n0,0,2,0\n0,0,5,3\n1,0,0,0\n", "m.csv", "graph")
    assert upload.dataset.adjacency.toarray().tolist() == [
        [0, 1, 0, 1],
        [1, 0, 2, 0],
        [0, 2, 0, 3],
        [1, 0, 3, 0],
    ]
    assert "numbered from 1" in " ".join(upload.notices)


def test_names_that_are_numbers_are_names():
    graph = read_upload(b",10,20,30\n10,0,1,2\n20,1,0,3\n30,2,3,0\n", "m.csv", "graph")
    assert graph.node_ids.tolist() == ["10", "20", "30"]
    assert graph.adjacency.toarray().tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",a,b\na,0,x\nb,1,0\n", "row 2, column 'b': 'x'"),
        (",a,b\na,0,-1\nb,1,0\n", "negative weight -1"),
        (",a,b\na,1,0\nb,0,1\n", "no edge between different nodes"),
    ],
)
def test_a_matrix_that_is_no_graph_says_why(text, said):
    with pytest.raises(UploadError, match=said):
        read_upload(text.encode(), "m.csv", "graph")
