"""The picture of the "Two dimensions" view: heat, calibrated contours, points, the place."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from components import palette
from components.charts import drawn, style
from components.density.two_dimensions.estimate import (
    CARRIED,
    SHARES,
    UNREACHED,
    Estimate,
)
from components.density.two_dimensions.place import Place
from components.memory import mine
from components.ready_figure import ReadyFigure, frame_of, typed
from components.text import as_plain_html
from core.percentages import percent

Trace = dict[str, Any]
HEIGHT_PX = 600
MANY_POINTS = 2_000  # of one colour; more are drawn by WebGL
LATTICE_STEP = 2  # grid nodes between two places that can be clicked
_HEAT = (  # viridis, clear where there is nothing
    *((0.0, "rgba(68,1,84,0)"), (0.04, "#46327E"), (0.2, "#365C8D"), (0.4, "#277F8E")),
    *((0.6, "#1FA187"), (0.8, "#4AC16D"), (1.0, "#A0DA39")),
)
_LINES = (("solid", 2.5), ("dash", 2.0), ("dot", 2.0))  # told apart by more than their width
_CARRIED_COLOURS = (7, 6, 8, 0)  # of categories: unreached, few, some, many


@drawn
def plane_figure(found: Estimate, place: Place) -> ReadyFigure:
    """Draw an estimate; a transparent lattice of places carries [x %, y %, density] for clicks."""
    plane = found.plane
    equal = bool(plane.key[-1]) or plane.key[0] == "moons"
    layout = _layout(palette.is_dark(), plane.names, plane.units, equal)
    layout = layout | {
        "xaxis": layout["xaxis"] | {"range": [float(plane.x[0]), float(plane.x[-1])]},
        "yaxis": layout["yaxis"] | {"range": [float(plane.y[0]), float(plane.y[-1])]},
        "uirevision": repr(plane.key),
    }
    traces = [*_density(found), _lattice(found), *_points(found), *_place(found, place)]
    return ReadyFigure(traces, layout)


@mine()
def _layout(
    dark: bool, names: tuple[str, str], units: tuple[str, str], equal: bool
) -> dict[str, Any]:
    """Axes and legend; ``equal`` when both axes have the same unit."""
    axes = [f"{as_plain_html(name)}, {unit}" for name, unit in zip(names, units, strict=True)]
    figure = style(go.Figure(), height=HEIGHT_PX, x=axes[0], y=axes[1])
    figure.update_xaxes(constrain="domain", showgrid=False)
    figure.update_yaxes(constrain="domain", scaleanchor="x" if equal else None, showgrid=False)
    figure.update_layout(
        margin={"l": 8, "r": 8, "t": 48, "b": 8},
        dragmode="pan",
        clickmode="event+select",
        legend={"orientation": "h", "yanchor": "top", "y": -0.13, "x": 0},
    )
    return dict(frame_of(figure)["layout"])


def _density(found: Estimate) -> list[Trace]:
    plane = found.plane
    x, y, z = typed(plane.x), typed(plane.y), typed(found.density.astype(np.float32))
    heat: Trace = {
        "type": "heatmap",
        "x": x,
        "y": y,
        "z": z,
        "zmin": 0,
        "zmax": max(float(found.density.max()), 1e-300),
        "colorscale": [list(stop) for stop in _HEAT],
        "zsmooth": "best",
        "opacity": 0.75,
        "colorbar": {
            "title": {"text": "density", "side": "top"},
            **{"orientation": "h", "thickness": 8, "len": 0.9, "y": 1.0, "yanchor": "bottom"},
        },
        "hoverinfo": "skip",
        "name": "Density",
    }
    contours: list[Trace] = [
        {
            "type": "contour",
            "x": x,
            "y": y,
            "z": z,
            "contours": {"start": level, "end": level, "size": 1, "coloring": "none"},
            "line": {"color": palette.ink(), "width": width, "dash": dash},
            "showscale": False,
            "showlegend": True,
            "hoverinfo": "skip",
            "name": f"holds {percent(share)} of the mass",
        }
        for share, level, (dash, width) in zip(SHARES, found.levels.tolist(), _LINES, strict=True)
        if np.isfinite(level)
    ]
    return [heat, *contours]


def _lattice(found: Estimate) -> Trace:
    nodes: NDArray[np.int64] = np.arange(0, len(found.plane.x), LATTICE_STEP)
    across, along = (axis.ravel() for axis in np.meshgrid(nodes, nodes))
    hidden = {"marker": {"opacity": 0}}
    return {
        "type": "scattergl",
        "x": typed(found.plane.x[across]),
        "y": typed(found.plane.y[along]),
        "mode": "markers",
        "marker": {"size": 12, "opacity": 0, "color": palette.ink()},
        "selected": hidden,
        "unselected": hidden,
        "customdata": typed(np.column_stack([across, along, found.density[along, across]])),
        "hovertemplate": "(%{x:.2f}, %{y:.2f}): density %{customdata[2]:.3g}"
        "<br>click to see what carries it<extra></extra>",
        "showlegend": False,
        "name": "Places",
    }


def _points(found: Estimate) -> list[Trace]:
    plane, carried = found.plane, found.carried
    colours = palette.categories()
    names = [(-1, UNREACHED), *enumerate(name for _, name in CARRIED)]
    groups = [
        (name, carried == number, colours[colour])
        for (number, name), colour in zip(names, _CARRIED_COLOURS, strict=True)
        if (carried == number).any()
    ]
    traces = [
        _markers(
            plane.points[chosen],
            name,
            size=typed(5 + 1.5 * np.log(plane.copies[chosen])),
            color=colour,
            line={"width": 0.5, "color": palette.paper()},
        )
        for name, chosen, colour in groups
    ]
    if plane.n_added:
        added = plane.points[-plane.n_added :]
        traces.append(
            _markers(added, "added by hand", symbol="star-open", size=14, color=palette.ink())
        )
    return traces


def _place(found: Estimate, place: Place) -> list[Trace]:
    share, traces = place.weight, []
    if np.isfinite(share).all():
        traces.append(
            _markers(
                found.plane.points[place.index],
                "carry the place",
                size=typed(5 + 22 * np.sqrt(share / share.max())),
                color="rgba(0,0,0,0)",
                line={"width": 1.8, "color": palette.categories()[3]},
            )
        )
    cross = {"symbol": "cross-thin", "size": 16, "line": {"width": 3, "color": palette.ink()}}
    return [*traces, _markers(place.position[None], "the place", **cross)]


def _markers(points: NDArray[np.float64], name: str, **marker: Any) -> Trace:
    return {
        "type": "scattergl" if len(points) > MANY_POINTS else "scatter",
        "x": typed(points[:, 0]),
        "y": typed(points[:, 1]),
        "mode": "markers",
        "marker": marker,
        "unselected": {"marker": {"opacity": 1}},
        "hoverinfo": "skip",
        "name": name,
    }
