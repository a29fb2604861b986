"""Files of graphs as programs write them, which once opened as something else or not at all."""

import numpy as np
import pytest
from scipy import sparse

from core.datasets.readers.upload import open_upload

JSON = (
    b'{"attributes":{},"nodes":[{"key":"a","attributes":{"label":"Ann","community":1}},'
    b'{"key":"b","attributes":{"label":"Bob","community":1}},'
    b'{"key":"c","attributes":{"label":"Cy","community":2}}],'
    b'"edges":[{"source":"a","target":"b","attributes":{"weight":9}},'
    b'{"source":"b","target":"c","attributes":{"weight":1}}]}'
)
GEXF = (
    b'<?xml version="1.0"?><gexf %s version="1.3"><graph><nodes><node id="0" label="a"/>'
    b'<node id="1" label="b"/><node id="2" label="c"/></nodes><edges>'
    b'<edge source="0" target="1" weight="2"/><edge source="1" target="2"/></edges></graph></gexf>'
)
PAJEK = b"*Network x.net\n*Vertices 3\n1 a\n2 b\n3 c\n*Edges\n1 2 2\n2 3 1\n\n"
CLU = b"*Partition x.clu\n*Vertices 3\n1\n1\n2\n"
VEC = b"*Vector v.vec\n*Vertices 3\n0.5\n0.5\n1\n"
GDF = (
    b"nodedef>name VARCHAR,label VARCHAR,group VARCHAR\ns1,a,x\ns2,b,x\ns3,c,y\n"
    b"edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE\ns1,s2,2\ns2,s3,1\n"
)
# What each file holds: names, weights, communities.
FILES = {
    "gephi.gexf": (GEXF % b'xmlns="http://www.gexf.net/1.3"', "abc", [2, 1], None),
    "bare.gexf": (GEXF % b"", "abc", [2, 1], None),
    "foreign.gexf": (GEXF % b'xmlns="ours:>\nmine"', "abc", [2, 1], None),
    "graphology.json": (JSON, ["Ann", "Bob", "Cy"], [9, 1], ["1", "1", "2"]),
    "konect.txt": (b"% sym posweighted\n% 3 4 4\n1 2 2\n2 3 8\n", "123", [2, 8], None),
    "square.csv": (b"0,1,1\n1,0,2\n1,2,0\n", "123", [1, 1, 2], None),
    "middle.txt": (b"1 2\n# half\n2 3\n", "123", [1, 1], None),
    "partition.paj": (PAJEK + CLU, "abc", [2, 1], ["1", "1", "2"]),
    "vector.paj": (PAJEK + VEC, "abc", [2, 1], None),
    "sites.gdf": (GDF, "abc", [2, 1], ["x", "x", "y"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_as_what_it_is(name):
    content, names, weights, communities = FILES[name]
    graph = open_upload(content, name, "graph").dataset
    assert graph.node_ids.tolist() == list(names)
    assert sparse.triu(graph.adjacency).data.tolist() == weights
    found = graph.communities
    assert (None if found is None else np.asarray(found).tolist()) == communities


def test_an_edge_of_weight_zero_is_left_out_with_a_notice():
    upload = open_upload(b"source,target,weight\na,b,1\nb,c,0\nc,a,2\n", "e.csv", "graph")
    assert upload.dataset.n_edges == 2
    assert "Edges of weight 0 left out, which join nothing: 1." in upload.notices


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "nodes", "edges"),
    [
        ("gexf13_www.gexf", 3, 2),
        ("adjacency_matrix_with_names.csv", 4, 4),
        ("adjacency_matrix_3x3.csv", 3, 3),
        ("graphology.json", 4, 3),
        ("konect_two_comment_lines.txt", 4, 3),
        ("sites.gdf", 2, 1),
        ("comment_in_the_middle.txt", 3, 2),
        ("one_network_one_partition.paj", 3, 2),
        ("cytoscape.json", 3, 2),
        ("triangle.dot", 3, 3),
        ("ucinet.dl", 3, 2),
    ],
)
def test_the_files_beside_a_checkout_open(shared, name, nodes, edges):
    data = (shared / "faults" / "graphs" / name).read_bytes()
    graph = open_upload(data, name, "graph").dataset
    assert (graph.n_nodes, graph.n_edges) == (nodes, edges)
