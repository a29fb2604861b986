"""Answers of a lab's model from its exported form where that pays, with the words that say so."""

import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from components.memory import mine
from core.errors import KernelscopeError
from core.inference import Engine, ModelInfo, export_onnx
from core.inference.export.metadata import PREFIX

# Pairs of rows and data points up to which a processor is quicker through the exported graph than
# through the estimator (benchmarks/inference.md); a GPU always is.
MOST_PAIRS_ON_CPU = 20_000_000


@dataclass(frozen=True, eq=False)
class Exported:
    """An estimator's exported model, or ``problem``: the reason why there is none."""

    engine: Engine | None
    model: bytes = b""
    problem: str = ""


@dataclass(frozen=True, eq=False)
class Answers:
    """Outputs of the model by name, or None where it was not used; ``said`` tells what ran."""

    outputs: Mapping[str, NDArray[np.float64]] | None
    said: str


def exported_answers(
    key: Hashable,
    estimator: Any,
    X: NDArray[np.float64],
    *,
    n_points: int,
    info: ModelInfo | None = None,
) -> Answers:
    """Run the fitted ``estimator``, known by ``key``, on X (n, d) through its exported model."""
    exported = exported_model(repr(key), _estimator=estimator, _info=info)
    engine = exported.engine
    if engine is None:
        return Answers(None, f"Answered by the estimator itself. {exported.problem}")
    pairs = len(X) * n_points
    if engine.device == "cpu" and pairs > MOST_PAIRS_ON_CPU:
        return Answers(
            None,
            f"Answered by the estimator itself: for {pairs:,} pairs of points it is faster "
            f"on this processor; on a GPU the exported model would be used ({engine.reason}).",
        )
    started = time.perf_counter()
    outputs = engine.run({"X": X})
    return Answers(outputs, _sentence(engine, len(X), 1000 * (time.perf_counter() - started)))


@mine(spinner="Exporting the model …")
def exported_model(key: str, *, _estimator: Any, _info: ModelInfo | None) -> Exported:
    """The exported form of an estimator, made once for a visitor's settings."""
    try:
        model = export_onnx(_estimator, info=_info)
        return Exported(Engine(model), model)
    except KernelscopeError as error:  # too large, or not exact enough in single precision
        return Exported(None, problem=str(error))


def offer_model(key: Hashable, estimator: Any, *, name: str, help: str) -> None:
    """A button that gives the exported model of this key, where there is one."""
    exported = exported_model(repr(key), _estimator=estimator, _info=None)
    if exported.engine is not None:
        st.download_button(
            "Model (ONNX)",
            exported.model,
            file_name=f"kernelscope-{name}.onnx",
            mime="application/octet-stream",
            on_click="ignore",
            icon=":material/deployed_code:",
            key=f"model-{name}",
            help=help,
        )


def _sentence(engine: Engine, n_rows: int, took_ms: float) -> str:
    facts = engine.metadata
    parity, unit = facts[f"{PREFIX}parity_error"], facts[f"{PREFIX}parity_unit"]
    rows = "row" if n_rows == 1 else "rows"
    return (
        f"Answered by the exported model (ONNX) on the {engine.device.upper()}: {n_rows:,} {rows} "
        f"in {took_ms:.1f} ms; at export it was within {parity} {unit} of the estimator."
    )
