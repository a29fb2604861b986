"""What is looked through is what runs: functions written out give the numbers that they gave."""

import numpy as np
import pytest

from core.inference.sandbox.inspection import inspect_model
from core.inference.sandbox.runner import SandboxedModel
from core.inference.session import onnxruntime
from tests.core.inference.sandbox import hostile_models as made

GRAPH = "g (float[n, 2] x) => (float[n, 2] y) "
FUNCTIONS = {
    "overload, the first": (
        "{ y = mine.F:one(x) }",
        made.function("(a) => (b) { b = Neg(a) }", overload="one"),
        made.function("(a) => (b) { b = Abs(a) }", overload="two"),
    ),
    "overload, the last": (
        "{ y = mine.F:two(x) }",
        made.function("(a) => (b) { b = Neg(a) }", overload="one"),
        made.function("(a) => (b) { b = Abs(a) }", overload="two"),
    ),
    "no overload beside one": (
        "{ y = mine.F(x) }",
        made.function("(a) => (b) { b = Neg(a) }"),
        made.function("(a) => (b) { b = Abs(a) }", overload="two"),
    ),
    "attribute": (
        "{ y = mine.F<slope = 0.5>(x) }",
        made.function("(a) => (b) { b = LeakyRelu<alpha: float = @slope>(a) }", more="<slope>"),
    ),
    "attribute left out": (
        "{ y = mine.F(x) }",
        made.function("(a) => (b) { b = LeakyRelu<alpha: float = @slope>(a) }", more="<slope>"),
    ),
    "attribute with a default": (
        "{ y = mine.F(x) }",
        made.function(
            "(a) => (b) { b = LeakyRelu<alpha: float = @slope>(a) }", more="<slope: float = 0.25>"
        ),
    ),
    "default of a function in a function": (
        "{ y = mine.G(x) }",
        made.function(
            "(a) => (b) { b = LeakyRelu<alpha: float = @slope>(a) }", more="<slope: float = 0.25>"
        ),
        made.function("(a) => (b) { c = mine.F<slope = 0.75>(a) b = mine.F(c) }", name="G"),
    ),
    "input left out": (
        "{ y = mine.F(x) }",
        made.function("(a, low, high) => (b) { b = Clip(a, low, high) }"),
    ),
    "names that meet": (
        "{ t = Abs(x) u = mine.F(t) v = mine.F(u) y = Add(v, t) }",
        made.function("(x) => (y) { t = Neg(x) y = Add(t, t) }"),
    ),
    "another opset": (
        "{ y = mine.F(x) }",
        made.function("(a) => (b) { b = Neg(a) }", opset=18),
    ),
    "a function that nobody calls": (
        "{ y = Abs(x) }",
        made.function("(a) => (b) { b = Neg(a) }"),
    ),
}
X = np.array([[1.0, -2.0], [-3.0, 4.0]], dtype=np.float32)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_model_with_functions_answers_as_the_runtime_would(name):
    body, *functions = FUNCTIONS[name]
    data = made.with_functions(GRAPH + body, *functions)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    expected = session.run(None, {"x": X})[0]
    model = SandboxedModel(data)
    try:
        np.testing.assert_allclose(model.run({"x": X})["y"], expected, rtol=1e-6)
    finally:
        model.close()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_bytes_that_run_hold_no_function_and_nothing_that_was_not_looked_at(name):
    body, *functions = FUNCTIONS[name]
    inspected = inspect_model(made.with_functions(GRAPH + body, *functions) + b"\xfa\x3f\x02??")
    flat = made.parsed(inspected.data)
    assert not flat.functions
    assert {entry.domain for entry in flat.opset_import} == {""}
    assert {node.domain for node in flat.graph.node} == {""}
    assert len(flat.graph.node) == inspected.n_nodes
    assert b"??" not in inspected.data  # a field that only another reader might know


def test_a_file_with_the_mark_of_another_format_is_read_as_what_was_looked_through():
    data = made.marked_as_another_format()
    assert inspect_model(data).data[4:8] == b"ORTM"
    model = SandboxedModel(data)
    try:
        found = model.run({"levels": np.full((1, 12), -50.0)})
        np.testing.assert_allclose(found["place"], [[6.0, 6.0]], rtol=1e-5)
    finally:
        model.close()
