"""A model looked through before anything runs: operators, domains, data, sizes, versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import onnx
from google.protobuf.message import DecodeError

from core.errors import UploadError
from core.inference.sandbox.allowed_operators import ALLOWED, NEWEST_IR, NEWEST_OPSET
from core.inference.sandbox.flattening import flatten
from core.inference.sandbox.wire import RECIPE, check_wire
from core.limits import check_limit

PICKLES = (b"\x80\x04", b"\x80\x05", b"\x80\x03", b"\x80\x02", b"\x89HDF", b"PK\x03\x04")


@dataclass(frozen=True)
class Inspected:
    """A model that passed. ``data`` are the bytes that may run: the flat graph that was looked
    through, written again, and nothing that the file held beside it.
    """

    model: onnx.ModelProto
    data: bytes
    n_nodes: int
    opset: int


def inspect_model(data: bytes) -> Inspected:
    """Count, parse, flatten and check a model.

    Raises UploadError or LimitError, which say in one sentence what is wrong.
    """
    check_limit("model_bytes", len(data), what="The model")
    if not data:
        raise UploadError("The file is empty; export the model again.")
    if data.startswith(PICKLES):
        raise UploadError(
            "This is a pickle, joblib, HDF5 or ZIP file, which can run code when it is read, so it "
            f"is refused. {RECIPE}"
        )
    check_wire(data)
    try:
        model = onnx.ModelProto.FromString(data)
    except DecodeError:  # the walk over the bytes has found their form right
        raise UploadError(
            "The model is damaged, or takes more than 1 GB of memory when it is read. Export it "
            "again, with fewer or shorter lists of numbers."
        ) from None
    model.DiscardUnknownFields()
    return _checked(model)


def _checked(model: onnx.ModelProto) -> Inspected:
    if not model.graph.node or not model.graph.output:
        raise UploadError("This is not an ONNX model: it has no node or no output. " + RECIPE)
    _check_versions(model)
    own = {(function.domain, function.name) for function in model.functions}
    for nodes in (model.graph.node, *(function.node for function in model.functions)):
        _check_nodes(nodes, own)
    flat = flatten(model)
    _check_nodes(flat.graph.node, set())
    check_limit("model_nodes", len(flat.graph.node), what="The model")
    _check_data(flat)
    _check_inputs(flat)
    return Inspected(flat, flat.SerializeToString(), len(flat.graph.node), _opset(flat))


def _check_nodes(nodes: Iterable[onnx.NodeProto], own: set[tuple[str, str]]) -> None:
    """UploadError for an operator that is neither allowed nor one of the model's ``own``."""
    for node in nodes:
        operator = repr(node.op_type[:60])
        if (node.domain, node.op_type) not in own:
            if node.domain not in ALLOWED:
                raise UploadError(
                    f"The model uses the operator {operator} of the domain "
                    f"{node.domain[:60]!r}; allowed are ai.onnx and ai.onnx.ml."
                )
            if node.op_type not in ALLOWED[node.domain] or node.overload:
                raise UploadError(
                    f"The model uses the operator {operator}, which is not allowed here: no loops "
                    "or branches, no random numbers, no text. Export it without them."
                )
        if any(one.HasField("g") or one.graphs for one in node.attribute):
            raise UploadError(
                f"The operator {operator} of the model holds a graph of its own, which is not "
                "allowed here. Export it without loops and branches."
            )


def _check_inputs(model: onnx.ModelProto) -> None:
    with_default = {tensor.name for tensor in model.graph.initializer}
    if not any(value.name not in with_default for value in model.graph.input):
        raise UploadError(
            "The model has no input, so it answers the same whatever is heard. Export it with the "
            "levels of a scan as its input."
        )


def _check_versions(model: onnx.ModelProto) -> None:
    for entry in model.opset_import:
        domain = "ai.onnx" if entry.domain == "" else entry.domain
        newest = NEWEST_OPSET.get(entry.domain)
        if newest is None and entry.domain not in {f.domain for f in model.functions}:
            raise UploadError(
                f"The model uses the operator set {domain[:60]!r}; allowed are ai.onnx and "
                "ai.onnx.ml. Export it with standard operators only."
            )
        if newest is not None and entry.version > newest:
            raise UploadError(
                f"The model is written for {domain} opset {entry.version}; this server runs up to "
                f"{newest}. Export it with opset 21."
            )
    if model.ir_version > NEWEST_IR:
        raise UploadError(
            f"The model has IR version {model.ir_version}; this server runs up to {NEWEST_IR}. "
            "Export it with IR version 10."
        )


def _check_data(model: onnx.ModelProto) -> None:
    """Tensors must lie in the file itself: nothing else on this machine may be read."""
    for tensor in _tensors(model.graph):
        if tensor.data_location == onnx.TensorProto.EXTERNAL or len(tensor.external_data):
            raise UploadError(
                "The model keeps weights outside its file, which is refused. Save it as one file "
                "(onnx.save with save_as_external_data=False)."
            )
        if any(size < 0 for size in tensor.dims):
            raise UploadError("The model holds a tensor with a negative size; export it again.")
    if len(model.training_info):
        raise UploadError("The model holds training steps; export it for inference only.")


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in graph.node:
        for attribute in node.attribute:
            yield from ([attribute.t] if attribute.HasField("t") else [])
            yield from attribute.tensors
            one = [attribute.sparse_tensor] if attribute.HasField("sparse_tensor") else []
            for sparse in (*one, *attribute.sparse_tensors):
                yield from (sparse.values, sparse.indices)


def _opset(model: onnx.ModelProto) -> int:
    return max((e.version for e in model.opset_import if e.domain in ("", "ai.onnx")), default=0)
