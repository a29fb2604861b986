"""The parent's side: a visitor's model in a child process, with limits of time and memory."""

import subprocess
import threading
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.confined import start_confined
from core.errors import ComputeError, UploadError
from core.inference.latency import LatencyLog
from core.inference.sandbox.places import PLACES, Tell
from core.inference.signature import TensorSignature
from core.limits import check_limit
from core.messages import receive, send

LOAD_S, RUN_S = 30.0, 5.0
MOST_DEATHS = 3
OUT_OF_MEMORY = (
    "The model asked for more than 1 GB of memory and was stopped; export a smaller one."
)


class SandboxedModel:
    """A model from somebody else, with the interface of ``Engine``.

    The bytes are parsed, checked and run in a child process only. A run that takes longer than
    ``run_s`` is killed, a child that dies is started again at the next run. A server runs a few of
    them at once (``places``); ``tell`` hears how many are before this one while it waits.

    Attributes
    ----------
    inputs, outputs : tuples of names; signatures, results : their types and shapes
    card : what the model says of itself: number of nodes, opset, producer, metadata
    row_by_row : whether it takes one row at a time, so that several are given to it in turn

    Raises UploadError when the model is refused or cannot be loaded.
    """

    device, reason = "cpu", "a model of your own runs in a process with limits, on the CPU"

    def __init__(
        self,
        data: bytes,
        *,
        load_s: float = LOAD_S,
        run_s: float = RUN_S,
        tell: Tell | None = None,
    ) -> None:
        check_limit("model_bytes", len(data), what="The model")
        self._data, self._load_s, self._run_s = data, load_s, run_s
        self._child: subprocess.Popen | None = None
        self._place: object | None = None
        self._n_deaths, self._answered_s = 0, time.monotonic()
        self._lock = threading.Lock()
        self.latency = LatencyLog()
        with self._lock:
            self.card = self._start(tell)
        self.signatures = _signatures(self.card["inputs"])
        self.results = _signatures(self.card["outputs"])
        self.inputs = tuple(one.name for one in self.signatures)
        self.outputs = tuple(one.name for one in self.results)
        self.row_by_row = bool(self.signatures) and all(one.one_row for one in self.signatures)

    def run(
        self, inputs: Mapping[str, ArrayLike], *, tell: Tell | None = None
    ) -> dict[str, NDArray]:
        """Outputs by name. ParameterError for shapes that do not fit (expected and found),
        ComputeError when the model fails, takes too long or needs too much memory.
        """
        arrays = {
            one.name: one.accept(inputs[one.name], row_by_row=self.row_by_row)
            for one in self.signatures
            if one.name in inputs
        }
        request = {"do": "run", "row_by_row": self.row_by_row}
        started = time.perf_counter()
        with self._lock:
            if self._n_deaths >= MOST_DEATHS:
                raise ComputeError(
                    f"The model was stopped {MOST_DEATHS} times and is not started again; use "
                    "another one."
                )
            if self._child is None or self._child.poll() is not None:
                self._start(tell)
            header, found = self._ask(request, arrays, self._run_s, ComputeError)
        if "error" in header:
            raise ComputeError(f"The model failed on this input: {header['error']}.")
        rows = len(next(iter(arrays.values()), ()))
        self.latency.add(rows=rows, duration_s=time.perf_counter() - started)
        return found

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._end()

    def end_if_idle(self, idle_s: float) -> bool:
        """End the process unless it works or did so within ``idle_s``; the next run starts it."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if time.monotonic() - self._answered_s < idle_s:
                return False
            self._end()
            return True
        finally:
            self._lock.release()

    def __del__(self) -> None:
        if hasattr(self, "_place"):
            self._end()

    def _start(self, tell: Tell | None) -> dict[str, Any]:
        self._end()
        self._place = PLACES.take(self, tell)
        self._child = start_confined("core.inference.sandbox.child")
        model = {"model": np.frombuffer(self._data, dtype=np.uint8)}
        header, _ = self._ask({"do": "load"}, model, self._load_s, UploadError)
        if "error" in header:
            self._end()
            raise UploadError(f"ONNX Runtime cannot load this model: {header['error']}.")
        return header["card"]

    def _ask(
        self,
        message: dict[str, Any],
        arrays: dict[str, NDArray],
        limit_s: float,
        error: type[ComputeError] | type[UploadError],
    ) -> tuple[dict[str, Any], dict[str, NDArray]]:
        """Send, wait at most ``limit_s``, receive; a child that is late is killed."""
        child = self._child
        assert child is not None  # noqa: S101 - for the type checker
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        late = threading.Event()

        def kill() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(limit_s, kill)
        watch.daemon = True
        watch.start()
        try:
            send(child.stdin, message, arrays)
            header, found = receive(child.stdout)
        except (OSError, EOFError, ValueError):
            self._n_deaths += 1
            self._end()
            if late.is_set():
                raise error(
                    f"The model took longer than {limit_s:g} s and was stopped; export a smaller "
                    "one."
                ) from None
            raise error(
                "The model's process died, most likely because it asked for too much memory; "
                "export a smaller one."
            ) from None
        finally:
            watch.cancel()
            self._answered_s = time.monotonic()
        if "refused" in header:
            self._end()
            raise UploadError(header["refused"])
        if header.get("memory"):
            self._n_deaths += 1
            self._end()
            raise error(OUT_OF_MEMORY)
        return header, found

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            _kill(child)
        place, self._place = self._place, None
        if place is not None:
            PLACES.give_back(place)


def _kill(child: subprocess.Popen) -> None:
    """End a process and close its pipes."""
    child.kill()
    child.wait(10)
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what was still to be flushed to a dead child
                continue


def _signatures(rows: list[list[Any]]) -> tuple[TensorSignature, ...]:
    return tuple(TensorSignature(name, kind, tuple(shape)) for name, kind, shape in rows)
