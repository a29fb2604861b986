"""Every graph format opens from a real sample, and each rule of reading is said."""

import io
import json
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
import scipy.io
from scipy import sparse

from core.datasets import GraphData, load
from core.datasets.graph_parts import largest_component, n_components
from core.datasets.readers import (
    inspect_table,
    inspect_upload,
    label_nodes,
    open_upload,
    read_upload,
)
from core.datasets.readers.graph_writers import write_edges, write_graphml
from core.datasets.readers.mapping import ColumnMapping, guess_mapping
from core.datasets.readers.matrix_market_body import read_body
from core.datasets.readers.node_attributes import community_candidates, with_communities
from core.datasets.readers.upload import build_upload
from core.errors import UploadError

# As M. E. J. Newman's collection writes them: Creator line, label, value as the class.
NEWMAN_GML = """Creator "Mark Newman on Sun Jan 01 2006"
graph
[
  directed 0
  node
  [
    id 0
    label "1000 Years for Revenge"
    value "n"
  ]
  node
  [
    id 1
    label "Bush vs. the Beltway"
    value "c"
  ]
  node
  [
    id 2
    label "Charlie Wilson's War"
    value "c"
  ]
  node
  [
    id 3
    label "Losing Bin Laden"
    value "n"
  ]
  edge
  [
    source 1
    target 0
  ]
  edge
  [
    source 2
    target 0
  ]
  edge
  [
    source 3
    target 0
  ]
]
"""
# As Gephi exports it.
GEPHI_GEXF = """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"
      xmlns:viz="http://www.gexf.net/1.2draft/viz">
  <meta lastmodifieddate="2013-04-16"><creator>Gephi 0.9</creator></meta>
  <graph defaultedgetype="undirected" mode="static">
    <attributes class="node" mode="static">
      <attribute id="modularity_class" title="Modularity Class" type="integer"/>
    </attributes>
    <nodes>
      <node id="0" label="Myriel"><attvalues>
        <attvalue for="modularity_class" value="0"/></attvalues>
        <viz:size value="28.68"/><viz:position x="-266.8" y="299.6"/></node>
      <node id="1" label="Napoleon"><attvalues>
        <attvalue for="modularity_class" value="0"/></attvalues></node>
      <node id="2" label="Valjean"><attvalues>
        <attvalue for="modularity_class" value="1"/></attvalues></node>
      <node id="3" label="Javert"><attvalues>
        <attvalue for="modularity_class" value="1"/></attvalues></node>
    </nodes>
    <edges>
      <edge id="0" source="1" target="0"/>
      <edge id="1" source="2" target="0" weight="5.0"/>
      <edge id="2" source="2" target="3" weight="17.0"/>
    </edges>
  </graph>
</gexf>
"""
# As yEd and the GraphML primer write it.
PRIMER_GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="color" attr.type="string"><default>yellow</default></key>
  <key id="d1" for="edge" attr.name="weight" attr.type="double"/>
  <graph id="G" edgedefault="undirected">
    <node id="n0"><data key="d0">green</data></node>
    <node id="n1"/>
    <node id="n2"><data key="d0">blue</data></node>
    <node id="n3"><data key="d0">green</data></node>
    <edge id="e0" source="n0" target="n2"><data key="d1">1.0</data></edge>
    <edge id="e1" source="n0" target="n1"><data key="d1">1.5</data></edge>
    <edge id="e2" source="n1" target="n3"><data key="d1">2.0</data></edge>
  </graph>
