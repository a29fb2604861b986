"""Malformed graphs: each gets a message that names what is wrong (rows 24 and 39 to 41)."""

import json
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.datasets import GraphData
from core.datasets.readers import open_upload, read_upload
from core.errors import UploadError
from tests.core.datasets.test_graph_readers import (
    D3_JSON,
    GEPHI_CSV,
    GEPHI_GEXF,
    NEWMAN_GML,
    PAJEK,
    PRIMER_GRAPHML,
    SUITESPARSE,
)

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><graphml><graph edgedefault='undirected'><node id='&i;'/></graph></graphml>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<graphml><graph edgedefault='undirected'><node id='&x;'/></graph></graphml>"
)
NESTED = "<graphml>" + "<graph>" * 5_000 + "</graph>" * 5_000 + "</graphml>"
TWO = '<node id="a"/><node id="b"/>'


def graphml(body: str, key: str = "") -> str:
    return f'<graphml>{key}<graph edgedefault="undirected">{body}</graph></graphml>'


def weighted(weight: str, kind: str = "double") -> str:
    key = f'<key id="w" for="edge" attr.name="weight" attr.type="{kind}"/>'
    edge = f'<edge source="a" target="b"><data key="w">{weight}</data></edge>'
    return graphml(TWO + edge, key)


def gml(body: str) -> str:
    return f"graph [ {body} ]"


GML_TWO = 'node [ id 0 label "a" ] node [ id 1 label "b" ]'
MM = "%%MatrixMarket matrix"

