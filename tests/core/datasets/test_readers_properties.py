"""Laws of the readers: any bytes give a data set or an UploadError; what is written reads back."""

import contextlib
import io
import zipfile
from dataclasses import replace
from encodings.aliases import aliases

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers import (
    build_upload,
    inspect_cells,
    inspect_upload,
    open_upload,
    read_upload,
    write_long,
    write_points,
    write_wide,
)
from core.errors import UploadError
from core.inference.live.recording import read_readings

KINDS = st.sampled_from([None, "fingerprints", "points", "graph", "tables"])


def reads_or_refuses(data, filename, kind):
    try:
        dataset = read_upload(data, filename, kind)
    except UploadError as error:
        assert str(error)  # noqa: PT017 - every refusal says something
    else:
        assert isinstance(dataset, (FingerprintSet, PointCloud, GraphData))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=30), KINDS)
def test_any_bytes_and_any_name(data, filename, kind):
    reads_or_refuses(data, filename, kind)


SIGNATURES = [b"\x93NUMPY\x01\x00v\x00", b"\x93NUMPY\x02\x00", b"PK\x03\x04", b"PAR1", b"\xff\xfe"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SIGNATURES), st.binary(max_size=300), KINDS)
def test_any_bytes_after_a_known_beginning(signature, data, kind):
    reads_or_refuses(signature + data, "a", kind)


CELLS = st.one_of(
    st.sampled_from(["", "x", "y", "rss", "beacon", "time", "-60", "0", "100", "nan", "inf", '"',
                     "source", "target", "weight", "label", "1e999", "a,b", "é", "-0.5", "location",
                     "scan", "role", "test", "2020-01-01", "99999999999999999999"]),
    st.floats(width=16).map(str),
    st.text(max_size=4),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6),
    st.sampled_from(",;\t| "),
    KINDS,
)
def test_any_table(rows, separator, kind):
    text = "\n".join(separator.join(row) for row in rows)
    reads_or_refuses(text.encode("utf-8", "surrogatepass"), "a.csv", kind)


# However lines end, alone or mixed, with comments or without: the same table, or a sentence.
ENDS = ("\n", "\r", "\r\n", "\r\r\n", "\n\r")
MARKS = st.sampled_from(("", "#", "# ", "%", "%%MatrixMarket ", "*Vertices 2", "graph [", "{", "'"))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(MARKS, st.lists(CELLS, max_size=5), st.sampled_from(ENDS)), max_size=8),
    st.sampled_from(",;\t| "),
    KINDS,
)
def test_any_lines_with_any_ends(lines, separator, kind):
    text = "".join(mark + separator.join(cells) + end for mark, cells, end in lines)
    data = text.encode("utf-8", "surrogatepass")
    reads_or_refuses(data, "a.csv", kind)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("rss.csv", data)
        packed.writestr("crd.csv", data)
    reads_or_refuses(archive.getvalue(), "a.zip", kind)
    for read in (inspect_upload, inspect_cells):
        with contextlib.suppress(UploadError):
            read(data, "a.csv")
    with contextlib.suppress(UploadError):
        read_readings(data, "a.csv")


TEXTS = {
    "survey": "# made by x\nx,y,B1\n1,2,-50\n2,3,-60\n",
    "header in the comment": "# x\n# a\tb\n1\t2\n3\t4\n",
    "edges": "% a path of three\nsource target\na b\nb c\n",
    "Pajek": "*Vertices 3\n1 a\n2 b\n3 c\n*Edges\n1 2 1\n2 3 2\n",
    "GML": "graph [\nnode [ id 0 ]\nnode [ id 1 ]\nedge [\nsource 0\ntarget 1\n]\n]\n",
}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_line_ends_change_nothing(name, data):
    lines = TEXTS[name].splitlines()
    ends = data.draw(st.lists(st.sampled_from(ENDS[:3]), min_size=len(lines), max_size=len(lines)))
    mixed = "".join(line + end for line, end in zip(lines, ends, strict=True))
    expected, found = (read_upload(text.encode(), "a") for text in (TEXTS[name], mixed))
    assert type(found) is type(expected)
    for part in ("rss_dbm", "position_m", "values", "feature_names", "node_ids"):
        if hasattr(expected, part):
            np.testing.assert_array_equal(getattr(found, part), getattr(expected, part))
    if isinstance(expected, GraphData):
        assert (found.adjacency != expected.adjacency).nnz == 0


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("read", [read_upload, inspect_upload, inspect_cells, open_upload])
def test_a_cell_too_long_for_one_is_a_sentence_wherever_it_stands(read, end):
    long = "x" * 200_000
    for lines in (["# " + long, "a,b", "1,2"], ["# a,b", long + ",b", "1,2"], [long, "1"]):
        with contextlib.suppress(UploadError):
            read(end.join([*lines, ""]).encode(), "a.csv")
        with contextlib.suppress(UploadError):
            read_readings(end.join(["time_s,phone,beacon_id,rss_dbm", *lines]).encode(), "a.csv")
            read_readings(end.join([long, "0.5,p,B1,-60"]).encode(), "a.csv")


