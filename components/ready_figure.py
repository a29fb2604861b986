"""Figures whose traces and layout are plain dictionaries: checked once, not at every drag.

plotly validates and copies every property that is set; on a page whose pictures follow a slider
that costs more than the numbers in them. Here the frame of a picture (axes, legend, template) is a
plotly figure that is checked once and kept, and what moves is added as it is sent.
"""

import base64
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike
from plotly.basedatatypes import BaseFigure

_CODES = {"float32": "f4", "float64": "f8", "int32": "i4"}


class ReadyFigure(BaseFigure):  # type: ignore[misc]
    """A figure that is handed over as it is; it can be drawn, not changed.

    ``finished``: its text has the colours of a theme, so that it needs nothing more.
    """

    def __init__(
        self, traces: list[dict[str, Any]], layout: dict[str, Any], *, finished: bool = False
    ) -> None:
        self._ready = {"data": traces, "layout": layout}
        self._finished = finished

    @property
    def finished(self) -> bool:
        """Whether its text has the colours of a theme."""
        return self._finished

    def to_dict(self) -> dict[str, Any]:
        """The traces and the layout."""
        return self._ready

    def __repr__(self) -> str:
        return f"ReadyFigure of {len(self._ready['data'])} traces"


def frame_of(figure: go.Figure) -> dict[str, Any]:
    """Traces and layout of a checked figure as dictionaries, to be kept and added to."""
    return dict(figure.to_dict())


def typed(values: ArrayLike) -> dict[str, str]:
    """An array in plotly's compact form: its type, its bytes, and its shape unless it is a row.

    >>> typed(np.zeros((1, 2), dtype=np.float32))
    {'dtype': 'f4', 'bdata': 'AAAAAAAAAAA=', 'shape': '1, 2'}
    """
    array = np.ascontiguousarray(values)
    if array.dtype.name not in _CODES:
        array = array.astype(np.float64)
    found = {
        "dtype": _CODES[array.dtype.name],
        "bdata": base64.b64encode(array.tobytes()).decode("ascii"),
    }
    return found | ({"shape": ", ".join(map(str, array.shape))} if array.ndim > 1 else {})
