"""Live inference: estimators as ONNX models, an engine that runs them, and live sources."""

from core.inference.engine import Engine
from core.inference.export.exporter import export_onnx
from core.inference.export.metadata import ModelInfo

__all__ = ["Engine", "ModelInfo", "export_onnx"]
