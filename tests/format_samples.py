"""Small valid files of every format: its templates, or a sample of those that have none."""

import gzip
import io
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import io as scipy_io
from scipy import sparse

from core.datasets.readers import Format
from tests.bad_inputs import builders

EDGES = [("a", "b", 1.0), ("b", "c", 2.0), ("c", "a", 0.5)]


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame(EDGES, columns=["source", "target", "weight"]).to_parquet(buffer)
    return buffer.getvalue()


def _matrix_market() -> bytes:
    buffer = io.BytesIO()
    scipy_io.mmwrite(buffer, sparse.coo_array(np.ones((3, 3)) - np.eye(3)))
    return buffer.getvalue()


def _h5ad() -> bytes:
    h5py = pytest.importorskip("h5py", reason="the optional package h5py is not installed")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file["X"] = np.arange(12.0).reshape(4, 3)
        cells = file.create_group("obs")
        cells.attrs["_index"] = "_index"
        cells["_index"], cells["kind"] = list("abcd"), list("uvuv")
    return buffer.getvalue()


def _gml() -> bytes:
    nodes = "".join(f'node [ id {i} label "{name}" ]\n' for i, name in enumerate("abc"))
    return f"graph [\n{nodes}edge [ source 0 target 1 ]\nedge [ source 1 target 2 ]\n]".encode()


_XML = '<node id="a"/><node id="b"/></nodes><edges><edge id="0" source="a" target="b"/></edges>'
# A file of each format that has no template.
SAMPLES: dict[str, Callable[[], bytes]] = {
    "Parquet": _parquet,
    "XLSX": lambda: builders.xlsx({"Edges": [("source", "target", "weight"), *EDGES]}),
    "ODS": lambda: builders.ods([("source", "target", "weight"), *EDGES]),
    "Feather": lambda: builders.feather(
        dict(zip(("source", "target", "weight"), zip(*EDGES, strict=True), strict=True))
    ),
    "MATLAB": lambda: builders.mat(X=np.arange(6.0).reshape(3, 2), y=np.arange(3)),
    "Packed table": lambda: gzip.compress(b"source,target,weight\na,b,1\nb,c,2\n", mtime=0),
    "Vectors and metadata": lambda: builders.archive(
        [("vectors.tsv", b"0.5\t1.5\n2.5\t3.5\n"), ("metadata.tsv", b"cat\ndog\n")]
    ),
    "GDF": lambda: (
        b"nodedef>name VARCHAR,label VARCHAR,group VARCHAR\ns1,Site 1,x\ns2,Site 2,x\ns3,Site 3,y\n"
        b"edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE\ns1,s2,2\ns2,s3,1\n"
    ),
    "networkx lists": lambda: b"a b {'weight': 2}\nb c {}\nc a {'weight': 0.5}\n",
    "Cytoscape JSON": lambda: (
        b'{"elements": {"nodes": [{"data": {"id": "1"}}, {"data": {"id": "2"}}], '
        b'"edges": [{"data": {"source": "1", "target": "2"}}]}}'
    ),
    "NPY": lambda: builders.npy(np.ones((3, 3)) - np.eye(3)),
    "NPZ": lambda: builders.npz(X=np.arange(6.0).reshape(3, 2)),
    ".h5ad": _h5ad,
    "GML": _gml,
    "GraphML": lambda: (
        b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">'
        b'<node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>'
    ),
    "GEXF": lambda: (
        '<?xml version="1.0"?><gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
        f'<graph defaultedgetype="undirected"><nodes>{_XML}</graph></gexf>'
    ).encode(),
    "Matrix Market": _matrix_market,
    "Pajek": lambda: b"*Vertices 3\n1 a\n2 b\n3 c\n*Edges\n1 2 1\n2 3 2\n",
    "JSON": lambda: (
        b'{"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}]}'
    ),
    "FIND fingerprints": lambda: (
        b'{"t":1520424248897,"d":"phone","l":"hall","s":{"wifi":{"aa:01":-61,"aa:02":-70}}}\n'
        b'{"t":1520424249897,"d":"phone","l":"door","s":{"wifi":{"aa:01":-72,"aa:02":-64}}}\n'
    ),
    "ESPresense messages": lambda: (
        b'espresense/devices/tag/hall {"rssi":-61.5}\nespresense/devices/tag/door {"rssi":-70}\n'
    ),
    "Bermuda dump": lambda: (
        b'{"aa:01":{"name":"tag","address":"aa:01","adverts":{"aa:01__bb:01":{"scanner_address":'
        b'"bb:01","rssi":-60,"stamp":9.5},"aa:01__bb:02":{"scanner_address":"bb:02","rssi":-71,'
        b'"stamp":9.75}}}}'
    ),
    "GetSensorData log": lambda: (
        b"% LogFile\nPOSI;0.5;1;43.53;-80.22;0;0\nBLE4;1.2;iBeacon;AA:01;-63;0;1;2;u\n"
        b"WIFI;2.3;2.2;net;bb:01;2412;-70;\nPOSI;5.5;2;43.5301;-80.22;0;0\n"
    ),
    "Anyplace log": lambda: (
        b"# Timestamp, X, Y, HEADING, MAC Address of AP, RSS, Floor, BUID\n"
        b"1464900000000 35.14 33.41 90.0 aa:00 -50 1 u\n"
        b"1464900001000 35.1401 33.41 90.0 aa:01 -60 1 u\n"
    ),
    "Labelled lines": lambda: b"x: 0\ny: 2\naa:01: -60\n\nx: 1\ny: 2\naa:01: -71\n",
    "ZIP": lambda: builders.archive(
        [("rss.csv", b"-60,-70\n-65,-75\n"), ("crd.csv", b"0.5,0.5\n5.5,0.5\n")]
    ),
}  # fmt: skip


def files(row: Format) -> list[bytes]:
    """Files of this format: its templates, or the sample of SAMPLES."""
    if row.templates:
        return [template.text.encode() for template in row.templates]
    assert row.name in SAMPLES, f"{row.name} has no template: give a file of it to SAMPLES"
    return [SAMPLES[row.name]()]
