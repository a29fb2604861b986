"""A model card: what an exported model is, as facts for a page or a report."""

import json
from dataclasses import dataclass

import onnx

from core.inference.export.metadata import PREFIX

SNIPPET = """import os
os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # first, or ONNX Runtime reports to its maker
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("{file_name}", providers=["CPUExecutionProvider"])
{comment}
{input_name} = np.full((1, {n_features}), {example}, dtype=np.float32)
{fill}
({output_name},) = session.run(["{output_name}"], {{"{input_name}": {input_name}}})
print({output_name})
"""


@dataclass(frozen=True)
class ModelCard:
    """Inputs and outputs as (name, type and shape, unit); properties as (name, value)."""

    title: str
    inputs: tuple[tuple[str, str, str], ...]
    outputs: tuple[tuple[str, str, str], ...]
    properties: tuple[tuple[str, str], ...]
    n_nodes: int
    n_bytes: int
    parity: str
    snippet: str


def model_card(data: bytes, title: str, file_name: str) -> ModelCard:
    """Read the card out of an exported model's bytes."""
    model = onnx.load_from_string(data)
    lines = {entry.key.removeprefix(PREFIX): entry.value for entry in model.metadata_props}
    units = json.loads(lines.get("units", "{}"))
    constants = {tensor.name for tensor in model.graph.initializer}
    inputs = tuple(
        _row(value, units, " (optional)" if value.name in constants else "")
        for value in model.graph.input
    )
    parity = (
        f"{lines['parity_error']} {lines['parity_unit']} over {lines['parity_probes']} probes, "
        f"at most {lines['parity_tolerance']} allowed"
        if "parity_error" in lines
        else "not measured"
    )
    features = json.loads(lines.get("feature_names", "[]"))
    return ModelCard(
        title,
        inputs,
        tuple(_row(value, units) for value in model.graph.output),
        tuple(sorted(lines.items())),
        len(model.graph.node),
        len(data),
        parity,
        snippet(model, file_name, features),
    )


def snippet(model: onnx.ModelProto, file_name: str, features: list[str]) -> str:
    """Lines of Python that run the file with ONNX Runtime alone."""
    name = model.graph.input[0].name
    scan = name == "rss_dbm"
    comment = "# One row: " + (
        "levels in dBm, NaN for a beacon that is not heard." if scan else "the features in order."
    )
    first = features[0] if features else "the first column"
    fill = f"{name}[0, 0] = {-60.0 if scan else 1.0}  # {first}"
    return SNIPPET.format(
        file_name=file_name,
        comment=comment,
        input_name=name,
        n_features=len(features),
        example="np.nan" if scan else "0.0",
        fill=fill,
        output_name=model.graph.output[0].name,
    )


def _row(value: onnx.ValueInfoProto, units: dict[str, str], more: str = "") -> tuple[str, str, str]:
    tensor = value.type.tensor_type
    sizes = ", ".join(
        str(size.dim_value) if size.HasField("dim_value") else size.dim_param or "?"
        for size in tensor.shape.dim
    )
    kind = onnx.TensorProto.DataType.Name(tensor.elem_type).lower()
    return value.name + more, f"{kind} ({sizes})", units.get(value.name, "")