# XML may name any encoding, of which Python knows many that are no text at all.
ENCODINGS = st.one_of(
    st.sampled_from(sorted({*aliases, *aliases.values(), "latin-99", "idna", "undefined", ""})),
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.", min_size=1, max_size=12),
)
XML = {
    "GEXF": '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph>'
    '<nodes><node id="a"/><node id="é"/></nodes>'
    '<edges><edge id="0" source="a" target="é"/></edges></graph></gexf>',
    "GraphML": '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<graph edgedefault="undirected"><node id="a"/><node id="é"/>'
    '<edge source="a" target="é"/></graph></graphml>',
}
WRITTEN_AS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-32")


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(sorted(XML)), ENCODINGS, st.sampled_from(WRITTEN_AS), KINDS)
@example("GEXF", "latin-99", "utf-8", None)
@example("GraphML", "gb2312", "utf-8", "graph")
def test_any_encoding_that_an_xml_file_may_name(form, encoding, written_as, kind):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{XML[form]}'
    reads_or_refuses(text.encode(written_as), "a.gexf", kind)


@pytest.mark.parametrize("encoding", ["latin-99", "gb2312", "hex", "utf-32", "shift_jis"])
@pytest.mark.parametrize("form", XML)
def test_an_encoding_that_cannot_be_read_is_named(form, encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?>{XML[form]}'.encode("ascii", "ignore")
    with pytest.raises(UploadError, match=f"encoded as '{encoding}'"):
        read_upload(data, "a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "cp1250"])
@pytest.mark.parametrize("form", XML)
def test_an_encoding_that_can_be_read_is(form, encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?>{XML[form]}'.encode(encoding)
    assert read_upload(data, "a.xml").node_ids.tolist() == ["a", "é"]


def test_the_two_known_files(shared):
    folder = shared / "faults" / "live"
    survey = read_upload((folder / "comment_with_cr.csv").read_bytes(), "comment_with_cr.csv")
    np.testing.assert_array_equal(survey.rss_dbm, [[-50.0], [-60.0]])
    with pytest.raises(UploadError, match="'latin-99'"):
        read_upload((folder / "gexf_unknown_encoding.gexf").read_bytes(), "a.gexf")


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(["npy", "npz", "parquet", "zip"]), KINDS)
def test_files_with_changed_bytes(data, form, kind):
    content = bytearray(WHOLE[form])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    reads_or_refuses(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content), "", kind)


def _whole():
    import pandas as pd

    buffers = {form: io.BytesIO() for form in ("npy", "npz", "parquet", "zip")}
    np.save(buffers["npy"], np.eye(3))
    np.savez_compressed(buffers["npz"], X=np.eye(3), y=np.arange(3))
    pd.DataFrame({"a": [1.0, 2.0], "label": ["s", "t"]}).to_parquet(buffers["parquet"])
    with zipfile.ZipFile(buffers["zip"], "w") as archive:
        archive.writestr("rss.csv", "-60,-70\n-61,-71\n")
        archive.writestr("crd.csv", "0,0\n1,5\n")
    return {form: buffer.getvalue() for form, buffer in buffers.items()}


WHOLE = _whole()

NAMES = st.text("abcdefgh0123456789 _:é", min_size=1, max_size=8).map(lambda s: "n" + s.strip())


@st.composite
def fingerprints(draw):
    n, n_beacons = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    power = st.one_of(st.just(np.nan), st.floats(-119, -21))
    rss = draw(arrays.arrays(np.float64, (n, n_beacons), elements=power))
    # A row or column without any reading carries nothing, and is left out on reading.
    rss[np.arange(n), np.arange(n) % n_beacons] = -70.5
    rss[np.arange(n_beacons) % n, np.arange(n_beacons)] = -80.25
    coordinate = st.floats(-1e6, 1e6)
    position = draw(arrays.arrays(np.float64, (n, 2), elements=coordinate))
    ids = draw(st.lists(NAMES, min_size=n_beacons, max_size=n_beacons, unique_by=str.lower))
    stops = draw(st.lists(NAMES, min_size=n, max_size=n))
    roles = draw(st.lists(st.sampled_from(["survey", "test"]), min_size=n, max_size=n))
    return FingerprintSet(rss, position, ids, stop_id=stops, role=roles)


def read_as(text, layout):
    table, mapping = inspect_upload(text.encode(), "a.csv", "fingerprints")
    assert mapping.layout == layout
    return build_upload(table, replace(mapping)).dataset


@settings(max_examples=100, deadline=None)
@given(fingerprints())
def test_a_set_written_wide_reads_back_the_same(scans):
    back = read_as(write_wide(scans), "wide")
    np.testing.assert_array_equal(back.rss_dbm, scans.rss_dbm)
    np.testing.assert_array_equal(back.beacon_ids, scans.beacon_ids)
    for name in ("position_m", "stop_id", "role"):
        np.testing.assert_array_equal(getattr(back, name), getattr(scans, name))


@settings(max_examples=100, deadline=None)
@given(fingerprints())
def test_a_set_written_long_reads_back_the_same(scans):
    back = read_as(write_long(scans), "long")
    order = [back.beacon_ids.tolist().index(beacon) for beacon in scans.beacon_ids.tolist()]
    np.testing.assert_array_equal(back.rss_dbm[:, order], scans.rss_dbm)
    for name in ("position_m", "stop_id", "role"):
        np.testing.assert_array_equal(getattr(back, name), getattr(scans, name))


@settings(max_examples=100, deadline=None)
@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 4)),
                     elements=st.floats(allow_nan=False, allow_infinity=False)))  # fmt: skip
def test_points_written_read_back_the_same(values):
    names = [f"feature {i}" for i in range(values.shape[1])]
    cloud = PointCloud(values, names, labels=["a"] * len(values))
    back = read_upload(write_points(cloud).encode(), "a.csv", "points")
    np.testing.assert_array_equal(back.values, values)
    np.testing.assert_array_equal(back.labels, cloud.labels)
    np.testing.assert_array_equal(back.feature_names, names)
