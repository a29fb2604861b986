"""Models that a visitor might upload: good ones, broken ones and wicked ones, made in code."""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import ArrayLike
from onnx import TensorProto, helper, numpy_helper, parser

from core.datasets.simulation.building import draw_building

BUILDING_BEACONS = len(draw_building().radio.beacon_m)  # of the survey that the pages open with
HEAD = '<ir_version: 10, opset_import: ["" : 21]>\n'


def model(text: str, **constants: ArrayLike) -> onnx.ModelProto:
    """A model from ONNX text, with constants."""
    made = parser.parse_model(HEAD + text)
    for name, value in constants.items():
        made.graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    return made


def data_of(made: onnx.ModelProto) -> bytes:
    return made.SerializeToString()


def linear(n_beacons: int = 12, outputs: int = 2) -> bytes:
    """A good model: position = levels · weight."""
    weight = np.full((n_beacons, outputs), -0.01, dtype=np.float32)
    return data_of(
        model(
            f"good (float[n, {n_beacons}] levels) => (float[n, {outputs}] place) "
            "{ place = MatMul(levels, w) }",
            w=weight,
        )
    )


def one_row(n_beacons: int = 12) -> bytes:
    """The same for one row, as programs export that trace a single example."""
    weight = np.linspace(-0.02, 0.01, 2 * n_beacons, dtype=np.float32).reshape(n_beacons, 2)
    return data_of(
        model(
            f"row (float[1, {n_beacons}] levels) => (float[1, 2] place, float[1] score) "
            "{ place = MatMul(levels, w) score = ReduceSum<keepdims = 0>(place, one) }",
            w=weight,
            one=np.array([1], dtype=np.int64),
        )
    )


def not_a_number(n_beacons: int = 12) -> bytes:
    return data_of(
        model(
            f"bad (float[n, {n_beacons}] levels) => (float[n, 2] place) "
            "{ place = MatMul(levels, w) }",
            w=np.full((n_beacons, 2), np.nan, dtype=np.float32),
        )
    )


def external_data() -> bytes:
    made = model(
        "e (float[n, 12] x) => (float[n, 2] y) { y = MatMul(x, w) }",
        w=np.zeros((12, 2), dtype=np.float32),
    )
    tensor = made.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    return data_of(made)


def external_data_in_an_attribute() -> bytes:
    made = model(
        "e (float[n, 12] x) => (float[2] y) { y = Constant<value = float[2] {1.0, 2.0}>() }"
    )
    tensor = made.graph.node[0].attribute[0].t
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../secret"
    return data_of(made)


