"""Lines of equal density over a flat map."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from core.density import KernelDensity
from core.parameters import Parameter
from core.percentages import percent

GRID = 80  # lines of the grid along each axis
MOST_ROWS = 5_000  # from which densities are made; more are thinned evenly
WITHIN = (0.9, 0.5)  # shares of the rows inside the lines
MARGIN = 0.08  # around the map, of its width
LINES = Parameter(
    "density_lines",
    "Density lines",
    bool,
    False,
    help="Two lines on the flat map, inside which half and nine tenths of the rows lie: where rows "
    "are drawn over each other, they say where most of them are.",
)


def add_density_lines(figure: go.Figure, embedding: NDArray[np.float64]) -> None:
    """The lines within which shares of the rows lie, by a Gaussian at Scott's bandwidth."""
    rows = embedding[:: -(-len(embedding) // MOST_ROWS)]
    if len(rows) < 3 or not np.ptp(rows, axis=0).all():
        return
    model = KernelDensity(bandwidth="scott").fit(rows)
    low, high = rows.min(axis=0), rows.max(axis=0)
    room = MARGIN * (high - low)
    x, y = (np.linspace(a, b, GRID) for a, b in zip(low - room, high + room, strict=True))
    cells = np.column_stack([each.ravel() for each in np.meshgrid(x, y)])
    log_density = model.score_samples(cells).reshape(GRID, GRID)
    at_rows = model.score_samples(rows)
    for share in WITHIN:
        level = float(np.quantile(at_rows, 1 - share))
        figure.add_contour(
            x=x,
            y=y,
            z=log_density,
            contours={"start": level, "end": level, "size": 1, "coloring": "lines"},
            colorscale=[[0, palette.muted_ink()], [1, palette.muted_ink()]],
            line={"width": 1.5 if share == WITHIN[0] else 2.5},
            showscale=False,
            hoverinfo="skip",
            name=f"{percent(share)} of the rows inside",
            showlegend=False,
        )