</graphml>
"""
PAJEK = """*Vertices 4
1 "Ada Lovelace" 0.1 0.2 0.5
2 "Grace Hopper"
3 "Alan"
4 Emmy
*Arcs
1 2 2.5
2 1 1
*Edges
2 3
3 4 0.5
"""
# As the SuiteSparse collection writes karate's kind of file.
SUITESPARSE = """%%MatrixMarket matrix coordinate pattern symmetric
%-------------------------------------------------------------------------------
% UF Sparse Matrix Collection, Tim Davis
%-------------------------------------------------------------------------------
4 4 4
2 1
3 1
3 2
4 3
"""
D3_JSON = json.dumps(
    {
        "nodes": [
            {"name": "Myriel", "group": 1},
            {"name": "Napoleon", "group": 1},
            {"name": "Valjean", "group": 2},
            {"name": "Javert", "group": 2},
        ],
        "links": [
            {"source": 1, "target": 0, "value": 1},
            {"source": 2, "target": 0, "value": 8},
            {"source": 2, "target": 3, "value": 17},
        ],
    }
)
# As the Stanford collection writes it.
SNAP = """# Directed graph (each unordered pair of nodes is saved once): CA-GrQc.txt
# Collaboration network of Arxiv General Relativity category
# Nodes: 4 Edges: 3
# FromNodeId\tToNodeId
3466\t937
3466\t5233
937\t8579
"""
GEPHI_CSV = '\ufeffSource;Target;Weight\n"Müller, A."; Bach ;1,5\nBach;"C;D";2,25\n'


def adjacency_of(graph: GraphData) -> dict[frozenset[str], float]:
    coo = graph.adjacency.tocoo()
    ids = graph.node_ids
    return {frozenset((ids[i], ids[j])): w for i, j, w in zip(*coo.coords, coo.data, strict=True)}


def test_newmans_gml_and_its_classes():
    upload = open_upload(NEWMAN_GML.encode(), "polbooks.gml")
    graph = upload.dataset
    assert graph.n_edges == 3
    assert graph.node_ids[2] == "Charlie Wilson's War"
    assert graph.communities.tolist() == ["n", "c", "c", "n"]
    assert any("'value' was taken as the communities" in notice for notice in upload.notices)


def test_gephis_gexf_is_called_by_its_labels():
    upload = open_upload(GEPHI_GEXF.encode(), "miserables.gexf")
    assert adjacency_of(upload.dataset) == {
        frozenset(("Napoleon", "Myriel")): 1.0,
        frozenset(("Valjean", "Myriel")): 5.0,
        frozenset(("Valjean", "Javert")): 17.0,
    }
    assert upload.dataset.communities.tolist() == ["0", "0", "1", "1"]


def test_the_primers_graphml_and_an_attribute_as_truth():
    upload = open_upload(PRIMER_GRAPHML.encode(), "primer.graphml")
    assert upload.dataset.communities is None
    assert adjacency_of(upload.dataset)[frozenset(("n1", "n3"))] == 2.0
    four = upload.dataset.n_nodes
    assert community_candidates(upload.node_attributes, four) == []  # three colours, four nodes
    coloured = with_communities(upload, "color").dataset
    assert coloured.communities.tolist() == ["green", "yellow", "blue", "green"]
    with pytest.raises(UploadError, match="there are: color"):
        with_communities(upload, "colour")


def test_pajek_with_arcs_and_edges():
    upload = open_upload(PAJEK.encode(), "net.net")
    graph = upload.dataset
    assert graph.node_ids.tolist() == ["Ada Lovelace", "Grace Hopper", "Alan", "Emmy"]
    expected = [[0, 2.5, 0, 0], [2.5, 0, 1, 0], [0, 1, 0, 0.5], [0, 0, 0.5, 0]]
    np.testing.assert_array_equal(graph.adjacency.toarray(), expected)
    assert any("direction" in notice for notice in upload.notices)


@pytest.mark.parametrize(
    ("section", "n_edges"),
    [
        ("*Edgeslist\n1 2 3\n3 4", 3),
        ("*Arcslist\n1 2 3\n3 4", 3),
        ("*Matrix\n0 1 0 0\n1 0 2 0\n0 2 0 1\n0 0 1 0", 3),
    ],
)
def test_pajeks_other_sections(section, n_edges):
    text = f"% a comment\n*Network toy\n*Vertices 4\n{section}\n"
    assert read_upload(text.encode(), "toy.net").n_edges == n_edges


def test_suitesparse_pattern():
    graph = read_upload(SUITESPARSE.encode(), "toy.mtx")
    assert graph.n_nodes == 4
    assert graph.n_edges == 4
    assert graph.adjacency.max() == 1


def test_matrix_market_as_scipy_writes_it():
    karate = load("karate")
    for matrix in (karate.adjacency, karate.adjacency.toarray()):
        buffer = io.BytesIO()
        scipy.io.mmwrite(buffer, matrix)
        read = read_upload(buffer.getvalue(), "karate.mtx", "graph")
        assert (read.adjacency != karate.adjacency).nnz == 0


def test_d3s_json_counts_its_nodes():
    upload = open_upload(D3_JSON.encode(), "miserables.json")
    assert adjacency_of(upload.dataset)[frozenset(("Valjean", "Javert"))] == 17
    assert upload.dataset.communities.tolist() == ["1", "1", "2", "2"]


@pytest.mark.parametrize("edges", ["links", "edges"])
def test_networkx_node_link_json(edges):
    karate = nx.karate_club_graph()
    text = json.dumps(nx.node_link_data(karate, edges=edges))
    graph = read_upload(text.encode(), "karate.json")
    assert graph.n_edges == 78
    assert graph.communities.tolist() == [karate.nodes[node]["club"] for node in karate]


def test_snap_edge_list_with_comments():
    upload = open_upload(SNAP.encode(), "CA-GrQc.txt", "graph")
    assert adjacency_of(upload.dataset) == {
        frozenset(("3466", "937")): 1.0,
        frozenset(("3466", "5233")): 1.0,
        frozenset(("937", "8579")): 1.0,
    }
    assert any(notice == "Comment lines left out at the beginning: 3." for notice in upload.notices)


def test_konect_edge_list_with_a_percent_line():
    upload = open_upload(b"% asym weighted\n% 3 4 4\n1 2\n2 3\n3 4\n", "out.toy", "graph")
    assert upload.dataset.n_edges == 3


def test_a_bad_row_keeps_its_number_behind_comments():
    data = b"# a\n# b\nsource,target,weight\nx,y,1\ny,z,loud\n"
    with pytest.raises(UploadError, match="row 5, column 'weight': 'loud'"):
        read_upload(data, "a.csv", "graph")


def test_gephis_csv_with_bom_semicolons_quotes_blanks_and_decimal_commas():
    upload = open_upload(GEPHI_CSV.encode(), "edges.csv", "graph")
    assert adjacency_of(upload.dataset) == {
        frozenset(("Müller, A.", "Bach")): 1.5,
        frozenset(("Bach", "C;D")): 2.25,
    }
    said = " ".join(upload.notices)
    assert "semicolon" in said
    assert "decimal comma" in said


def test_columns_of_an_edge_list_can_be_chosen():
    data = b"who;whom;since;strength\na;b;1999;3\nb;c;2001;4\n"
    table, _ = inspect_upload(b"source;target;since;strength\na;b;1;3\nb;c;2;4\n", "a.csv", "graph")
    assert guess_mapping(table, "graph").roles == {
        "source": "source",
        "target": "target",
        "weight": "strength",
    }
    with pytest.raises(UploadError, match="4 columns"):
        read_upload(data, "a.csv", "graph")
    chosen = ColumnMapping("edges", {"source": "who", "target": "whom", "weight": "strength"})
    graph = build_upload(inspect_table(data, "a.csv"), chosen).dataset
    assert adjacency_of(graph)[frozenset(("b", "c"))] == 4


def test_every_format_gives_karate_back():
    karate = nx.karate_club_graph()
    written = {}
    for suffix, write in (
        ("graphml", nx.write_graphml),
        ("gexf", nx.write_gexf),
        ("gml", nx.write_gml),
        ("net", nx.write_pajek),
    ):
        buffer = io.BytesIO()
        write(karate, buffer)
        written[suffix] = buffer.getvalue()
    buffer = io.BytesIO()
    sparse.save_npz(buffer, nx.to_scipy_sparse_array(karate, dtype=float))
    written["npz"] = buffer.getvalue()
    expected = nx.to_numpy_array(karate)
    for suffix, data in written.items():
        graph = read_upload(data, f"karate.{suffix}", "graph")
        order = np.argsort(graph.node_ids.astype(int))
        np.testing.assert_array_equal(
            graph.adjacency.toarray()[np.ix_(order, order)], expected, err_msg=suffix
        )
        if suffix in ("graphml", "gexf", "gml"):
            assert set(graph.communities) == {"Mr. Hi", "Officer"}


def test_what_we_write_we_read_back():
    graph = load("planted_partition")
    labels = np.arange(graph.n_nodes) % 3
    data = write_graphml(graph, {"Ward & logComm": labels})
    upload = open_upload(data, "ours.graphml")
    assert (upload.dataset.adjacency != graph.adjacency).nnz == 0
    assert upload.dataset.node_ids.tolist() == graph.node_ids.tolist()
    assert upload.dataset.communities.tolist() == graph.communities.tolist()
    assert upload.node_attributes["Ward & logComm"].tolist() == [str(label) for label in labels]
    again = read_upload(write_edges(graph).encode(), "ours.csv", "graph")
    assert adjacency_of(again) == adjacency_of(graph)


def test_multigraph_takes_the_largest_weight_and_says_so():
    multi = nx.MultiDiGraph()
    multi.add_weighted_edges_from(
        [("a", "b", 1.0), ("a", "b", 3.0), ("b", "a", 2.0), ("b", "c", 1)]
    )
    multi.add_edge("c", "c")
    buffer = io.BytesIO()
    nx.write_graphml(multi, buffer)
    upload = open_upload(buffer.getvalue(), "multi.graphml")
    assert adjacency_of(upload.dataset)[frozenset(("a", "b"))] == 3.0
    said = " ".join(upload.notices)
    for word in ("direction", "2 repeated edges", "from a node to itself", "have no weight"):
        assert word in said


def test_gml_that_forgot_to_say_that_it_is_a_multigraph():
    text = (
        'graph [ node [ id 0 label "a" ] node [ id 1 label "b" ] '
        "edge [ source 0 target 1 ] edge [ source 0 target 1 ] ]"
    )
    upload = open_upload(text.encode(), "polblogs.gml")
    assert upload.dataset.n_edges == 1
    assert any("repeated" in notice for notice in upload.notices)


def test_components_are_said_and_kept():
    upload = open_upload(b"source,target\na,b\nb,c\nd,e\n", "a.csv")
    assert upload.dataset.n_nodes == 5
    assert "2 components; the largest holds 3 of 5 nodes" in " ".join(upload.notices)


def test_a_node_attribute_that_is_missing_somewhere_is_said():
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    nx.set_node_attributes(graph, {"a": "x", "b": "x", "c": "y"}, "club")
    buffer = io.BytesIO()
    nx.write_graphml(graph, buffer)
    upload = open_upload(buffer.getvalue(), "clubs.graphml")
    assert "1 of 4 nodes have no value of 'club'" in " ".join(upload.notices)


def test_a_node_table_gives_the_communities():
    graph = open_upload(b"source,target\na,b\nb,c\nc,d\n", "edges.csv")
    table = b"\xef\xbb\xbfId;Name;Community\na;Ann;x\nb;Bob;x\nc;Cid;y\n"
    labelled = label_nodes(graph, table, "nodes.csv")
    assert labelled.dataset.communities.tolist() == ["x", "x", "y", "(none)"]
    assert "1 of 4 nodes have no row" in " ".join(labelled.notices)
    with pytest.raises(UploadError, match="names no node of the graph"):
        label_nodes(graph, b"id,c\n1,x\n2,y\n", "nodes.csv")
    with pytest.raises(UploadError, match="'a' two communities, 'x' and 'y'"):
        label_nodes(graph, b"id,c\na,x\na,y\n", "nodes.csv")


def test_the_largest_component_keeps_ids_and_communities():
    graph = GraphData(
        np.kron(np.eye(2), 1 - np.eye(3))[:5, :5], list("abcde"), ["x", "x", "y", "z", "z"]
    )
    assert n_components(graph) == 2
    part = largest_component(graph)
    assert part.node_ids.tolist() == ["a", "b", "c"]
    assert part.communities.tolist() == ["x", "x", "y"]
    assert part.n_edges == 3


@pytest.mark.parametrize("symmetry", ["general", "symmetric", "skew-symmetric"])
@pytest.mark.parametrize("make", [sparse.coo_array, np.asarray])
def test_the_body_of_a_matrix_market_file_is_what_scipy_reads(make, symmetry):
    rng = np.random.default_rng(0)
    matrix = rng.integers(1, 9, (7, 7)) * (rng.random((7, 7)) < 0.5) * 0.5
    if symmetry != "general":
        lower = np.tril(matrix, -1)
        matrix = lower + lower.T if symmetry == "symmetric" else lower - lower.T
    buffer = io.BytesIO()
    scipy.io.mmwrite(buffer, make(matrix), symmetry=symmetry)
    info = scipy.io.mminfo(io.BytesIO(buffer.getvalue()))
    read = read_body(buffer.getvalue(), info[0], *info[2:])
    np.testing.assert_allclose(read.toarray(), matrix, rtol=1e-15)


EVENTS = b"time,from,to,weight\n1,a,b,2\n2,b,a,4\n3,a,b,3\n4,b,c,1\n5,c,a,5\n"


@pytest.mark.parametrize(
    ("repeats", "weight", "said"),
    [
        ("largest", 4, "the largest weight counts"),
        ("sum", 9, "the sum of weights counts"),
        ("mean", 3, "the mean weight counts"),
        ("count", 3, "how often it is listed counts"),
    ],
)
def test_of_events_between_the_same_two_nodes_counts_what_is_chosen(repeats, weight, said):
    table = inspect_table(EVENTS, "log.csv")
    mapping = replace(guess_mapping(table, "graph"), repeats=repeats)
    upload = build_upload(table, mapping)
    graph = upload.dataset
    assert graph.node_ids.tolist() == ["a", "b", "c"]
    assert graph.adjacency.toarray()[0, 1] == graph.adjacency.toarray()[1, 0] == weight
    assert graph.adjacency.toarray()[0, 2] == (1 if repeats == "count" else 5)
    assert any(f"2 repeated edges were joined; {said}" in notice for notice in upload.notices)


def test_another_word_for_what_counts_is_answered_with_the_list():
    table = inspect_table(EVENTS, "log.csv")
    with pytest.raises(UploadError, match="largest, sum, mean, count"):
        build_upload(table, replace(guess_mapping(table, "graph"), repeats="median"))


def test_points_that_were_taken_for_edges_are_asked_about():
    points = b"a,b,c\n0.5,1.25,1\n1.5,0.5,2\n0.5,2.75,3\n"
    assert "open the file on the Data page" in " ".join(
        open_upload(points, "p.csv", "graph").notices
    )
    edges = b"from,to,w\n1.5,2,1\n2,3,1\n"
    assert "Data page" not in " ".join(open_upload(edges, "e.csv", "graph").notices)
