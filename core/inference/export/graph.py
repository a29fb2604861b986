"""A graph under construction: nodes as ONNX text, constants as numpy arrays, then a checked model.

The text is the one that ``onnx.parser`` reads, so a graph can be read like a program.
"""

from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper, parser

from core.limits import check_limit

IR_VERSION = 10  # the newest that every supported ONNX Runtime reads
OPSET = 21
PRODUCER = "Kernelscope"


@dataclass
class Graph:
    """Nodes (lines of text) and constants (by name), collected in the order of computation."""

    name: str
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    constants: dict[str, NDArray] = field(default_factory=dict)
    defaults: dict[str, NDArray] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Append nodes, one per line: ``y = Add(a, b)``."""
        self.lines += [line.strip() for line in text.strip().splitlines() if line.strip()]

    def constant(self, name: str, value: object, dtype: type = np.float32) -> str:
        """Keep an array under a name that nodes can use; returns the name."""
        self.constants[name] = np.ascontiguousarray(value, dtype=dtype)
        return name

    def default(self, name: str, value: object, signature: str, dtype: type = np.float32) -> str:
        """An input that may be left out: a constant that a caller can replace in each run."""
        self.inputs.append(signature)
        self.defaults[name] = np.ascontiguousarray(value, dtype=dtype)
        return name

    def model(self, metadata: dict[str, str]) -> onnx.ModelProto:
        """The model, checked by onnx with full shape inference."""
        size = sum(array.nbytes for array in (self.constants | self.defaults).values())
        check_limit("model_bytes", size, what="The exported model")
        head = f'<ir_version: {IR_VERSION}, opset_import: ["" : {OPSET}]>'
        signature = f"{self.name} ({', '.join(self.inputs)}) => ({', '.join(self.outputs)})"
        model = parser.parse_model("\n".join([head, signature, "{", *self.lines, "}"]))
        for name, array in (self.constants | self.defaults).items():
            model.graph.initializer.append(numpy_helper.from_array(array, name))
        model.producer_name = PRODUCER
        onnx.helper.set_model_props(model, metadata)
        onnx.checker.check_model(model, full_check=True)
        return model
