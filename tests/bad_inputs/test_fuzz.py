"""Any bytes are a data set or an UploadError, within 5 s and 500 MB.

20,000 inputs (tests/fuzzing.py says which) are read in processes with these limits; a million are
in benchmarks/fuzz.md. A few hundred go the whole way of a visitor's file, the process of their own
included.
"""

import itertools
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from benchmarks.fuzz import read_seeds
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.datasets.readers import FORMATS, open_upload
from core.datasets.readers.formats import recognise
from core.errors import KernelscopeError, UploadError
from tests.fuzzing import KINDS, corpus, fuzzed, limited_time, outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is limited on Linux")
PROCESSES, FIRST, N_INPUTS = 2, 10_000_000, 20_000


def test_any_bytes_are_a_data_set_or_an_upload_error():
    counts, faults = Counter(), []
    starts = range(FIRST, FIRST + N_INPUTS, N_INPUTS // PROCESSES)
    with ThreadPoolExecutor(PROCESSES) as pool:
        parts = pool.map(
            lambda start: list(read_seeds(start, start + N_INPUTS // PROCESSES)), starts
        )
    for _, found, wrong in (each for part in parts for each in part):
        counts.update(found)
        faults += wrong
    assert counts.total() == N_INPUTS
    assert not faults
    assert not counts["faults"]
    # Were all refused at the door, or all read, nothing would be tried.
    assert 0.05 < counts["read"] / N_INPUTS < 0.5


RUNS = (
    *(
        b" ",
        b"\n",
        b"\t",
        b"#\n",
        b"//\n",
        b"/**/",
        b"/*",
        b'"',
        b"%\n",
        b"[",
        b"{",
        b"(",
        b"a",
        b"a ",
    ),
    *(
        b"1,",
        b";",
        b"*",
        b"-",
        b".",
        b"0",
        b"<",
        b"<a>",
        b"\\",
        b":",
        b"=",
        b"a: ",
        b"n=",
        b"\xc3\xa9",
    ),
)
HEADS = (
    b"graph",
    b"graph [",
    b"dl n=3\n",
    b"*Vertices 3\n",
    b"x,y\n",
    b"[{",
    b"<graphml>",
    b"x: 1\n",
)


@pytest.mark.parametrize(
    "heads", [(b"", b"x"), pytest.param(HEADS, marks=pytest.mark.thorough)], ids=["bare", "headed"]
)
def test_a_long_run_of_one_thing_keeps_no_reader(heads):
    """A pattern that goes back into what it has read takes seconds for thirty thousand brackets."""
    for head, run in itertools.product(heads, RUNS):
        data = head + run * (30_000 // len(run)) + b"!"
        with limited_time():
            assert outcome(data, None) in ("read", "refused"), (head, run)


def test_the_whole_way_of_a_file_that_was_changed():
    for seed in range(FIRST, FIRST + 200):
        try:
            found = open_upload(fuzzed(seed), "input", KINDS[seed % len(KINDS)]).dataset
        except UploadError as error:
            assert str(error)  # noqa: PT017 - anything else fails the test
        else:
            assert isinstance(found, (FingerprintSet, PointCloud, GraphData))


def test_an_input_is_told_by_its_seed_and_every_format_is_among_them():
    assert [fuzzed(seed) for seed in range(20)] == [fuzzed(seed) for seed in range(20)]
    known = set()
    for data in corpus():
        known.add(recognise(data, "a").name)
        assert outcome(data, None) == "read"
    assert known >= FORMATS.keys() - {".h5ad"}


def test_a_fault_is_seen(monkeypatch):
    data = b"x,y\n1,2\n3,4\n"
    row = FORMATS["CSV or TSV"]

    def fails(*_):
        return np.zeros(3)[7]

    def refuses(*_):
        raise KernelscopeError("no")

    for does, said in ((fails, "IndexError at"), (refuses, "refused")):
        monkeypatch.setitem(row.__dict__, "inspect", does)
        assert outcome(data, "points").startswith(said)
    monkeypatch.setitem(row.__dict__, "apart_from", 0)
    monkeypatch.setitem(row.__dict__, "inspect", fails)
    assert outcome(data, "points") == "apart: IndexError"
