"""The three regimes as coloured bands behind a chart over bandwidth: the lab's visual constant."""

from typing import Any

import plotly.graph_objects as go

from components import palette
from core.density.regimes import REGIME_WORDS, REGIMES

REGIME_NAMES = {regime: words[:1].upper() + words[1:] for regime, words in REGIME_WORDS.items()}
BAND_ALPHA = 0.16


def regime_colour(regime: str) -> str:
    """The fixed colour of a regime, of the theme on screen."""
    return palette.regimes()[REGIMES.index(regime)]


def regime_bands(condensation: float, clt: float, low: float, high: float) -> list[dict[str, Any]]:
    """Shapes that shade the regimes over a bandwidth axis that runs from ``low`` to ``high``."""
    borders = (low, min(max(condensation, low), high), min(max(clt, low), high), high)
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": left,
            "x1": right,
            "y0": 0,
            "y1": 1,
            "fillcolor": palette.with_alpha(regime_colour(regime), BAND_ALPHA),
            "line": {"width": 0},
            "layer": "below",
        }
        for regime, left, right in zip(REGIMES, borders[:-1], borders[1:], strict=True)
        if right > left
    ]


def vertical_line(bandwidth: float, colour: str, width: float, dash: str) -> dict[str, Any]:
    """A shape that marks one bandwidth."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": bandwidth,
        "x1": bandwidth,
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": width, "dash": dash},
    }


def add_regime_legend(figure: go.Figure) -> None:
    """Legend entries for the bands, which plotly does not list by itself."""
    for regime in REGIMES:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": "square", "size": 12, "color": regime_colour(regime), "opacity": 0.5},
            name=REGIME_NAMES[regime],
            hoverinfo="skip",
        )
