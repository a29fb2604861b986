"""The engine: one model, one session, on the GPU where there is one; safe from many threads."""

import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ComputeError, ParameterError
from core.inference.bound_runner import BoundRunner
from core.inference.export.metadata import FLOATS_PER_ROW, VERSION
from core.inference.gpu_check import compared_with_cpu
from core.inference.latency import LatencyLog
from core.inference.narrowed import narrowed_to
from core.inference.session import first_line, open_session
from core.inference.signature import read_signature
from core.parallel import available_workers

FEWEST_ROWS, BLOCK_FLOATS, MOST_FLOATS = 32, 65_536, 8_000_000
WARM_UP_RUNS, FIRST_RUNS = 3, 20


class Engine:
    """Run an ONNX model.

    Rows are computed in blocks whose intermediate results fit into a core's cache (32 rows at
    least), two blocks at a time; so a batch of any size needs bounded memory.

    Parameters
    ----------
    model : bytes
        An ONNX model.
    device : str
        "auto" takes a GPU where there is one, "cpu", or "cuda".
    outputs : sequence of str or None
        Names of those to compute, None for all; of a locator's, ``position_m`` alone costs a third
        of what it costs to say how sure it is as well.

    Attributes
    ----------
    inputs, outputs : tuple of str
        Names; inputs with a default (a database) come last.
    device : str
        "cpu" or "cuda", where the session really runs.
    reason : str
        Why it runs there.
    latency : LatencyLog
        Of the calls of ``run``, begun with 20 runs on one made-up row.
    metadata : dict
        The model's own properties.
    parity_with_cpu : float or None
        Largest difference to the CPU when a GPU session was opened.

    Raises
    ------
    ParameterError
        For an unknown device or output and for bytes that are no ONNX model.

    Examples
    --------
    >>> from core.density import KernelDensity
    >>> from core.inference import export_onnx
    >>> model = export_onnx(KernelDensity().fit([[0.0], [1.0]]))
    >>> engine = Engine(model, device="cpu")
    >>> engine.inputs, engine.outputs
    (('X',), ('log_density', 'k_eff'))
    """

    def __init__(
        self, model: bytes, device: str = "auto", *, outputs: Sequence[str] | None = None
    ) -> None:
        if outputs is not None:
            model = narrowed_to(model, outputs)
        placement = open_session(model, device)
        self.parity_with_cpu: float | None = None
        if placement.device == "cuda":
            placement, self.parity_with_cpu = compared_with_cpu(placement, model)
        self._model_bytes = len(model)
        self.device, self.reason = placement.device, placement.reason
        self._session = placement.session
        self._required, self._optional, self._results = read_signature(self._session)
        self.inputs = tuple(one.name for one in (*self._required, *self._optional))
        self.outputs = tuple(one.name for one in self._results)
        self.metadata = dict(self._session.get_modelmeta().custom_metadata_map)
        self._block_rows = self._rows_of_a_block()
        self._pool: ThreadPoolExecutor | None = None
        self._pool_lock = threading.Lock()
        ours = VERSION in self.metadata  # other models may not have rows that can be padded
        self._runner = (
            BoundRunner(self._session, "cuda") if self.device == "cuda" and ours else None
        )
        self.latency = LatencyLog()
        self._warm_up()

    def __sizeof__(self) -> int:
        """Bytes of it, those of the session about those of the model."""
        return object.__sizeof__(self) + self._model_bytes

    def run(self, inputs: Mapping[str, ArrayLike]) -> dict[str, NDArray]:
        """Outputs by name for inputs by name.

        Parameters
        ----------
        inputs : dict of arrays
            By name; one with a default may be left out. They are taken in the type that the model
            states, in the units that ``metadata`` names.

        Returns
        -------
        dict of arrays
            By the names in ``outputs``.

        Raises
        ------
        ParameterError
            When a name, shape or type is not what the model expects.
        ComputeError
            When the model fails on this input.

        Examples
        --------
        >>> from core.density import KernelDensity
        >>> from core.inference import export_onnx
        >>> engine = Engine(export_onnx(KernelDensity().fit([[0.0], [1.0]])), device="cpu")
        >>> engine.run({"X": [[0.5]]})["log_density"].round(4)  # −⅛ − ½ log 2π
        array([-1.0439])
        """
        started = time.perf_counter()
        feeds = self._feeds(inputs)
        rows = self._common_rows(feeds)
        try:
            if self._runner is not None and rows:
                found = self._runner.run(feeds, rows)
            elif rows == 0:
                found = self._no_rows()
            elif rows > self._block_rows:
                found = self._run_blocks(feeds, rows)
            else:
                found = self._session.run(None, feeds)
        except Exception as error:  # noqa: BLE001 - ONNX Runtime raises classes of its own
            raise ComputeError(
                f"The model failed on this input: {first_line(error)}. Check the shapes that it "
                "expects on its model card."
            ) from None
        self.latency.add(rows=rows, duration_s=time.perf_counter() - started)
        return dict(zip(self.outputs, found, strict=True))

    def close(self) -> None:
        """Stop the helper threads; the engine can still be used, one block after the other."""
        with self._pool_lock:
            if self._pool is not None:
                self._pool.shutdown(wait=True)
                self._pool = None

    def _feeds(self, inputs: Mapping[str, ArrayLike]) -> dict[str, NDArray]:
        feeds: dict[str, NDArray] = {}
        for one in self._required:
            if one.name not in inputs:
                raise ParameterError(
                    f"The input {one.name!r} is missing; expected: {', '.join(self.inputs)}; "
                    f"found: {', '.join(map(str, inputs)) or 'nothing'}."
                )
            feeds[one.name] = one.accept(inputs[one.name])
        if len(inputs) > len(self._required):
            known = {one.name: one for one in self._optional}
            for name in set(inputs) - {one.name for one in self._required}:
                if name not in known:
                    raise ParameterError(
                        f"The model has no input {name!r}; it has: {', '.join(self.inputs)}."
                    )
                feeds[name] = known[name].accept(inputs[name])
        return feeds

    def _common_rows(self, feeds: Mapping[str, NDArray]) -> int:
        first = feeds[self._required[0].name]
        return len(first) if first.ndim else 1

    def _run_blocks(self, feeds: dict[str, NDArray], rows: int) -> list[NDArray]:
        """Blocks of rows of the first input, two at a time."""
        name = self._required[0].name
        if len(self._required) > 1 or not self._required[0].dynamic_rows:
            return self._session.run(None, feeds)
        starts = range(0, rows, self._block_rows)

        def one_block(start: int) -> list[NDArray]:
            block = feeds[name][start : start + self._block_rows]
            return self._session.run(None, {**feeds, name: block})

        parts = list(self._workers().map(one_block, starts))
        return [np.concatenate(column) for column in zip(*parts, strict=True)]

    def _no_rows(self) -> list[NDArray]:
        """Empty outputs: graphs need not be right about no row, so one made-up row is dropped."""
        return [value[:0] for value in self._session.run(None, self._example(1) or {})]

    def _workers(self) -> ThreadPoolExecutor:
        with self._pool_lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(min(2, available_workers()), "engine")
            return self._pool

    def _rows_of_a_block(self) -> int:
        """Enough rows to use what was read of the database, few enough to stay in the cache."""
        per_row = max(1, int(self.metadata.get(FLOATS_PER_ROW, 1)))
        return max(1, min(max(FEWEST_ROWS, BLOCK_FLOATS // per_row), MOST_FLOATS // per_row))

    def _warm_up(self) -> None:
        """First runs allocate and do not count; twenty more give the latency to begin with."""
        example = self._example(1)
        if example is None:
            return
        try:
            for _ in range(WARM_UP_RUNS):
                self.run(example)
            self.latency.clear()
            for _ in range(FIRST_RUNS):
                self.run(example)
        except ComputeError:  # a model may refuse made-up numbers; it will say so when used
            self.latency.clear()

    def _example(self, rows: int) -> dict[str, NDArray] | None:
        values = [one.example(rows) for one in self._required]
        if any(value is None for value in values):
            return None
        return {one.name: v for one, v in zip(self._required, values, strict=True)}  # type: ignore[misc]
