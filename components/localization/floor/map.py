"""The analysis map in plotly: exact axes, click and lasso, everything about one located scan."""

import numpy as np
import plotly.graph_objects as go
from scipy.spatial import cKDTree

from components import palette
from components.charts import colour_bar, label_font
from components.localization.floor.image import FloorImage
from components.localization.floor.labels import shown_names
from components.localization.floor.layers import add_floor, map_height_px
from components.localization.scene import Scene
from components.text import as_plain_html

HEAT_CELLS = 220  # along the longer side
HEIGHT_PX = 560
FAINTEST_WEIGHT = 1e-4
PLACE = "place"  # marks the custom data of what a click or a lasso may choose


def floor_map(
    scene: Scene,
    image: FloorImage | None,
    *,
    colour_by_error: bool,
) -> go.Figure:
    """Draw a scene. Test places carry (row, mean error, PLACE) as custom data, for clicks."""
    figure = go.Figure()
    add_floor(figure, scene, image)
    _add_vote(figure, scene)
    _add_places(figure, scene, colour_by_error=colour_by_error)
    _add_track(figure, scene)
    _add_beacons(figure, scene)
    _add_fix(figure, scene)
    figure.update_layout(
        height=map_height_px(scene, HEIGHT_PX),
        margin={"l": 0, "r": 0, "t": 60, "b": 92},
        dragmode="pan",
        clickmode="event+select",
        uirevision="floor",
        legend={"orientation": "h", "yanchor": "bottom", "yref": "container", "y": 0, "x": 0},
        font={"family": "Inter, sans-serif"},
    )
    return figure


def _add_vote(figure: go.Figure, scene: Scene) -> None:
    """Heat: each cell takes the weight of the nearest registered place, within its own reach."""
    x_min, y_min, x_max, y_max = scene.bounds_m
    step = max(x_max - x_min, y_max - y_min) / HEAT_CELLS
    x, y = np.arange(x_min, x_max, step), np.arange(y_min, y_max, step)
    tree = cKDTree(scene.grid_m)
    spacing = np.median(tree.query(scene.grid_m, k=2)[0][:, 1]) if len(scene.grid_m) > 1 else 1.0
    reach = max(0.75 * float(spacing), 0.6)
    cells = np.stack(np.meshgrid(x, y), axis=-1)
    distance, nearest = tree.query(cells, distance_upper_bound=reach)
    weight = np.append(scene.weight, np.nan)[nearest]
    weight[~np.isfinite(distance)] = np.nan
    visible = weight > FAINTEST_WEIGHT
    floor = scene.survey.floor
    if floor is not None and floor.walls and floor.bounds_m is not None:
        left, bottom, right, top = floor.bounds_m
        inside = (cells >= (left, bottom)) & (cells <= (right, top))
        visible &= inside.all(axis=-1)
    figure.add_heatmap(
        x=x,
        y=y,
        z=np.where(visible, weight, np.nan),
        colorscale=palette.QUANTITY_SCALE,
        zmin=0,
        opacity=0.75,
        colorbar=colour_bar("Weight of the places"),
        hoverinfo="skip",
        name="Vote",
    )
    figure.add_scatter(
        x=scene.grid_m[:, 0],
        y=scene.grid_m[:, 1],
        mode="markers",
        marker={"size": 3, "color": palette.faint_ink()},
        hovertemplate="registered place (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="Registered places",
    )
    voters = scene.voters
    share = scene.weight[voters] / max(scene.weight.max(), np.finfo(float).tiny)
    figure.add_scatter(
        x=scene.grid_m[voters, 0],
        y=scene.grid_m[voters, 1],
        mode="markers",
        marker={
            "size": 5 + 11 * np.sqrt(share),
            "color": "rgba(0,0,0,0)",
            "line": {"width": 1.6, "color": palette.categories()[4]},
        },
        customdata=np.column_stack([np.arange(1, len(voters) + 1), scene.weight[voters]]),
        hovertemplate="voter %{customdata[0]:d}: %{customdata[1]:.1%} of the vote"
        "<br>(%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="Places that voted",
    )


