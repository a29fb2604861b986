"""The child process: checks one model, then answers runs until its input ends.

Run as ``python -m core.inference.sandbox.child`` with messages on standard input and output.
"""

import sys
from typing import Any

from core.confined import limit_memory, limit_processor, own_output

MEMORY_BYTES = 1_000_000_000  # on top of what the libraries take
CPU_S = 3_600


def main() -> int:
    """Answer "load" once and "run" any number of times."""
    answers = own_output()
    limit_processor(CPU_S)
    from core.inference.sandbox.inspection import inspect_model  # noqa: F401 - before the limit
    from core.inference.session import onnxruntime  # noqa: F401
    from core.messages import receive, send

    limit_memory(MEMORY_BYTES)
    session, requests = None, sys.stdin.buffer
    while True:
        try:
            header, arrays = receive(requests)
        except (EOFError, ValueError):
            return 0
        try:
            if header["do"] == "load":
                session = None
                session, card = _load(arrays.pop("model").tobytes())
                send(answers, {"card": card})
            elif session is not None:
                send(answers, {}, _run(session, arrays, row_by_row=header["row_by_row"]))
            else:
                send(answers, {"error": "no model was loaded"})
        except MemoryError:
            send(answers, {"memory": True})
        except Exception as error:  # noqa: BLE001 - whatever happens is one sentence for the parent
            send(answers, _as_answer(error))


def _load(data: bytes) -> tuple[Any, dict[str, Any]]:
    from core.inference.sandbox.inspection import inspect_model
    from core.inference.session import onnxruntime
    from core.inference.signature import read_signature

    inspected = inspect_model(data)
    del data
    card = {
        "n_nodes": inspected.n_nodes,
        "opset": inspected.opset,
        "ir_version": inspected.model.ir_version,
        "producer": _text(inspected.model.producer_name, 80),
        "metadata": {
            _text(entry.key, 80): _text(entry.value, 2000)
            for entry in inspected.model.metadata_props[:40]
        },
    }
    checked = inspected.data
    del inspected
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Else bytes that carry another format's mark would be read as that format, unseen.
    options.add_session_config_entry("session.load_model_format", "ONNX")
    session = onnxruntime.InferenceSession(checked, options, providers=["CPUExecutionProvider"])
    for kind, rows in zip(("inputs", "optional", "outputs"), read_signature(session), strict=True):
        card[kind] = [[one.name, one.type, list(one.shape)] for one in rows]
    return session, card


def _run(session: Any, arrays: dict[str, Any], *, row_by_row: bool) -> dict[str, Any]:
    """Outputs that are numbers, by name; rows that go in one at a time come out together."""
    names = [output.name for output in session.get_outputs()]
    n_rows = min((len(array) for array in arrays.values()), default=0)
    if not row_by_row or n_rows == 1:
        found = session.run(names, arrays)
        return {n: v for n, v in zip(names, found, strict=True) if _is_array(v)}
    import numpy as np

    one_by_one = [
        session.run(names, {name: array[i : i + 1] for name, array in arrays.items()})
        for i in range(n_rows)
    ]
    outputs = dict(zip(names, zip(*one_by_one, strict=True), strict=True))
    return {
        name: np.concatenate([np.atleast_1d(value) for value in values])
        for name, values in outputs.items()
        if all(map(_is_array, values))
    }


def _text(value: str | bytes, longest: int) -> str:
    """The beginning of a text; protobuf hands out bytes where a text is none (UTF-8)."""
    return (value if isinstance(value, str) else value.decode(errors="replace"))[:longest]


def _as_answer(error: Exception) -> dict[str, Any]:
    from core.errors import KernelscopeError

    text = str(error).strip()
    if isinstance(error, KernelscopeError):
        return {"refused": text}
    if any(word in text for word in ("bad_alloc", "Failed to allocate", "bad allocation")):
        return {"memory": True}
    line = text.splitlines()[0] if text else type(error).__name__
    return {"error": line.rpartition("] : ")[2][:300]}


def _is_array(value: Any) -> bool:
    return hasattr(value, "dtype") and value.dtype.name in (
        *("float32", "float64", "float16", "int64", "int32", "bool"),
    )


if __name__ == "__main__":
    sys.exit(main())
