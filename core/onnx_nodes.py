"""What a lab writes its ONNX twins with: nodes as text, constants as arrays.

The exporter's graph is one; a lab knows no more of the exporter than this.
"""

from typing import Protocol

import numpy as np


class Nodes(Protocol):
    """A graph under construction."""

    def add(self, text: str) -> None:
        """Append nodes, one per line: ``y = Add(a, b)``."""

    def constant(self, name: str, value: object, dtype: type = np.float32) -> str:
        """Keep an array under a name that nodes can use; returns the name."""
