"""Whatever the bytes: an answer or a sentence, from a child whose memory has a limit."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.confined import ROOT, bare_environment
from core.errors import KernelscopeError, LimitError, UploadError
from core.inference.sandbox import child
from core.inference.sandbox.inspection import inspect_model
from core.inference.sandbox.wire import check_wire
from core.messages import receive, send
from tests.core.inference.sandbox import hostile_models as made

# Field numbers of onnx.proto: model.graph 7, model.functions 25; graph.node 1, initializer 5,
# input 11; node.attribute 5; attribute.t 5, g 6, ints 8, strings 9; tensor.dims 1.
MB = 1_000_000
ENDS = {
    "nodes": ((7, 1), "5,001 nodes"),
    "nodes of a function": ((25, 7), "5,001 nodes"),
    "nodes in a graph in a node": ((7, 1, 5, 6, 1), "5,001 nodes"),
    "initializers": ((7, 5), "300,001 parts"),
    "functions": ((25,), "300,001 parts"),
    "inputs": ((7, 11), "300,001 parts"),
    "attributes": ((7, 1, 5), "300,001 parts"),
    "tensors in an attribute": ((7, 1, 5, 10), "300,001 parts"),
    "sizes of an input": ((7, 11, 2, 1, 2, 1), "300,001 parts"),
    "texts of an attribute": ((7, 1, 5, 9), "pieces of text"),
    "names of inputs of a node": ((7, 1, 1), "pieces of text"),
}


def processor_s(deed):
    before = time.process_time()
    deed()
    return time.process_time() - before


@pytest.mark.parametrize("name", ENDS)
def test_empty_messages_of_every_kind_are_counted_before_they_are_built(name):
    path, said = ENDS[name]
    data = made.many_empty(*path, n=10 * MB)
    with pytest.raises(KernelscopeError, match=said):
        check_wire(data)


def test_a_refusal_costs_no_more_for_five_times_the_nodes():
    few, many = (made.many_empty(7, 1, n=n * MB) for n in (10, 50))

    def refused(data):
        with pytest.raises(LimitError):
            check_wire(data)

    refused(few)
    assert processor_s(lambda: refused(many)) < 5 * processor_s(lambda: refused(few)) + 0.1


def test_depth_is_limited():
    with pytest.raises(UploadError, match="64 deep"):
        check_wire(made.message(7, made.nested((1, 5, 6), 400)))


def test_long_lists_of_numbers_are_walked_over_and_not_taken_for_parts():
    trees = b"\x40\x01" * 3 * MB + b"\x3d\x00\x00\x80\x3f" * 3 * MB
    check_wire(made.message(7, made.message(1, made.message(5, trees))))


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"\x0b",
            b"\x0c",
            b"\x0e\x00",
            b"\x00\x01",
            b"\x08",
            b"\x08\xff",
            b"\x39\x00",
            b"\x3a\x05",
        ),
        *(b"\x3a\x03\x0a\x02\x00", b"\x08" + b"\xff" * 10 + b"\x01", b"\x3d\x00\x00\x00"),
    ],
)
def test_what_is_no_protobuf_is_no_model(data):
    with pytest.raises(UploadError, match="not an ONNX model"):
        check_wire(data)


# Bytes that are nearly models: pieces of good and wicked ones, cut, doubled and changed.
SEEDS = (
    *(made.linear(), made.good_function(), made.endless_loop(), made.overload_hides_loop()),
    *(made.external_data(), made.functions_that_multiply(3), made.marked_as_another_format()),
)


@st.composite
def nearly_models(draw):
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 30)))
        how = draw(st.sampled_from(("cut", "double", "change", "foreign")))
        if how == "cut":
            del data[at:end]
        elif how == "double":
            data[at:at] = data[at:end] * draw(st.integers(1, 50))
        elif how == "change" and at < len(data):
            data[at] = draw(st.integers(0, 255))
        else:
            data[at:at] = draw(st.binary(max_size=20))
    return bytes(data)


@st.composite
def trees(draw, descriptor=onnx.ModelProto.DESCRIPTOR, depth=0):
    """Well-formed messages of the format, with any fields in them, some a great many times."""
    parts = []
    for field in draw(st.lists(st.sampled_from(list(descriptor.fields)), max_size=4)):
        if field.message_type is not None and depth < 9:
            inside = draw(trees(field.message_type, depth + 1))
            times = draw(st.sampled_from((1, 1, 1, 2, 40_000)))
            parts.append(made.message(field.number, inside) * (times if len(inside) < 30 else 1))
        elif field.cpp_type == field.CPPTYPE_STRING:
            text = draw(st.sampled_from((b"", b"x", b"Abs", b"\xff", b"mine", b"Loop")))
            parts.append(made.message(field.number, text))
        elif field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE):
            wide = field.cpp_type == field.CPPTYPE_DOUBLE
            tag = made.varint(field.number << 3 | (1 if wide else 5))
            parts.append((tag + bytes(8 if wide else 4)) * draw(st.sampled_from((1, 3))))
        else:
            number = draw(st.sampled_from((0, 1, 7, 21, 2**31, 2**63, 2**64 - 1)))
            parts.append(made.varint(field.number << 3) + made.varint(number))
    return b"".join(parts)


BYTES = st.one_of(st.binary(max_size=300), nearly_models(), trees())
ANYTHING = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=300)


@ANYTHING
@given(BYTES)
@example(made.function_that_is_no_text())
@example(made.name_that_is_no_text())
def test_any_bytes_pass_the_inspection_or_end_in_a_sentence(data):
    try:
        inspected = inspect_model(data)
    except KernelscopeError:
        return
    assert not made.parsed(inspected.data).functions


class Child:
    """The sandbox's process, spoken to directly, so that its memory can be read in between."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", child.__name__],
            cwd=ROOT,
            env=bare_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def load(self, data):
        send(self.process.stdin, {"do": "load"}, {"model": np.frombuffer(data, dtype=np.uint8)})
        return receive(self.process.stdout)[0]

    def peak_mb(self):
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1e3

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def fresh_child():
    made_here = Child()
    yield made_here
    made_here.end()


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="no /proc here to read a process's memory from"
)