MALFORMED = {
    # XML
    "entity bomb": (BOMB, "DOCTYPE"),
    "outside entity": (OUTSIDE, "DOCTYPE"),
    "bare doctype": ("<!DOCTYPE graphml><graphml/>", "DOCTYPE"),
    "5,000-deep XML": (NESTED, r"levels of nesting; the limit is 64"),
    "XML that breaks off": (PRIMER_GRAPHML[:500], "not well-formed XML"),
    "XML that is no graph": ("<?xml version='1.0'?><rss><item/></rss>", "root is <rss>"),
    "node listed twice": (graphml(TWO + '<node id="a"/>'), "several nodes with the id 'a'"),
    "NaN weight in XML": (weighted("NaN"), "'a' – 'b' has the weight nan"),
    "text weight in XML": (weighted("strong"), "not a readable GraphML file"),
    "text weight declared": (weighted("strong", "string"), "'strong', which is not a number"),
    "negative weight in XML": (weighted("-2"), "negative weight -2"),
    "infinite weight in XML": (weighted("Infinity"), "not finite"),
    "one node": (graphml('<node id="a"/>'), "one node"),
    "no edges": (graphml(TWO), "no edge between different nodes"),
    "only a loop": (graphml(TWO + '<edge source="a" target="a"/>'), "no edge between different"),
    "no nodes": (graphml(""), "not a readable|no node|shape|square|one node|no edge"),
    "GEXF without a graph": ("<gexf xmlns='http://gexf.net/1.2draft'/>", "not a readable GEXF"),
    # GML
    "5,000-deep GML": (gml("x [ " * 5_000 + "] " * 5_000), "5,001 levels of nesting"),
    "GML that breaks off": (NEWMAN_GML[:-40], "brackets are not closed"),
    "GML with an open quotation mark": (NEWMAN_GML.replace("Wilson's War\"", "War"), "line 20"),
    "GML ids twice": (gml('node [ id 0 label "a" ] node [ id 0 label "b" ]'), "duplicated"),
    "GML edge to nowhere": (gml(GML_TWO + " edge [ source 0 target 7 ]"), "7"),
    "GML negative": (gml(GML_TWO + " edge [ source 0 target 1 weight -1 ]"), "negative weight -1"),
    "GML NaN": (gml(GML_TWO + ' edge [ source 0 target 1 weight "NAN" ]'), "has the weight nan"),
    # Pajek
    "Pajek with 4e9 vertices": ("*Vertices 4000000000\n1 a\n", "4,000,000,000 nodes; the limit"),
    "Pajek with a million vertices": ("*Vertices 1000000\n1 a\n", "1,000,000 nodes; the limit"),
    "Pajek bad weight": ("*Vertices 2\n*Edges\n1 2 loud\n", "in line 3 has the weight 'loud'"),
    "Pajek half an edge": ("*Vertices 2\n*Edges\n1\n", "line 3 names one vertex"),
    "Pajek unknown vertex": (
        "*Vertices 2\n*Edges\n1 3\n",
        "'3'; vertices are numbered from 1 to 2",
    ),
    "Pajek open quotation mark": ('*Vertices 2\n1 "a\n2 b\n*Edges\n1 2\n', "opened in line 2"),
    "Pajek same label": ("*Vertices 2\n1 a\n2 a\n*Edges\n1 2\n", "several nodes called 'a'"),
    "Pajek two networks": ("*Vertices 2\n*Edges\n1 2\n*Vertices 2\n", "several networks"),
    "Pajek short matrix row": ("*Vertices 2\n*Matrix\n0 1\n1\n", "line 4 has 1 entries"),
    # Matrix Market
    "4e9 × 4e9 header": (
        f"{MM} coordinate real general\n4000000000 4000000000 1\n1 1 1\n",
        "4,000,000,000 nodes; the limit",
    ),
    "dense 1e5 × 1e5 header": (
        f"{MM} array real general\n100000 100000\n1.0\n",
        r"10,000,000,000 cells; the limit",
    ),
    "more entries than bytes": (
        f"{MM} coordinate real general\n9 9 4000000\n1 1 1\n",
        "4,000,000 entries, which do not fit",
    ),
    "header without a form": (f"{MM}\n", "damaged Matrix Market header"),
    "fewer entries than said": (f"{MM} coordinate real general\n3 3 3\n1 2 1\n", "Matrix Market"),
    "oblong matrix": (f"{MM} coordinate real general\n2 3 1\n1 2 1\n", "2 × 3"),
    "complex matrix": (f"{MM} coordinate complex general\n2 2 1\n1 2 1 1\n", "complex"),
    "NaN in a matrix": (f"{MM} coordinate real general\n2 2 1\n1 2 nan\n", "not finite"),
    # JSON
    "deep JSON": ('{"nodes": ' + "[" * 100_000, "levels of nesting; the limit is 64"),
    "JSON with NaN": ('{"nodes": [{"id": 1}], "links": [], "x": NaN}', "the number NaN"),
    "JSON with a key twice": ('{"nodes": [], "nodes": [], "links": []}', "key 'nodes' twice"),
    "JSON that breaks off": (D3_JSON[:-9], "not valid JSON"),
    "JSON without links": ('{"nodes": [{"id": 1}]}', "needs the keys 'nodes' and 'links'"),
    "JSON unknown end": (
        json.dumps({"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "z"}]}),
        "unknown node 'z'",
    ),
    "JSON duplicate id": (
        json.dumps({"nodes": [{"id": "a"}, {"id": "a"}], "links": []}),
        "several nodes called 'a'",
    ),
    "JSON weight 1e400": (
        '{"nodes": [{"id": 1}, {"id": 2}], "links": [{"source": 1, "target": 2, "weight": 1e400}]}',
        "has the weight inf",
    ),
    # edge lists
    "edge list NaN": ("source,target,weight\na,b,nan\n", "holds no edge"),
    "edge list infinite": ("source,target,weight\na,b,inf\n", "row 2, column 'weight': 'inf'"),
    "edge list negative": ("source;target;weight\na;b;1\nb;c;-0,5\n", "-0.5 in row 3"),
    "edge list open quotation mark": ('source,target\n"a,b\nc,d\n', "row 2 is never closed"),
    "edge list of one column": ("node\na\nb\n", "1 columns"),
    "edge list with no edge": ("source,target\na,a\n", "one node"),
    "empty": ("", "is empty"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_malformed_graph_gets_a_clear_message(case):
    text, said = MALFORMED[case]
    with pytest.raises(UploadError, match=said) as caught:
        read_upload(text.encode(), "graph.txt", "graph")
    message = str(caught.value)
    assert len(message) < 500
    assert "Traceback" not in message
    assert "/etc/passwd" not in message


@pytest.mark.parametrize(
    "case",
    ["entity bomb", "4e9 × 4e9 header", "Pajek with 4e9 vertices", "Pajek with a million vertices"],
)
def test_a_small_file_cannot_take_much_memory(case):
    text, _ = MALFORMED[case]
    tracemalloc.start()
    with pytest.raises(UploadError):
        read_upload(text.encode(), "graph.txt", "graph")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_repeated_labels_fall_back_to_ids_and_say_so():
    text = gml(
        'node [ id 0 label "a" ] node [ id 1 label "a" ] node [ id 2 label "b" ] '
        "edge [ source 0 target 1 ] edge [ source 1 target 2 ]"
    )
    upload = open_upload(text.encode(), "twins.gml")
    assert upload.dataset.node_ids.tolist() == ["0", "1", "2"]
    assert "named by their id" in " ".join(upload.notices)


@pytest.mark.parametrize("data", [NEWMAN_GML, PRIMER_GRAPHML, PAJEK, SUITESPARSE, D3_JSON])
def test_a_graph_file_is_not_points(data):
    with pytest.raises(UploadError, match="a graph, not points"):
        read_upload(data.encode(), "a.txt", "points")


def test_labels_from_outside_stay_text():
    evil = "<img src=x onerror=alert(1)>"
    data = json.dumps(
        {"nodes": [{"id": evil}, {"id": "=cmd"}], "links": [{"source": evil, "target": "=cmd"}]}
    )
    assert read_upload(data.encode(), "a.json").node_ids.tolist() == [evil, "=cmd"]


SAMPLES = (GEPHI_CSV, GEPHI_GEXF, NEWMAN_GML, PAJEK, PRIMER_GRAPHML, SUITESPARSE, D3_JSON)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sample=st.sampled_from(SAMPLES),
    start=st.integers(0, 1500),
    length=st.integers(0, 60),
    put=st.text(max_size=12)
    | st.sampled_from(['"', "[", "]", "<", "-1e999", "NaN", "0", "*Arcs\n"]),
)
def test_a_damaged_graph_is_a_graph_or_an_upload_error(sample, start, length, put):
    start %= len(sample)
    data = (sample[:start] + put + sample[start + length :]).encode("utf-8", "replace")
    with suppress(UploadError):
        assert isinstance(read_upload(data, "graph.txt", "graph"), GraphData)


def test_a_graphml_key_without_a_type_is_text_and_said_so():
    untyped = PRIMER_GRAPHML.replace(' attr.type="string"', "")
    upload = open_upload(untyped.encode(), "untyped.graphml")
    assert upload.dataset.n_nodes == 4
    assert "No key type for id d0" in " ".join(upload.notices)


MANY = [{"id": i, f"attribute {i}": "x", "also": "y"} for i in range(1_000)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"nodes": MANY, "links": [{"source": 0, "target": 1}]}),
        "graph {" + "".join(f"n{i} [a{i}=x];" for i in range(1_000)) + "n0 -- n1 }",
        "graph { node [" + ",".join(f"a{i}=x" for i in range(1_000)) + "]; a -- b }",
        gml("".join(f'node [ id {i} label "n{i}" a{i} "x" ] ' for i in range(1_000))),
        json.dumps(
            {
                "elements": {
                    "nodes": [{"data": node} for node in MANY],
                    "edges": [{"data": {"source": 0, "target": 1}}],
                }
            }
        ),
    ],
    ids=["JSON", "DOT", "DOT defaults", "GML", "Cytoscape JSON"],
)
def test_more_attributes_than_are_kept_are_refused_before_they_are(text):
    with pytest.raises(UploadError, match=r"attributes of nodes; the limit is 200"):
        read_upload(text.encode(), "g", "graph")