def custom_domain() -> bytes:
    made = model("c (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain = "com.evil"
    made.opset_import.append(helper.make_opsetid("com.evil", 1))
    return data_of(made)


def microsoft_domain() -> bytes:
    made = model("c (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain = "com.microsoft"
    made.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return data_of(made)


def endless_loop() -> bytes:
    body = helper.make_graph(
        [helper.make_node("Identity", ["c"], ["c2"]), helper.make_node("Identity", ["v"], ["v2"])],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("c", TensorProto.BOOL, []),
            helper.make_tensor_value_info("v", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("c2", TensorProto.BOOL, []),
            helper.make_tensor_value_info("v2", TensorProto.FLOAT, None),
        ],
    )
    made = model("l (float[n, 12] x) => (float[n, 12] y) { y = Identity(x) }", yes=np.array(True))
    made.graph.node[0].CopyFrom(helper.make_node("Loop", ["", "yes", "x"], ["y"], body=body))
    return data_of(made)


def operator_hidden_in_a_branch() -> bytes:
    branch = helper.make_graph(
        [helper.make_node("RandomNormal", [], ["r"], shape=[1])],
        "branch",
        [],
        [helper.make_tensor_value_info("r", TensorProto.FLOAT, [1])],
    )
    made = model("b (bool[1] x) => (float[1] y) { y = Cast<to=1>(x) }")
    made.graph.node[0].CopyFrom(
        helper.make_node("If", ["x"], ["y"], then_branch=branch, else_branch=branch)
    )
    return data_of(made)


def operator_hidden_in_a_function() -> bytes:
    made = model("f (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain, made.graph.node[0].op_type = "mine", "Helper"
    made.opset_import.append(helper.make_opsetid("mine", 1))
    made.functions.append(
        helper.make_function(
            "mine",
            "Helper",
            ["a"],
            ["b"],
            [helper.make_node("Evil", ["a"], ["b"], domain="com.evil")],
            [helper.make_opsetid("", 21), helper.make_opsetid("com.evil", 1)],
        )
    )
    return data_of(made)


def good_function() -> bytes:
    made = model("f (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain, made.graph.node[0].op_type = "mine", "Helper"
    made.opset_import.append(helper.make_opsetid("mine", 1))
    made.functions.append(
        helper.make_function(
            "mine",
            "Helper",
            ["a"],
            ["b"],
            [helper.make_node("Abs", ["a"], ["b"])],
            [helper.make_opsetid("", 21)],
        )
    )
    return data_of(made)


def functions_that_multiply(levels: int = 12, width: int = 10) -> bytes:
    """Ten calls of ten calls of …: a few kilobytes that would expand to 10^12 nodes."""
    made = model("g (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain, made.graph.node[0].op_type = "mine", f"F{levels}"
    made.opset_import.append(helper.make_opsetid("mine", 1))
    for level in range(1, levels + 1):
        domain, inner = ("mine", f"F{level - 1}") if level > 1 else ("", "Abs")
        names = ["a", *(f"t{i}" for i in range(width - 1)), "b"]
        nodes = [
            helper.make_node(inner, [names[i]], [names[i + 1]], domain=domain) for i in range(width)
        ]
        made.functions.append(
            helper.make_function(
                "mine",
                f"F{level}",
                ["a"],
                ["b"],
                nodes,
                [helper.make_opsetid("", 21), helper.make_opsetid("mine", 1)],
            )
        )
    return data_of(made)


def function_that_calls_itself() -> bytes:
    made = model("g (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].domain, made.graph.node[0].op_type = "mine", "F"
    made.opset_import.append(helper.make_opsetid("mine", 1))
    made.functions.append(
        helper.make_function(
            "mine",
            "F",
            ["a"],
            ["b"],
            [helper.make_node("F", ["a"], ["b"], domain="mine")],
            [helper.make_opsetid("mine", 1)],
        )
    )
    return data_of(made)


def too_many_nodes(n: int = 6_000) -> bytes:
    lines = ["t0 = Abs(x)", *(f"t{i} = Abs(t{i - 1})" for i in range(1, n)), f"y = Abs(t{n - 1})"]
    return data_of(model("m (float[n, 12] x) => (float[n, 12] y) {\n" + "\n".join(lines) + "\n}"))


def newer_opset() -> bytes:
    made = model("n (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.opset_import[0].version = 99
    return data_of(made)


def newer_ir() -> bytes:
    made = model("n (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.ir_version = 99
    return data_of(made)


def giant(side: int = 100_000) -> bytes:
    """Forty gigabytes from a few bytes, at the first run; 4 · side² bytes."""
    return data_of(
        model(
            "g (float[n, 12] x) => (float y) {\n"
            "big = Expand(one, shape)\ny = ReduceMax<keepdims=0>(big) }",
            one=np.ones(1, dtype=np.float32),
            shape=np.array([side, side], dtype=np.int64),
        )
    )


def slow(size: int = 2_500, n: int = 400) -> bytes:
    """Minutes of matrix products, without a loop."""
    lines = ["m0 = Expand(one, shape)"]
    lines += [f"m{i} = MatMul(m{i - 1}, m{i - 1})" for i in range(1, n)]
    lines += [
        f"s = ReduceMax<keepdims=0>(m{n - 1})",
        "z = ReduceMax<keepdims=0>(x)",
        "y = Add(s, z)",
    ]
    text = "s (float[n, 12] x) => (float y) {\n" + "\n".join(lines) + "\n}"
    made = model(text, shape=np.array([size, size], dtype=np.int64))
    # An input, so that nothing is computed when the model is loaded.
    made.graph.node.insert(0, helper.make_node("ReduceMin", ["x"], ["one"], keepdims=0))
    return data_of(made)


def no_rows() -> bytes:
    return data_of(
        model(
            "z (float[0, 12] x) => (float[0, 2] y) { y = MatMul(x, w) }",
            w=np.zeros((12, 2), dtype=np.float32),
        )
    )


def lying_shape(n_beacons: int = 12) -> bytes:
    """Declares (n, 2), returns one column per beacon."""
    made = model(f"l (float[n, {n_beacons}] x) => (float[n, {n_beacons}] y) {{ y = Abs(x) }}")
    made.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 2
    return data_of(made)


def texts() -> bytes:
    made = model("t (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.input[0].type.tensor_type.elem_type = TensorProto.STRING
    return data_of(made)


def parsed(data: bytes) -> onnx.ModelProto:
    return onnx.ModelProto.FromString(data)


def with_functions(text: str, *functions: str) -> bytes:
    """A model of one graph and of functions, all in ONNX text."""
    head = '<ir_version: 10, opset_import: ["" : 21, "mine" : 1]>\n'
    return data_of(parser.parse_model(head + text + "\n".join(functions)))


def function(
    body: str, name: str = "F", overload: str = "", more: str = "", opset: int = 21
) -> str:
    """A local function in ONNX text; ``body`` begins with its inputs."""
    kind = f'overload: "{overload}", ' if overload else ""
    return (
        f'<domain: "mine", {kind}opset_import: ["" : {opset}, "mine" : 1]>\n{name} {more}{body}\n'
    )


def overload_hides_loop() -> bytes:
    """Two functions of one name: the node calls the one with the loop, the other comes last."""
    made = parsed(
        with_functions(
            "o (float[n, 12] x) => (float[n, 12] y) { y = mine.F:bad(x) }",
            function("(a) => (b) { b = Identity(a) }", overload="bad"),
            function("(a) => (b) { b = Abs(a) }", overload="good"),
        )
    )
    made.functions[0].node[0].CopyFrom(parsed(endless_loop()).graph.node[0])
    return data_of(made)


def overloads_that_multiply(levels: int = 6, width: int = 10) -> bytes:
    functions = []
    for level in range(1, levels + 1):
        call = f"mine.F:o{level - 1}" if level > 1 else "Abs"
        names = ["a", *(f"t{i}" for i in range(width - 1)), "b"]
        lines = [f"{names[i + 1]} = {call}({names[i]})" for i in range(width)]
        functions.append(function("(a) => (b) {" + "\n".join(lines) + "}", overload=f"o{level}"))
    text = f"g (float[n, 12] x) => (float[n, 12] y) {{ y = mine.F:o{levels}(x) }}"
    return with_functions(text, *functions)


def function_in_domain(domain: str, name: str = "Gelu") -> bytes:
    made = parsed(good_function())
    made.graph.node[0].domain = made.functions[0].domain = made.opset_import[1].domain = domain
    made.graph.node[0].op_type = made.functions[0].name = name
    return data_of(made)


def function_twice() -> bytes:
    made = parsed(good_function())
    made.functions.append(made.functions[0])
    return data_of(made)


def functions_in_a_row(n: int = 4_000, calls_all: bool = False) -> bytes:
    """Each calls the one before; the graph calls the last, or all of them from the first on."""
    made = parsed(good_function())
    made.functions[0].name = "F0"
    for level in range(1, n):
        made.functions.append(
            helper.make_function(
                "mine",
                f"F{level}",
                ["a"],
                ["b"],
                [helper.make_node(f"F{level - 1}", ["a"], ["b"], domain="mine")],
                [helper.make_opsetid("", 21), helper.make_opsetid("mine", 1)],
            )
        )
    made.graph.node[0].op_type = f"F{n - 1}"
    if calls_all:
        for level in range(n - 1):
            node = helper.make_node(f"F{level}", ["x"], [f"t{level}"], domain="mine")
            made.graph.node.insert(level, node)
    return data_of(made)


def functions_that_multiply_bytes(n_bytes: int = 1_000_000, calls: int = 150) -> bytes:
    """A megabyte in a function, called 150 times."""
    made = parsed(good_function())
    weight = numpy_helper.from_array(np.zeros(n_bytes, dtype=np.uint8))
    made.functions[0].node.append(helper.make_node("Constant", [], ["c"], value=weight))
    for call in range(calls):
        made.graph.node.append(helper.make_node("Helper", ["x"], [f"t{call}"], domain="mine"))
    return data_of(made)


def defaults_that_multiply_bytes(n_bytes: int = 1_000_000, calls: int = 150) -> bytes:
    """A megabyte as the default of an attribute, which each call would get."""
    made = parsed(functions_that_multiply_bytes(0, calls))
    made.functions[0].attribute_proto.append(helper.make_attribute("a", "x" * n_bytes))
    return data_of(made)


def function_for_a_newer_opset() -> bytes:
    made = parsed(good_function())
    made.functions[0].opset_import[0].version = 99
    return data_of(made)


def too_many_arguments() -> bytes:
    made = parsed(good_function())
    made.graph.node[0].input.append("x")
    return data_of(made)


def graph_in_a_harmless_operator() -> bytes:
    made = model("h (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    made.graph.node[0].attribute.append(helper.make_attribute("body", made.graph))
    return data_of(made)


def name_that_is_no_text() -> bytes:
    made = model("u (float[n, 12] x) => (float[n, 12] y) { y = Abs(x) }")
    return data_of(made).replace(b"Abs", b"\xff\xfe\xfd")


def function_that_is_no_text() -> bytes:
    return good_function().replace(b"Helper", b"\xff\xfe\xfd\xff\xfe\xfd")


def no_input() -> bytes:
    return data_of(
        model(
            "a () => (float[2, 2] y) { y = Abs(w) }",
            w=np.ones((2, 2), dtype=np.float32),
        )
    )


def marked_as_another_format() -> bytes:
    """A good model whose bytes 4 to 8 are the mark by which ONNX Runtime knows its own format."""
    made = parsed(linear())
    made.producer_name = "ORTM"
    return data_of(made)


# Protobuf by hand: what nobody's library would write.


def varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def message(number: int, body: bytes) -> bytes:
    """A field that holds a message or bytes."""
    return varint(number << 3 | 2) + varint(len(body)) + body


def many_empty(*path: int, n: int) -> bytes:
    """``n`` empty messages in the last field of a path of field numbers below the model."""
    made = message(path[-1], b"") * n
    for number in reversed(path[:-1]):
        made = message(number, made)
    return made


def nested(path: Sequence[int], depth: int) -> bytes:
    """Messages in each other: the path of field numbers again and again."""
    made = b""
    for _ in range(depth):
        for number in reversed(path):
            made = message(number, made)
    return made
