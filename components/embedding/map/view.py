"""The main map: coloured points, lasso, click, neighbours of the chosen point."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components.charts import chart, drawn
from components.embedding.colouring import Colouring
from components.embedding.density_lines import add_density_lines
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.figure import MOST_DRAWN, drawn_rows, fitting_height, map_figure
from components.embedding.neighbor_panel import Neighbors, add_neighbors
from components.embedding.score_table import rows_note
from components.embedding.selection import POINT, take_selection
from components.embedding.verdicts import MapNumbers
from components.points.row_names import RowLabels, row_labels, row_name
from components.text import as_plain_text

MAP_KEY = "embedding_map"
HEIGHT_PX = 560
WIDTH_PX = 620  # of the column on a wide screen


def show_map(
    data: MapData,
    result: HeatResult,
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    point: int,
    neighbors: Neighbors,
    *,
    density_lines: bool = False,
) -> None:
    """Draw the map; a lasso makes a group, a click chooses the point."""
    flat = result.embedding.shape[1] == 2
    settings: dict[str, Any] = (
        {
            "on_select": lambda: take_selection(MAP_KEY, data.key, POINT),
            "selection_mode": ("points", "box", "lasso"),
        }
        if flat
        else {}
    )
    chart(
        _map(
            result.embedding,
            result.model.component_,
            colours,
            selected,
            point,
            neighbors,
            row_labels(data.points),
            f"{data.key}-{result.key}",
            density_lines and flat,
        ),
        key=MAP_KEY,
        first=True,
        alt=f"Heat-geodesic map of {data.title}: {len(data):,} points coloured by "
        f"{colours.title}, with the neighbours of {row_name(data.points, point)}.",
        scroll_zoom=True,
        **settings,
    )
    if density_lines and flat:
        st.caption("Nine tenths of the rows lie inside the thin line, half inside the thick one.")
    if not flat:
        st.caption("Drag to rotate. A lasso needs the flat map.")


@drawn
def _map(
    embedding: NDArray[np.float64],
    pieces: NDArray[np.int64],
    colours: Colouring,
    selected: NDArray[np.bool_] | None,
    point: int,
    neighbors: Neighbors,
    labels: RowLabels,
    revision: str,
    density_lines: bool,
) -> go.Figure:
    figure = map_figure(
        embedding,
        colours,
        height=fitting_height(embedding, WIDTH_PX, HEIGHT_PX),
        selected=selected,
        point=point,
        labels=labels,
        pieces=pieces,
    )
    if density_lines:
        add_density_lines(figure, embedding)
    add_neighbors(figure, embedding, neighbors)
    return figure.update_layout(uirevision=revision, showlegend=embedding.shape[1] == 2)


def show_notices(data: MapData, result: HeatResult, numbers: MapNumbers) -> None:
    """What was done to the data, what is approximate, and what was left out of the picture."""
    notes = [*map(as_plain_text, data.notices), *result.notices]
    scored = rows_note(numbers.map_scores, len(data))
    if scored:
        notes.append(scored)
    drawn = len(drawn_rows(len(data)))
    if drawn < len(data):
        notes.append(f"{drawn:,} of {len(data):,} points are drawn (at most {MOST_DRAWN:,}).")
    st.caption(
        "What to notice: green rings are neighbours of the chosen point that the map keeps, orange "
        "ones are those it tore away. " + " ".join(notes)
    )
