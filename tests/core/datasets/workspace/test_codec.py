"""What is encoded comes back equal, whatever a record holds and whichever version wrote it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from core.datasets import FloorPlan, PointCloud
from core.datasets.workspace.codec import decode, digest_of, encode
from core.datasets.workspace.records import RECORDS
from core.errors import ParameterError, WorkspaceError
from tests.core.datasets.workspace.sets import DATA_SETS, TEXT, same

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=8,
)


def through_json(value: object) -> object:
    tree, arrays = encode(value)
    return decode(json.loads(json.dumps(tree)), arrays)


@given(DATA_SETS)
def test_every_data_set_comes_back_equal(data_set):
    assert same(through_json(data_set), data_set)


@given(PLAIN)
def test_so_does_every_plain_value(value):
    assert same(through_json(value), value)


@given(DATA_SETS, DATA_SETS)
def test_contents_have_the_same_digest_only_if_they_are_equal(one, other):
    assert digest_of(*encode(one)) == digest_of(*encode(through_json(one)))
    assert (digest_of(*encode(one)) == digest_of(*encode(other))) == same(one, other)


@pytest.mark.parametrize(
    "value",
    [
        np.float32(2.5),
        np.str_("a"),
        np.bool_(True),
        np.array("2026-01-01", dtype="datetime64[D]"),
        np.arange(6).reshape(2, 3).T,
        np.array([], dtype=str),
        sparse.csc_array(np.eye(3)),
        sparse.csr_matrix(np.eye(3)),
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'dtype', '')}",
)
def test_numbers_and_arrays_keep_their_type(value):
    assert same(through_json(value), value)


def test_a_sparse_graph_stays_sparse():
    tree, arrays = encode(sparse.csr_array((100_000, 100_000)))
    assert sum(array.nbytes for array in arrays.values()) < 1_000_000
    assert decode(tree, arrays).nnz == 0


@pytest.mark.parametrize("value", [object(), {1: "one"}, np.array([object()]), {"a", "b"}])
def test_what_cannot_be_kept_is_refused(value):
    with pytest.raises(ParameterError, match="cannot be kept"):
        encode(value)


def test_a_field_that_came_later_needs_nothing_here(monkeypatch):
    """Floors by name, with a reference to the globe: as a newer version might describe a set."""

    @dataclass(frozen=True)
    class Globe:
        latitude_deg: float

    @dataclass(frozen=True)
    class Later(PointCloud):
        row_id: np.ndarray | None = None
        floors: Mapping[str, FloorPlan] = field(default_factory=dict)
        globe: Globe | None = None

    monkeypatch.setitem(RECORDS, "Later", Later)
    monkeypatch.setitem(RECORDS, "Globe", Globe)
    rich = Later(
        *([[1.0]], ["x"]), row_id=np.array(["7"]), floors={"2": FloorPlan()}, globe=Globe(53.5)
    )
    assert same(through_json(rich), rich)
    bare = Later([[1.0]], ["x"])
    assert "floors" not in json.dumps(encode(bare)[0])
    assert same(through_json(bare), bare)


def test_a_file_from_before_a_field_was_there_reads_back_and_so_does_one_from_after(monkeypatch):
    old = make_dataclass("Record", ["level_dbm"], frozen=True)
    new = make_dataclass("Record", ["level_dbm", ("row_id", object, None)], frozen=True)
    monkeypatch.setitem(RECORDS, "Record", old)
    before = encode(old(-60.0))
    monkeypatch.setitem(RECORDS, "Record", new)
    assert decode(*before) == new(-60.0)
    assert encode(new(-60.0)) == before, "the same content has another digest in a newer version"
    after = encode(new(-60.0, row_id="7"))
    monkeypatch.setitem(RECORDS, "Record", old)
    assert decode(*after) == old(-60.0)


@pytest.mark.parametrize("tree", [{"record": ["Hologram", {}]}, {"hologram": 1}])
def test_what_only_a_newer_version_knows_says_so(tree):
    with pytest.raises(WorkspaceError, match=r"hologram.*newer.*Update"):
        decode(json.loads(json.dumps(tree).lower()), {})


def test_records_in_fields_are_known_by_themselves():
    assert {"FingerprintSet", "PacketLog", "PointCloud", "GraphData", "FloorPlan"} <= set(RECORDS)
