"""Runs with everything bound to the device: fixed buffers for a few batch sizes.

Copies to and from the device cost more than a single fix. So inputs live in device buffers that
are overwritten in place, batches are padded to one of a few sizes, and each size can replay a
captured graph of kernels, since its shapes and addresses never change.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

BUCKETS = (1, 8, 64, 1024)
NO_GRAPH = -1


@dataclass
class _Bucket:
    """Buffers of one batch size: the binding, and inputs with the arrays they came from."""

    graph_id: int
    binding: Any
    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, NDArray] = field(default_factory=dict)


class BoundRunner:
    """Run a session through device buffers; one run at a time.

    ``device`` is "cuda" in use; "cpu" takes the same path and is what the tests run.
    """

    def __init__(self, session: Any, device: str) -> None:
        self._session, self._device = session, device
        self._outputs = [output.name for output in session.get_outputs()]
        self._batched = [one.name for one in session.get_inputs()]
        self._buckets: dict[tuple, _Bucket] = {}
        self._lock = threading.Lock()

    def run(self, feeds: Mapping[str, NDArray], rows: int) -> list[NDArray]:
        """Outputs in the order of the session, for ``rows`` rows in blocks of at most 1,024."""
        with self._lock:
            parts = [
                self._run_block(feeds, start, min(start + BUCKETS[-1], rows))
                for start in range(0, rows, BUCKETS[-1])
            ]
        return [np.concatenate(column) for column in zip(*parts, strict=True)]

    def _run_block(self, feeds: Mapping[str, NDArray], start: int, stop: int) -> list[NDArray]:
        rows = stop - start
        size = next(size for size in BUCKETS if size >= rows)
        block = {
            name: _padded(value[start:stop], size) if name in self._batched else value
            for name, value in feeds.items()
        }
        bucket = self._filled_bucket(size, block)
        self._session.run_with_iobinding(bucket.binding, _graph(bucket.graph_id))
        # Copied again: on the CPU the binding hands out its buffers, which the next block reuses.
        return [value[:rows].copy() for value in bucket.binding.copy_outputs_to_cpu()]

    def _filled_bucket(self, size: int, block: Mapping[str, NDArray]) -> _Bucket:
        """The buffers of this size, with the block's values in them."""
        key = (size, *sorted((name, value.shape) for name, value in block.items()))
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = self._new_bucket(block)
            return bucket
        for name, value in block.items():
            # A database that is bound stays where it is until another array takes its place.
            if name in self._batched or bucket.sources.get(name) is not value:
                bucket.values[name].update_inplace(value)
                bucket.sources[name] = value
        return bucket

    def _new_bucket(self, block: Mapping[str, NDArray]) -> _Bucket:
        bucket = _Bucket(1 + len(self._buckets), self._session.io_binding())
        for name, value in block.items():
            # A copy: on the CPU the buffer would be the caller's own array, to be overwritten.
            on_device = onnxruntime.OrtValue.ortvalue_from_numpy(value.copy(), self._device, 0)
            bucket.values[name], bucket.sources[name] = on_device, value
            bucket.binding.bind_ortvalue_input(name, on_device)
        for name in self._outputs:
            bucket.binding.bind_output(name, self._device)
        # A plain run allocates the outputs; a captured graph then writes to these same addresses.
        self._session.run_with_iobinding(bucket.binding, _graph(NO_GRAPH))
        for name, value in zip(self._outputs, bucket.binding.get_outputs(), strict=True):
            bucket.binding.bind_ortvalue_output(name, value)
            bucket.values[name] = value
        return bucket


def _graph(graph_id: int) -> Any:
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("gpu_graph_id", str(graph_id))
    return options


def _padded(rows: NDArray, size: int) -> NDArray:
    """Rows repeated up to the batch size; what is computed for them is dropped."""
    if len(rows) == size:
        return np.ascontiguousarray(rows)
    return np.ascontiguousarray(np.concatenate([rows, np.repeat(rows[-1:], size - len(rows), 0)]))
