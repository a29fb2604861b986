"""One ONNX Runtime session: quiet, sparing with threads, and honest about where it runs."""

import contextlib
import io
import threading
from dataclasses import dataclass
from typing import Any

import onnxruntime

from core.errors import ParameterError
from core.inference.device import gpu_available
from core.limits import check_limit

DEVICES = ("auto", "cpu", "cuda")
CUDA = "CUDAExecutionProvider"
CPU = "CPUExecutionProvider"
MEND = "the CUDA 13 and cuDNN 9 libraries are missing: pip install 'onnxruntime-gpu[cuda,cudnn]'"
_QUIET = threading.Lock()  # the severity of the default logger belongs to the whole process
_LOG_FATAL, _LOG_ERROR, _LOG_WARNING = 4, 3, 2


@dataclass(frozen=True)
class Placement:
    """A session with the device that it really runs on, and why in words."""

    session: Any
    device: str
    reason: str


def open_session(model: bytes, device: str) -> Placement:
    """Open a model on "auto", "cpu" or "cuda".

    "auto" asks the driver first and takes the GPU when there is one; "cuda" does the same, and
    where the GPU cannot be used the session runs on the CPU and ``reason`` says why.
    Raises ParameterError for an unknown device or bytes that ONNX Runtime cannot load.
    """
    if device not in DEVICES:
        raise ParameterError(f"device is {device!r}; choose one of: {', '.join(DEVICES)}.")
    check_limit("model_bytes", len(model), what="The model")
    if device == "cpu":
        return Placement(_open(model, [CPU]), "cpu", "chosen")
    usable, reason = gpu_available()
    if not usable:
        return Placement(_open(model, [CPU]), "cpu", reason)
    return _open_on_gpu(model, reason)


def _open_on_gpu(model: bytes, gpu: str) -> Placement:
    """With captured graphs of kernels where every node runs on the GPU, else without."""
    options = {
        "use_tf32": "0",  # squared distances cancel; ten bits would not do
        "arena_extend_strategy": "kSameAsRequested",
    }
    with _QUIET:
        onnxruntime.set_default_logger_severity(_LOG_FATAL)
        try:
            if hasattr(onnxruntime, "preload_dlls"):
                _preload_quietly()
            try:
                session = _open(model, [(CUDA, options | {"enable_cuda_graph": "1"}), CPU])
            except ParameterError:
                session = _open(model, [(CUDA, options), CPU])
        finally:
            onnxruntime.set_default_logger_severity(_LOG_WARNING)
    if CUDA not in session.get_providers():
        return Placement(session, "cpu", f"{gpu}, but {MEND}")
    return Placement(session, "cuda", gpu)


def _preload_quietly() -> None:
    """Load CUDA from pip packages where they are; what is missing is reported by MEND."""
    with contextlib.redirect_stdout(io.StringIO()):
        onnxruntime.preload_dlls(directory="")


def _open(model: bytes, providers: list) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _LOG_ERROR
    options.intra_op_num_threads = 1  # blocks of rows run in parallel instead
    options.inter_op_num_threads = 1
    # Idle workers would spin, and take the cores from whoever draws the page.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(model, options, providers=providers)
    except Exception as error:  # noqa: BLE001 - ONNX Runtime raises classes of its own
        raise ParameterError(
            f"ONNX Runtime cannot load this model: {first_line(error)}. Export it again with "
            "IR version 10 and opset 21 or older."
        ) from None


def first_line(error: BaseException) -> str:
    """The first line of an error's message, without ONNX Runtime's code in front."""
    text = str(error).strip().splitlines()
    line = text[0] if text else type(error).__name__
    return line.rpartition("] : ")[2].rstrip(".")[:300]
