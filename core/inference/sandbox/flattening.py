"""A model's own functions written out, so that what is looked through is what runs.

A function is found by domain, name and overload together. What its calls amount to is counted on
the graph of calls first: ten levels of ten calls are 10^10 nodes in a small file.
"""

from collections.abc import Iterable, Iterator

import onnx
from onnx import inliner

from core.errors import UploadError
from core.inference.sandbox.allowed_operators import ALLOWED, belongs_to_a_runtime
from core.limits import check_limit

DEEPEST_CALLS = 64
TOO_DEEP = f"The model's functions call each other more than {DEEPEST_CALLS} deep; simplify it."
Key = tuple[str, str, str]
Size = tuple[int, int, int]  # nodes, bytes, depth of calls


def flatten(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model without functions: each call is replaced by the function's nodes.

    Raises UploadError for functions that no runtime could tell apart, that take the name of a
    runtime's own, that call themselves or that cannot be written out; LimitError when the nodes or
    bytes would be too many.
    """
    if not model.functions:
        return model
    calls = _Calls(model)
    calls.check_size()
    calls.give_defaults()
    try:
        flat = inliner.inline_local_functions(model, convert_version=True)
    except Exception as error:  # noqa: BLE001 - onnx raises classes of its own
        reason = (str(error).strip().splitlines() or [""])[0].rpartition(" failed: ")[2].rstrip(".")
        raise UploadError(
            f"The model's functions cannot be written out: {reason[:200]}. Export it without "
            "functions, for instance with onnxscript's or onnx's inliner."
        ) from None
    if flat.functions:
        raise UploadError(
            f"The function {flat.functions[0].name[:60]!r} is written for another operator set "
            "than the model. Export both for one opset."
        )
    kept = [entry for entry in flat.opset_import if entry.domain in ALLOWED]
    del flat.opset_import[:]
    flat.opset_import.extend(kept)
    return flat


class _Calls:
    """The functions of a model by key, and what a call of each amounts to."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._model = model
        self._functions: dict[Key, onnx.FunctionProto] = {}
        for function in model.functions:
            self._add(function)
        self._sizes: dict[Key, Size] = {}

    def _add(self, function: onnx.FunctionProto) -> None:
        key = (function.domain, function.name, function.overload)
        shown = repr(function.name[:60])
        # What is no text (UTF-8) comes as bytes.
        if not function.name or any(not isinstance(part, str) or ":" in part for part in key):
            raise UploadError(f"A function of the model is called {shown}; rename it, without ':'.")
        if function.domain in ALLOWED:
            raise UploadError(f"The model redefines a standard operator ({shown}); rename it.")
        if belongs_to_a_runtime(function.domain):
            raise UploadError(
                f"The function {shown} of the model is in the domain {function.domain[:60]!r}, "
                "where runtimes have operators of their own and would run those instead; give it "
                "a domain of its own."
            )
        if key in self._functions:
            raise UploadError(f"The model holds the function {shown} twice; rename one.")
        self._functions[key] = function

    def check_size(self) -> None:
        """LimitError when the model with its functions written out is too large."""
        n_nodes, n_bytes, depth = self._size_of(self._model.graph.node, ())
        if depth > DEEPEST_CALLS:
            raise UploadError(TOO_DEEP)
        check_limit("model_nodes", n_nodes, what="The model with its functions written out")
        check_limit("model_bytes", n_bytes, what="The model with its functions written out")

    def give_defaults(self) -> None:
        """Write a function's default attributes at its calls, which onnx's inliner forgets."""
        used = [self._functions[key] for key in self._sizes]
        for nodes in (self._model.graph.node, *(function.node for function in used)):
            for node in nodes:
                node.attribute.extend(self._missing_defaults(node))

    def _size_of(self, nodes: Iterable[onnx.NodeProto], callers: tuple[Key, ...]) -> Size:
        """The size with every call written out; may be astronomically large."""
        n_nodes = n_bytes = depth = 0
        for node in nodes:
            key = _key(node)
            n_bytes += node.ByteSize() + sum(one.ByteSize() for one in self._missing_defaults(node))
            if key not in self._functions:
                n_nodes += 1
                continue
            inside = self._size_of_function(key, callers)
            n_nodes, n_bytes = n_nodes + inside[0], n_bytes + inside[1]
            depth = max(depth, 1 + inside[2])
        return n_nodes, n_bytes, depth

    def _size_of_function(self, key: Key, callers: tuple[Key, ...]) -> Size:
        if key in callers:
            raise UploadError(f"The function {key[1][:60]!r} of the model calls itself.")
        if len(callers) >= DEEPEST_CALLS:
            raise UploadError(TOO_DEEP)
        if key not in self._sizes:
            self._sizes[key] = self._size_of(self._functions[key].node, (*callers, key))
        return self._sizes[key]

    def _missing_defaults(self, node: onnx.NodeProto) -> Iterator[onnx.AttributeProto]:
        function = self._functions.get(_key(node))
        if function is not None and function.attribute_proto:
            given = {attribute.name for attribute in node.attribute}
            yield from (one for one in function.attribute_proto if one.name not in given)


def _key(node: onnx.NodeProto) -> Key:
    return node.domain, node.op_type, node.overload
