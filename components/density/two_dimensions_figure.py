"""The picture of the "Two dimensions" view: heat, calibrated contours, points, the place."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import style
from components.density.regime_bands import REGIME_NAMES, regime_colour
from components.density.two_dimensions_estimate import SHARES, Estimate
from components.density.two_dimensions_place import Place
from components.text import as_plain_html
from core.density.regimes import REGIMES

HEIGHT_PX = 600
LATTICE_STEP = 2  # grid nodes between two places that can be clicked
_HEAT = (  # viridis, clear where there is nothing
    *((0.0, "rgba(68,1,84,0)"), (0.04, "#46327E"), (0.2, "#365C8D"), (0.4, "#277F8E")),
    *((0.6, "#1FA187"), (0.8, "#4AC16D"), (1.0, "#A0DA39")),
)
_WIDTHS = (3.0, 2.0, 1.2)


def plane_figure(found: Estimate, place: Place) -> go.Figure:
    """Draw an estimate; a transparent lattice of places carries [x %, y %, density] for clicks."""
    figure = go.Figure()
    _add_density(figure, found)
    _add_lattice(figure, found)
    _add_points(figure, found)
    _add_place(figure, found, place)
    plane = found.plane
    axes = [
        f"{as_plain_html(name)}, {unit}"
        for name, unit in zip(plane.names, plane.units, strict=True)
    ]
    style(figure, height=HEIGHT_PX, x=axes[0], y=axes[1])
    figure.update_xaxes(range=[plane.x[0], plane.x[-1]], constrain="domain", showgrid=False)
    figure.update_yaxes(
        range=[plane.y[0], plane.y[-1]],
        constrain="domain",
        scaleanchor="x" if plane.key[-1] or plane.entry.key == "moons" else None,
        showgrid=False,
    )
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 48, "b": 8},
        dragmode="pan",
        clickmode="event+select",
        uirevision=repr(plane.key),
        legend={"orientation": "h", "yanchor": "top", "y": -0.13, "x": 0},
    )
    return figure


def _add_density(figure: go.Figure, found: Estimate) -> None:
    plane = found.plane
    z = found.density.astype(np.float32)
    figure.add_heatmap(
        x=plane.x,
        y=plane.y,
        z=z,
        zmin=0,
        colorscale=[list(stop) for stop in _HEAT],
        zsmooth="best",
        opacity=0.75,
        colorbar={
            "title": {"text": "density", "side": "top"},
            **{"orientation": "h", "thickness": 8, "len": 0.9, "y": 1.0, "yanchor": "bottom"},
        },
        hoverinfo="skip",
        name="Density",
    )
    for share, level, width in zip(SHARES, found.levels, _WIDTHS, strict=True):
        if not np.isfinite(level):
            continue
        figure.add_contour(
            x=plane.x,
            y=plane.y,
            z=z,
            contours={"start": level, "end": level, "size": 1, "coloring": "none"},
            line={"color": palette.ink(), "width": width},
            showscale=False,
            showlegend=True,
            hoverinfo="skip",
            name=f"holds {share:.0%} of the mass",
        )


def _add_lattice(figure: go.Figure, found: Estimate) -> None:
    nodes: NDArray[np.int64] = np.arange(0, len(found.plane.x), LATTICE_STEP)
    across, along = (axis.ravel() for axis in np.meshgrid(nodes, nodes))
    hidden = {"marker": {"opacity": 0}}
    figure.add_scattergl(
        x=found.plane.x[across],
        y=found.plane.y[along],
        mode="markers",
        marker={"size": 12, "opacity": 0, "color": palette.ink()},
        selected=hidden,
        unselected=hidden,
        customdata=np.column_stack([across, along, found.density[along, across]]),
        hovertemplate="(%{x:.2f}, %{y:.2f}): density %{customdata[2]:.3g}"
        "<br>click to take it apart<extra></extra>",
        showlegend=False,
        name="Places",
    )


def _add_points(figure: go.Figure, found: Estimate) -> None:
    plane, regime = found.plane, found.regime
    groups = [("Points", np.ones(len(plane.points), dtype=bool), palette.ink())]
    if regime is not None:
        groups = [
            (REGIME_NAMES[name], regime == number, regime_colour(name))
            for number, name in enumerate(REGIMES)
        ]
    for name, chosen, colour in groups:
        figure.add_scatter(
            x=plane.points[chosen, 0],
            y=plane.points[chosen, 1],
            mode="markers",
            marker={
                "size": 5 + 1.5 * np.log(plane.copies[chosen]),
                "color": colour,
                "line": {"width": 0.5, "color": palette.paper()},
            },
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
            name=name,
        )
    if plane.n_added:
        added = plane.points[-plane.n_added :]
        figure.add_scatter(
            x=added[:, 0],
            y=added[:, 1],
            mode="markers",
            marker={"symbol": "star-open", "size": 14, "color": palette.ink()},
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
            name="added by hand",
        )


def _add_place(figure: go.Figure, found: Estimate, place: Place) -> None:
    share = place.weight
    if np.isfinite(share).all():
        points = found.plane.points[place.index]
        figure.add_scatter(
            x=points[:, 0],
            y=points[:, 1],
            mode="markers",
            marker={
                "size": 5 + 22 * np.sqrt(share / share.max()),
                "color": "rgba(0,0,0,0)",
                "line": {"width": 1.8, "color": palette.categories()[3]},
            },
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
            name="carry the place",
        )
    figure.add_scatter(
        x=[place.position[0]],
        y=[place.position[1]],
        mode="markers",
        marker={"symbol": "cross-thin", "size": 16, "line": {"width": 3, "color": palette.ink()}},
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
        name="the place",
    )
