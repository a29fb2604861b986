"""The pictures of the "Radio map" view: one layer of the survey on the floor, and its numbers."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import palette
from components.charts import chart, drawn, style
from components.localization.floor.image import FloorImage
from components.localization.floor.image_cache import floor_image_of
from components.localization.radio_map.results import SurveyMap
from components.localization.scene import Floor
from components.localization.surface_map import Surface, add_beacons, add_marks, surface_map
from components.memory import once
from components.text import as_plain_text
from core.localization.experiment import Experiment
from core.localization.map_interpolation import Lattice, interpolate
from core.localization.survey_gaps import SurveyGaps

LOWEST_DBM, HIGHEST_DBM = -105.0, -45.0


def show_beacon_layer(experiment: Experiment, found: SurveyMap, beacon: int, source: str) -> None:
    """One beacon's level over the floor, the measured means on top."""
    survey, lattice = experiment.survey, found.lattice
    z = _between(found.grid_m, found.levels(source)[:, beacon], lattice)
    surface = Surface(
        lattice.x_m,
        lattice.y_m,
        z,
        found.grid_m,
        found.heard_dbm[:, beacon],
        LOWEST_DBM,
        HIGHEST_DBM,
        "received power",
        "dBm",
    )
    _draw(experiment, found, surface, "radio_beacon", highlighted=beacon)
    st.caption(
        "Between the measured places the colour is a weighted average of the eight nearest; it is "
        "blank farther than two typical spacings from any of them. Where a beacon is only heard "
        "now and then, the mean of what was heard is too loud: the smoothed map corrects that."
    )
    name = str(survey.beacon_ids[beacon])
    _numbers(found, beacon, name)


def show_coverage_layer(experiment: Experiment, found: SurveyMap, least_share: float) -> None:
    """How many beacons cover each place."""
    count = (found.share >= least_share).sum(axis=1).astype(float)
    lattice = found.lattice
    surface = Surface(
        lattice.x_m,
        lattice.y_m,
        _between(found.grid_m, count, lattice),
        found.grid_m,
        count,
        0.0,
        float(max(count.max(), 1.0)),
        "beacons heard",
        "beacons",
    )
    _draw(experiment, found, surface, "radio_coverage")
    values = np.bincount(count.astype(int))
    chart(
        _coverage(values),
        key="radio_coverage_histogram",
        alt="Histogram of the number of beacons heard at each surveyed place.",
        table=pd.DataFrame({"beacons": np.arange(len(values)), "places": values}),
    )


def show_gaps_layer(experiment: Experiment, found: SurveyMap, gaps: SurveyGaps) -> None:
    """How far each part of the floor is from the survey, and where to survey next."""
    lattice = found.lattice
    surface = Surface(
        lattice.x_m,
        lattice.y_m,
        gaps.distance_m,
        found.grid_m,
        np.zeros(len(found.grid_m)),
        0.0,
        float(np.nanmax(np.append(gaps.distance_m, 2 * gaps.far_m))),
        "to the survey",
        "m",
        "Cividis",
    )
    _draw(experiment, found, surface, "radio_gaps", marks=gaps.next_m)
    if len(gaps.next_m):
        st.subheader("Where to survey next", anchor=False)
        st.dataframe(
            pd.DataFrame(
                {
                    "Order": np.arange(1, len(gaps.next_m) + 1),
                    "x, m": gaps.next_m[:, 0].round(1),
                    "y, m": gaps.next_m[:, 1].round(1),
                    "From the survey, m": gaps.next_gap_m.round(1),
                }
            ),
            hide_index=True,
            alt="Places to survey next, the most needed first",
        )


@drawn
def _coverage(places: np.ndarray) -> go.Figure:
    """Places by the number of beacons that they hear."""
    figure = go.Figure()
    figure.add_bar(
        x=np.arange(len(places)),
        y=places,
        marker_color=palette.categories()[0],
        hovertemplate="%{x} beacons: %{y} places<extra></extra>",
    )
    return style(figure, height=280, x="Beacons heard at a place", y="Places")


@once
def _between(grid_m: np.ndarray, value: np.ndarray, lattice: Lattice) -> np.ndarray:
    """The values of places, NaN left out, between the places; NaN without any."""
    known = np.isfinite(value)
    if not known.any():
        return np.full(lattice.inside.shape, np.nan)
    return interpolate(grid_m[known], value[known], lattice)


def _draw(
    experiment: Experiment,
    found: SurveyMap,
    surface: Surface,
    key: str,
    *,
    highlighted: int | None = None,
    marks: np.ndarray | None = None,
) -> None:
    def table() -> pd.DataFrame:
        x, y = np.meshgrid(surface.x_m, surface.y_m)
        shown = np.isfinite(surface.z)
        return pd.DataFrame({"x_m": x[shown], "y_m": y[shown], surface.title: surface.z[shown]})

    floor = Floor(experiment.survey, found.grid_m)
    chart(
        _layer(floor, surface, floor_image_of(experiment), highlighted, marks),
        key=key,
        first=True,
        alt=f"Floor map of {surface.title} in {surface.unit}, with the surveyed places.",
        table=table,
        scroll_zoom=True,
    )


@drawn
def _layer(
    floor: Floor,
    surface: Surface,
    image: FloorImage | None,
    highlighted: int | None,
    marks: np.ndarray | None,
) -> go.Figure:
    figure = surface_map(floor, surface, image)
    add_beacons(figure, floor, highlighted)
    if marks is not None and len(marks):
        add_marks(figure, marks, "Survey next")
    return figure


def _numbers(found: SurveyMap, beacon: int, name: str) -> None:
    share, level = found.share[:, beacon], found.heard_dbm[:, beacon]
    st.subheader(f"How reliably beacon {as_plain_text(name)} is heard", anchor=False)
    chart(
        _reliability(level, share),
        key="radio_reliability",
        alt="Share of the scans at each place that heard the beacon, against its mean level.",
        table=lambda: pd.DataFrame(
            {
                "x_m": found.grid_m[:, 0],
                "y_m": found.grid_m[:, 1],
                "mean_dbm": level,
                "share_heard": share,
            }
        ),
    )


@drawn
def _reliability(level: np.ndarray, share: np.ndarray) -> go.Figure:
    figure = go.Figure()
    heard = np.isfinite(level)
    figure.add_scatter(
        x=level[heard],
        y=share[heard],
        mode="markers",
        marker={"color": palette.categories()[0], "opacity": 0.7},
        hovertemplate="%{x:.1f} dBm, heard in %{y:.0%} of the scans<extra></extra>",
    )
    style(figure, height=280, x="Mean level where heard, dBm", y="Share of scans that heard it")
    figure.update_yaxes(tickformat=".0%", range=[0, 1.05])
    return figure