def _add_places(figure: go.Figure, scene: Scene, *, colour_by_error: bool) -> None:
    if not len(scene.place_m):
        return
    marker: dict = {"size": 6, "color": palette.with_alpha(palette.categories()[0], 0.45)}
    known = np.isfinite(scene.place_error_m)
    if colour_by_error and known.any():
        marker = {
            "size": 9,
            "color": scene.place_error_m,
            "colorscale": "Cividis",
            "cmin": 0,
            "cmax": float(np.nanquantile(scene.place_error_m, 0.95)),
            "colorbar": colour_bar("Mean error, m", side="right"),
        }
    figure.add_scatter(
        x=scene.place_m[:, 0],
        y=scene.place_m[:, 1],
        mode="markers",
        marker=marker,
        customdata=[
            [int(index), float(error), PLACE]
            for index, error in zip(scene.place_index, scene.place_error_m, strict=True)
        ],
        text=[
            f"mean error {error:.1f} m" if np.isfinite(error) else "no scan located"
            for error in scene.place_error_m
        ],
        hovertemplate="test place (%{x:.1f}, %{y:.1f}) m<br>%{text}"
        "<br>click to locate a scan from here<extra></extra>",
        unselected={"marker": {"opacity": 0.35}},
        name="Test places",
    )


def _add_beacons(figure: go.Figure, scene: Scene) -> None:
    position_m = scene.survey.beacon_position_m
    if position_m is None:
        return
    heard = [f"{rss:.0f} dBm" if np.isfinite(rss) else "not heard" for rss in scene.beacon_rss_dbm]
    colour = palette.categories()[6]
    known = np.flatnonzero(np.isfinite(position_m[:, 0]))
    names = shown_names(position_m[known], scene.survey.beacon_ids[known].tolist(), scene.bounds_m)
    for on, name, symbol in ((True, "Beacons", "diamond"), (False, "Off", "diamond-open")):
        rows = np.flatnonzero((scene.beacon_on == on) & np.isfinite(position_m[:, 0]))
        if not len(rows):
            continue
        here = np.flatnonzero(np.isin(known, rows))
        figure.add_scatter(
            x=position_m[rows, 0],
            y=position_m[rows, 1],
            mode="markers+text",
            marker={"size": 11, "symbol": symbol, "color": colour},
            **{name: [values[row] for row in here] for name, values in names.items()},
            textfont=label_font(),
            customdata=[heard[row] for row in rows],
            hovertemplate="beacon %{hovertext}: %{customdata}<extra></extra>",
            name=name,
        )


def _add_track(figure: go.Figure, scene: Scene) -> None:
    for position_m, name, colour in (
        (scene.walk_m, "True walk so far", palette.ink()),
        (scene.track_m, "Tracked walk so far", palette.categories()[1]),
    ):
        if position_m is not None:
            figure.add_scatter(
                x=position_m[:, 0],
                y=position_m[:, 1],
                mode="lines",
                line={"color": palette.with_alpha(colour, 0.75), "width": 2},
                hoverinfo="skip",
                name=name,
            )


def _add_fix(figure: go.Figure, scene: Scene) -> None:
    estimate, truth = scene.estimate_m, scene.true_m
    accent = palette.categories()[1]
    if scene.in_set is not None:
        _add_set(figure, scene, accent)
    if np.isfinite(estimate).all() and np.isfinite(truth).all():
        figure.add_scatter(
            x=[truth[0], estimate[0]],
            y=[truth[1], estimate[1]],
            mode="lines",
            line={"color": accent, "width": 3},
            hoverinfo="skip",
            name="Error",
        )
    if scene.arrow_m is not None:
        figure.add_scatter(
            x=scene.arrow_m[:, 0],
            y=scene.arrow_m[:, 1],
            mode="lines+markers",
            line={"color": palette.categories()[2], "width": 3},
            marker={"symbol": "arrow", "size": [0, 16], "angleref": "previous"},
            hovertemplate=f"what beacon {as_plain_html(scene.arrow_of)} does<extra></extra>",
            name="Moved by the beacon",
        )
    for point, name, symbol in ((truth, "True position", "x"), (estimate, "Estimate", "circle")):
        if np.isfinite(point).all():
            figure.add_scatter(
                x=[point[0]],
                y=[point[1]],
                mode="markers",
                marker={
                    "size": 14,
                    "symbol": symbol,
                    "color": accent if name == "Estimate" else palette.ink(),
                    "line": {"width": 2, "color": palette.paper()},
                },
                hovertemplate=f"{name} (%{{x:.2f}}, %{{y:.2f}}) m<extra></extra>",
                name=name,
            )


def _add_set(figure: go.Figure, scene: Scene, accent: str) -> None:
    figure.add_scatter(
        x=scene.grid_m[scene.in_set, 0],
        y=scene.grid_m[scene.in_set, 1],
        mode="markers",
        marker={"size": 11, "symbol": "square-open", "color": accent, "line": {"width": 1.5}},
        hovertemplate="in the 90% set (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="90% set",
    )
