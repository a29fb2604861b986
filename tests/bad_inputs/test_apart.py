"""Files read in a process of their own: the same answers, and an end to those that ask for much."""

import os
import signal
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from core.datasets import GraphData
from core.datasets.readers import FORMATS, Upload, build_upload, guess_mapping, open_upload
from core.datasets.readers import format as format_module
from core.datasets.readers.apart import reading
from core.datasets.readers.apart.packing import pack, unpack
from core.datasets.readers.apart.template import TEMPLATE
from core.datasets.readers.column_mapping import ColumnMapping
from core.datasets.readers.table import Table
from core.errors import UploadError
from tests.bad_inputs import builders
from tests.core.datasets.test_formats import assert_same
from tests.format_samples import files

ALWAYS = ("XLSX", "ODS", "Parquet", "Feather", "MATLAB", ".h5ad")
LARGE_ONES = ("GraphML", "GEXF")


def test_which_formats_are_read_apart():
    assert {name for name, row in FORMATS.items() if row.apart_from == 0} == set(ALWAYS)
    assert {name for name, row in FORMATS.items() if row.apart_from == 1_000_000} == set(LARGE_ONES)
    others = FORMATS.keys() - {*ALWAYS, *LARGE_ONES}
    assert all(FORMATS[name].apart_from is None for name in others)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != ".h5ad"])
def test_what_crosses_between_two_processes_is_the_same_on_both_sides(name):
    row = FORMATS[name]
    for data in files(row):
        if row.inspect is not None:
            table = row.inspect(data, "a")
            again = unpack(*pack(table))
            assert isinstance(again, Table)
            for one in ("name", "encoding", "decimal", "has_header", "notices", "meaning"):
                assert getattr(again, one) == getattr(table, one)
            assert again.columns == table.columns
            assert again.frame.index.tolist() == table.frame.index.tolist()
            uploads = [build_upload(each, guess_mapping(each)) for each in (table, again)]
        else:
            upload = row.read(data, "a", None)
            uploads = [upload, unpack(*pack(upload))]
        assert uploads[0].notices == uploads[1].notices
        assert_same(uploads[0].dataset, uploads[1].dataset)


def test_what_nodes_are_said_to_be_and_what_columns_mean_crosses_too():
    graph = GraphData(np.array([[0, 1.5], [1.5, 0]]), ["a\ud800", "é"], ["u", "v"])
    again = unpack(*pack(Upload(graph, ("One.", ""), {"club": np.array(["", "x"])})))
    assert again.dataset.node_ids.tolist() == ["a\ud800", "é"]
    assert again.dataset.communities.tolist() == ["u", "v"]
    assert again.notices == ("One.", "")
    assert again.node_attributes["club"].tolist() == ["", "x"]
    meaning = ColumnMapping("points", {"label": "b"}, ("a",), truth=("c",))
    table = FORMATS["CSV or TSV"].inspect(b"a,b,c\n1,x,2\n", "t.csv")
    assert unpack(*pack(replace(table, meaning=meaning))).meaning == meaning


@pytest.fixture(params=["a copy of the template", "a process of its own"])
def way(request, monkeypatch):
    """Both ways to a process, of which other systems have the second only."""
    if request.param == "a process of its own":
        monkeypatch.setattr(reading, "is_possible", lambda: False)
    elif not reading.is_possible():
        pytest.skip("processes are copied on Linux only")
    return request.param


@pytest.mark.parametrize("name", [name for name in ALWAYS if name != ".h5ad"])
def test_the_same_data_set_is_read_apart(way, name):
    row = FORMATS[name]
    for data in files(row):
        table = row.inspect(data, "a")
        here = build_upload(table, guess_mapping(table))
        there = row.open(data, "a")
        assert here.notices == there.notices
        assert_same(here.dataset, there.dataset)


def test_a_refusal_says_the_same(way):
    for data in (builders.mat(p=np.eye(2), q=np.eye(3)), builders.xlsx({"A": []})):
        row = next(row for row in FORMATS.values() if row.recognises(data, "MATLAB file"))
        with pytest.raises(UploadError) as here:
            row.inspect(data, "a")
        with pytest.raises(UploadError) as there:
            row.open(data, "a")
        assert str(here.value) == str(there.value)


def test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read(way, monkeypatch):
    data = builders.feather({"a": np.arange(3_000_000.0)})
    monkeypatch.setattr(reading, "limits_for", lambda n: (0.0005, 4_000_000_000))
    with pytest.raises(UploadError, match=r"stopped: it needs more than 0\.0005 s"):
        open_upload(data, "slow.feather")
    monkeypatch.undo()
    assert open_upload(builders.feather({"a": [1.0, 2.0]}), "b").dataset.values.shape == (2, 1)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is limited on Linux")
def test_a_file_that_asks_for_too_much_memory_is_refused_and_the_next_is_read(way, monkeypatch):
    data = builders.feather({"a": np.arange(3_000_000.0)})
    monkeypatch.setattr(reading, "limits_for", lambda n: (30, 10_000_000))
    with pytest.raises(UploadError, match="10 MB"):
        open_upload(data, "large.feather")
    monkeypatch.undo()
    assert open_upload(data, "large.feather").dataset.values.shape == (3_000_000, 1)


def test_a_template_that_has_ended_is_started_again():
    if not reading.is_possible():
        pytest.skip("there is a template on Linux only")
    data = builders.feather({"a": [1.0, 2.0]})
    open_upload(data, "a")
    first = TEMPLATE._process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert open_upload(data, "a").dataset.values.ravel().tolist() == [1.0, 2.0]
    assert TEMPLATE._process is not first
    TEMPLATE.end()
    assert TEMPLATE._process is None


def test_no_process_and_no_connection_is_left():
    if not reading.is_possible():
        pytest.skip("there is a template on Linux only")
    data = builders.feather({"a": [1.0, 2.0]})
    open_upload(data, "a")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        open_upload(data, "a")
        with pytest.raises(UploadError):
            open_upload(data[:-30], "a")
    assert len(os.listdir("/proc/self/fd")) <= before + 1
    deadline = time.monotonic() + 60
    while _children(TEMPLATE._process.pid):  # copies end just after they have answered
        assert time.monotonic() < deadline


def _children(pid: int) -> str:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return file.read().strip()


@pytest.mark.parametrize("name", LARGE_ONES)
def test_only_large_xml_is_read_apart(name, monkeypatch):
    asked = []
    monkeypatch.setattr(
        format_module, "read_apart", lambda *said: asked.append(said[0]) or Upload(None)
    )
    row = FORMATS[name]
    (data,) = files(row)
    row.open(data, "a")
    assert not asked
    row.open(data + b"\n" * 1_000_000, "a")
    assert asked == [name]


def test_a_large_graphml_file_is_read_apart():
    nodes = "".join(f'<node id="n{i}"/>' for i in range(20_000))
    edges = "".join(f'<edge source="n{i}" target="n{i + 1}"/>' for i in range(19_999))
    text = f'<graphml><graph edgedefault="undirected">{nodes}{edges}</graph></graphml>'
    assert len(text) > 1_000_000
    graph = open_upload(text.encode(), "path.graphml").dataset
    assert (graph.n_nodes, graph.n_edges) == (20_000, 19_999)
    assert sparse.issparse(graph.adjacency)


def test_the_limits_grow_with_the_file_and_end():
    assert reading.limits_for(0) == (5, 500_000_000)
    assert reading.limits_for(10**9) == (120, 4_000_000_000)