@needs_proc
@pytest.mark.parametrize("size", [20, 98])
def test_millions_of_empty_nodes_are_refused_in_little_memory(fresh_child, size):
    fresh_child.load(made.linear())
    before = fresh_child.peak_mb()
    answer = fresh_child.load(made.many_empty(7, 1, n=size * MB // 2))
    assert "5,001 nodes; the limit is 5,000" in answer["refused"]
    assert fresh_child.peak_mb() - before < 4 * size  # the message and its copies


@needs_proc
@pytest.mark.parametrize(
    ("path", "value"),
    [((7, 1, 5), b"\x40\x01"), ((7, 5), b"\x08\x01"), ((7, 5), b"\x10\x01")],
    ids=["integers of an attribute", "sizes of a tensor", "one field again and again"],
)
def test_ninety_megabytes_of_small_numbers_stay_within_a_gigabyte(fresh_child, path, value):
    before = (fresh_child.load(made.linear()), fresh_child.peak_mb())[1]
    numbers = value * 45 * MB
    for number in reversed(path):
        numbers = made.message(number, numbers)
    answer = fresh_child.load(made.linear() + numbers)
    assert answer.keys() & {"card", "refused", "memory", "error"}
    assert fresh_child.peak_mb() - before < 1_000
    assert "card" in fresh_child.load(made.linear())  # it is alive, and answers the next


@needs_proc
def test_any_bytes_get_an_answer_and_memory_stays_within_its_limit():
    subject = Child()

    @ANYTHING
    @given(BYTES)
    def any_bytes(data):
        if data:
            assert subject.load(data).keys() & {"card", "refused", "memory", "error"}

    try:
        any_bytes()
        assert subject.peak_mb() < 1_300
    finally:
        subject.end()


def test_the_largest_model_that_may_be_uploaded_fits_into_its_memory(fresh_child):
    weight = np.zeros((12, 2_040_000), dtype=np.float32)
    text = "g (float[n, 12] x) => (float[n, 1] y) { z = MatMul(x, w) y = ReduceMax(z, last) }"
    data = made.data_of(made.model(text, w=weight, last=[1]))
    assert len(data) > 97 * MB
    assert "card" in fresh_child.load(data)
