"""A model looked through before anything runs: operators, domains, data, sizes, versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import onnx
from google.protobuf.message import DecodeError

from core.errors import UploadError
from core.inference.sandbox.allowed_operators import ALLOWED, NEWEST_IR, NEWEST_OPSET
from core.limits import check_limit

DEEPEST = 8
LONGEST_NAME = 200
PICKLES = (b"\x80\x04", b"\x80\x05", b"\x80\x03", b"\x80\x02", b"\x89HDF", b"PK\x03\x04")
RECIPE = (
    "Export it to ONNX first, for instance with skl2onnx (convert_sklearn) or torch.onnx.export."
)


@dataclass(frozen=True)
class Inspected:
    """A model that passed: its number of nodes with functions expanded, opset and IR version."""

    model: onnx.ModelProto
    n_nodes: int
    opset: int
    ir_version: int


def inspect_model(data: bytes) -> Inspected:
    """Parse and check a model; UploadError says in one sentence what is wrong."""
    check_limit("model_bytes", len(data), what="The model")
    if not data:
        raise UploadError("The file is empty; export the model again.")
    if data.startswith(PICKLES):
        raise UploadError(
            "This is a pickle, joblib, HDF5 or ZIP file, which can run code when it is read, so it "
            f"is refused. {RECIPE}"
        )
    try:
        model = onnx.ModelProto.FromString(data)
    except (DecodeError, ValueError, RecursionError):
        raise UploadError("This is not an ONNX model, or it was cut short. " + RECIPE) from None
    if not model.graph.node or not model.graph.output:
        raise UploadError("This is not an ONNX model: it has no node or no output. " + RECIPE)
    _check_versions(model)
    _check_data(model)
    n_nodes = _Counter(model).count()
    return Inspected(model, n_nodes, _opset(model), model.ir_version)


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
    for tensor in _tensors(model):
        if tensor.data_location == onnx.TensorProto.EXTERNAL or len(tensor.external_data):
            raise UploadError(
                "The model keeps weights outside its file, which is refused. Save it as one file "
                "(onnx.save with save_as_external_data=False)."
            )
    for tensor in _tensors(model):
        if any(size < 0 for size in tensor.dims):
            raise UploadError("The model holds a tensor with a negative size; export it again.")
    if len(model.training_info):
        raise UploadError("The model holds training steps; export it for inference only.")


def _tensors(model: onnx.ModelProto) -> Iterator[onnx.TensorProto]:
    yield from _tensors_of_graph(model.graph, 0)
    for function in model.functions:
        for node in function.node:
            yield from _tensors_of_node(node, 0)
        for attribute in function.attribute_proto:
            yield from _tensors_of_attribute(attribute, 0)


def _tensors_of_graph(graph: onnx.GraphProto, depth: int) -> Iterator[onnx.TensorProto]:
    if depth > DEEPEST:
        raise UploadError(f"The model nests graphs more than {DEEPEST} deep; simplify it.")
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield from (sparse.values, sparse.indices)
    for node in graph.node:
        yield from _tensors_of_node(node, depth)


def _tensors_of_node(node: onnx.NodeProto, depth: int) -> Iterator[onnx.TensorProto]:
    for attribute in node.attribute:
        yield from _tensors_of_attribute(attribute, depth)


def _tensors_of_attribute(attribute: onnx.AttributeProto, depth: int) -> Iterator[onnx.TensorProto]:
    if attribute.HasField("t"):
        yield attribute.t
    yield from attribute.tensors
    sparse = [attribute.sparse_tensor] if attribute.HasField("sparse_tensor") else []
    for one in (*sparse, *attribute.sparse_tensors):
        yield from (one.values, one.indices)
    for graph in _graphs_of(attribute):
        yield from _tensors_of_graph(graph, depth + 1)


def _graphs_of(attribute: onnx.AttributeProto) -> list[onnx.GraphProto]:
    return [*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs]


class _Counter:
    """Counts nodes with functions expanded, and refuses operators that are not allowed.

    Functions may call functions: ten levels of ten calls are 10^10 nodes in a small file.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self._functions = {(f.domain, f.name): f for f in model.functions}
        self._sizes: dict[tuple[str, str], int] = {}
        self._open: set[tuple[str, str]] = set()

    def count(self) -> int:
        """The number of nodes of the whole model; every function is checked, used or not."""
        for key in self._functions:
            if key[0] in ALLOWED:
                raise UploadError(
                    f"The model redefines a standard operator ({key[1][:60]!r}); rename it."
                )
            self._size_of_function(key)
        total = self._size_of_nodes(self._model.graph.node, 0)
        check_limit("model_nodes", total, what="The model")
        return total

    def _size_of_nodes(self, nodes: Iterable[onnx.NodeProto], depth: int) -> int:
        if depth > DEEPEST:
            raise UploadError(f"The model nests graphs more than {DEEPEST} deep; simplify it.")
        total = 0
        for node in nodes:
            total += self._size_of_node(node, depth)
            check_limit("model_nodes", total, what="The model")
        return total

    def _size_of_node(self, node: onnx.NodeProto, depth: int) -> int:
        key = (node.domain, node.op_type)
        inside = sum(
            self._size_of_nodes(graph.node, depth + 1)
            for attribute in node.attribute
            for graph in _graphs_of(attribute)
        )
        if key in self._functions:
            return self._size_of_function(key) + inside
        if node.domain not in ALLOWED:
            raise UploadError(
                f"The model uses the operator {node.op_type[:60]!r} of the domain "
                f"{node.domain[:60]!r}; allowed are ai.onnx and ai.onnx.ml."
            )
        if node.op_type not in ALLOWED[node.domain]:
            raise UploadError(
                f"The model uses the operator {node.op_type[:60]!r}, which is not allowed here: no "
                "loops or branches, no random numbers, no text. Export it without."
            )
        return 1 + inside

    def _size_of_function(self, key: tuple[str, str]) -> int:
        if key in self._open:
            raise UploadError(f"The function {key[1][:60]!r} of the model calls itself.")
        if key not in self._sizes:
            self._open.add(key)
            self._sizes[key] = self._size_of_nodes(self._functions[key].node, 0)
            self._open.discard(key)
        return self._sizes[key]


def _opset(model: onnx.ModelProto) -> int:
    return max((e.version for e in model.opset_import if e.domain in ("", "ai.onnx")), default=0)
