"""Live inference: estimators as ONNX models, an engine that runs them, and live sources.

Names are loaded when they are first used: the child process that runs a visitor's model shares this
package and must not wait for the labs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.inference.engine import Engine
    from core.inference.export.exporter import export_onnx
    from core.inference.export.metadata import ModelInfo

__all__ = ["Engine", "ModelInfo", "export_onnx"]
_HOMES = {
    "Engine": "core.inference.engine",
    "ModelInfo": "core.inference.export.metadata",
    "export_onnx": "core.inference.export.exporter",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