def test_names_of_several_types_are_text_and_missing_attributes_are_said():
    nodes = [{"id": 1, "club": "a"}, {"id": "1a", "club": "a"}, {"id": 2.5}, {"id": True}]
    links = [{"source": 1, "target": "1a"}, {"source": 2.5, "target": True}]
    upload = open_upload(json.dumps({"nodes": nodes, "links": links}).encode(), "g.json")
    assert upload.dataset.node_ids.tolist() == ["1", "1a", "2.5", "True"]
    assert "2 of 4 nodes have no value of 'club'" in " ".join(upload.notices)


HOSTILE = {
    "graph6 of 2^36 nodes": (b">>graph6<<~~" + b"~" * 6, "68,719,476,735 nodes; the limit"),
    "sparse6 of 2^36 nodes": (b":~~" + b"~" * 6, "68,719,476,735 nodes; the limit"),
    "graph6 that is too short": (b">>graph6<<D", "5 nodes, which need 2 characters; 0"),
    "graph6 that breaks off": (b">>graph6<<~~~", "breaks off"),
    "graph6 of other characters": (b">>graph6<<D h", "characters lie between"),
    "several graphs": (b">>graph6<<A_\nA_\n", "2 graphs; upload one"),
    "sparse6 without edges": (b":Bn", "no edge"),
    "DOT nested deep": (b"graph {" + b"{" * 5_000 + b"}" * 5_001, "65 levels of nesting"),
    "DOT that breaks off": (b"graph { a -- b", "a { is not closed"),
    "DOT with an open quotation mark": (b'graph {\n"a -- b }', "line 2 holds a quotation mark"),
    "DOT with open HTML": (b"graph { a -- <b> <c }", "a < that is never closed"),
    "DOT with half an edge": (b"graph { a -- }", "has '}' where { belongs"),
    "DOT with open brackets": (b"graph { a -- b [x=1 }", "has '}' where a name"),
    "DOT with two graphs": (b"graph {a--b} graph {c--d}", "'graph' after the graph"),
    "DOT with text as weight": (b"graph { a -- b [weight=loud] }", "'b' has the weight 'loud'"),
    "DOT with a negative weight": (b"graph { a -- b [weight=-1] }", "negative weight -1"),
    "DOT with a sign that is none": (b"graph { a -- b ^ }", r"'\^', which DOT does not know"),
    "DOT with more edges than there may be": (
        b"graph {{" + b" ".join(b"a%d" % i for i in range(3_000)) + b"} -- {"
        + b" ".join(b"b%d" % i for i in range(3_000)) + b"}}",
        "9,000,000 edges; the limit",
    ),
    "DL of 4e9 nodes": (b"dl n=4000000000 data:\n1\n", "4,000,000,000 nodes; the limit"),
    "DL of a large matrix": (b"dl n=200000 data:\n1\n", "40,000,000,000 cells; the limit"),
    "DL without data": (b"dl n=3\n", "no line 'data:'"),
    "DL without a number": (b"dl format=el1 data:\n1 2\n", "how many nodes"),
    "DL of another format": (b"dl n=2 format=blockmatrix data:\n1\n", "'blockmatrix'"),
    "DL with few numbers": (b"dl n=3 data:\n0 1\n", "9 numbers; 2 are there"),
    "DL with text": (b"dl n=2 data:\n0 x\n1 0\n", "no number"),
    "DL with an unknown node": (b"dl n=2 format=el1 data:\n1 3\n", "the node '3'"),
    "DL with half an edge": (b"dl n=2 format=el1 data:\n1\n", "names one node"),
    "DL with more nodes than said": (
        b"dl n=2 format=el1 labels embedded data:\na b\nb c\n", "names more nodes"
    ),
    "DL with fewer labels": (b"dl n=3 labels: a,b data:\n0 1 1 1 0 1 1 1 0\n", "lists 2 labels"),
    "DL of two kinds of nodes": (b"dl nr=2 nc=3 data:\n0 1 1 1 0 1\n", "2 × 3"),
    "DL of several matrices": (b"dl n=2 nm=2 data:\n0 1 1 0 0 1 1 0\n", "several matrices"),
    "an edge with half a dictionary": (b"a b {}\nb c {'weight': 2\n", "edge 2 ends in"),
    "an edge with code": (b"a b {}\nb c {'weight': print(1)}\n", "no dictionary of attributes"),
    "an edge with a set": (b"a b {}\nb c {1, 2}\n", "no dictionary of attributes"),
    "an edge with a dictionary nested deep": (
        b"a b {}\nb c {'x': " + b"[" * 5_000 + b"]" * 5_000 + b"}\n", "no dictionary"
    ),
    "an edge of three nodes": (b"a b {}\nb c d {}\n", "edge 2 names 3 nodes"),
    "an edge with text as weight": (b"a b {'weight': 'loud'}\n", "the weight 'loud'"),
    "a count that never ends": (
        b"#me\n# GMT now\n#\na " + b"9" * 5_000 + b"\nb {}\n", "not all of them are there"
    ),
    "adjacency of other length": (
        b'{"nodes": [{"id": 1}], "adjacency": [[], []]}', "needs the keys"
    ),
    "Cytoscape without ids": (
        b'{"elements": {"nodes": [{"data": {}}], "edges": []}}', "number 1 has no id"
    ),
    "Cytoscape without data": (b'{"elements": {"nodes": [{"id": 1}]}}', "objects with \"data\""),
    "Cytoscape with an unknown end": (
        b'{"elements": {"nodes": [{"data": {"id": "a"}}], "edges": '
        b'[{"data": {"source": "a", "target": "z"}}]}}',
        "unknown node 'z'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_graph_gets_a_clear_message(case):
    data, said = HOSTILE[case]
    with pytest.raises(UploadError, match=said) as refused:
        read_upload(data, "graph.txt", "graph")
    assert len(str(refused.value)) < 500
