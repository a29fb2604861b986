"""The panel "Where should the next beacon go?": every spot tried, and what that is worth."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from components import palette
from components.charts import chart, colour_bar, drawn
from components.jobs import run_job
from components.localization.does_it_help import gain_words, helps_words
from components.localization.floor.image import FloorImage
from components.localization.floor.image_cache import floor_image_of
from components.localization.floor.layers import add_floor, map_height_px
from components.localization.radio_map.results import SurveyMap
from components.localization.scene import Floor
from components.localization.surface_map import add_beacons, add_marks
from components.memory import once
from components.text import counted
from core.localization.draw_interval import draw_interval
from core.localization.experiment import Experiment
from core.localization.next_beacon import (
    MOST_CANDIDATES,
    N_DRAWS,
    N_TESTED,
    BeaconStep,
    next_beacon_steps,
    why_no_next_beacon,
)
from core.parallel import Progress

MAP_PX = 460


def show_next_beacon_panel(experiment: Experiment, found: SurveyMap, n_new: int) -> None:
    """The trial on a button, its verdict, the spots on the floor, and their table."""
    st.subheader("Where should the next beacon go?", anchor=False)
    st.caption(
        "Every surveyed place is tried as the spot of one more beacon, in a radio fitted to this "
        "survey. The simple alternative needs no trial: the spot farthest from all beacons."
    )
    why_not = _why_not(experiment.survey)
    if why_not:
        st.info(f"No spot can be tried here: {why_not}.", icon=":material/location_on:")
        return
    floor_m = _floor_cells(found)
    if not len(floor_m):
        st.info("The plan of this floor has nowhere to walk, so no scan can be made on it.")
        return

    def make(progress: Progress, done: list[Any]) -> Iterator:
        steps = next_beacon_steps(experiment.survey, floor_m, n_new=n_new, progress=progress)
        for number, step in enumerate(steps):
            if number >= len(done):
                yield step

    n_spots = min(len(found.grid_m), MOST_CANDIDATES)
    job = run_job(
        ("next beacon", experiment, n_new),
        "every spot tried",
        make,
        origin=experiment.origin,
        start=False,
        cost=f"{counted(n_new * n_spots * N_DRAWS, 'map')} with {N_TESTED} simulated scans each: "
        "seconds for a small survey, a minute for one of a hundred beacons.",
    )
    if not job.results:
        return
    last = job.results[-1]
    st.markdown(next_beacon_sentence(last))
    chart(
        _map(experiment, found.grid_m, last, floor_image_of(experiment)),
        key="next_beacon",
        alt="Floor map of the spots that were tried, coloured by the predicted mean error.",
        table=spots_table(last),
        scroll_zoom=True,
    )
    st.caption(
        f"Predicted over {N_DRAWS} draws of radio and holding, the same for all spots; the winner "
        "is judged by draws that did not choose it. It cannot tell what walls do to a new beacon, "
        "whether there is power, or how it transmits: level and path loss are the medians of "
        "the beacons that hang already. Bayesian optimization would need 10 to 15 of these trials; "
        "all of them take seconds, so nothing is searched."
    )


@once
def next_beacon_sentence(step: BeaconStep) -> str:
    """What the best spot gains, and whether the farthest or any other would do as well."""
    number = len(step.chosen_m)
    gain = step.without_m - step.best_error_m
    spots = " and ".join(f"({x:.1f}, {y:.1f}) m" for x, y in step.chosen_m)
    what, alone = ("a beacon at", "the spot") if number == 1 else ("beacons at", "the spots")
    said = (
        f"**{helps_words(gain)}**: {what} {spots} would bring the predicted mean error from "
        f"{step.without_m.mean():.2f} m to **{step.best_error_m.mean():.2f} m** "
        f"({gain_words(gain)}); {alone} farthest from all beacons "
        f"{'gives' if number == 1 else 'give'} {step.farthest_error_m.mean():.2f} m, the middle "
        f"one of {counted(len(step.candidate_m), 'spot')} {step.middle_error_m.mean():.2f} m. "
    )
    return said + _alternative_words(step)


@once
def spots_table(step: BeaconStep) -> pd.DataFrame:
    """A row for each spot: predicted mean error, its range over the draws, and whether chosen."""
    return pd.DataFrame(
        {
            "x_m": step.candidate_m[:, 0],
            "y_m": step.candidate_m[:, 1],
            "mean_m": step.error_m.mean(axis=1),
            "least_m": step.error_m.min(axis=1),
            "largest_m": step.error_m.max(axis=1),
            "best": (step.candidate_m == step.chosen_m[-1]).all(axis=1),
            "farthest": (step.candidate_m == step.farthest_m[-1]).all(axis=1),
        }
    )


_why_not = once(why_no_next_beacon)


@once
def _floor_cells(found: SurveyMap) -> NDArray[np.float64]:
    """(k, 2) metres."""
    return found.lattice.cells_m[found.lattice.inside]


def _alternative_words(step: BeaconStep) -> str:
    over_middle = draw_interval(step.middle_error_m - step.best_error_m)
    over_farthest = draw_interval(step.farthest_error_m - step.best_error_m)
    if not over_middle[0] > 0:
        return "**Anywhere will do**: the best spot is not surely better than the middle one."
    if not over_farthest[0] > 0:
        return "**Farthest from all beacons will do**: the best spot is not surely better."
    return (
        f"Trying every spot pays: {over_farthest[0]:.2f} to {over_farthest[1]:.2f} m better than "
        "the farthest one."
    )


@drawn
def _map(
    experiment: Experiment, grid_m: NDArray[np.float64], step: BeaconStep, image: FloorImage | None
) -> go.Figure:
    floor = Floor(experiment.survey, grid_m)
    figure = go.Figure()
    add_floor(figure, floor, image)
    figure.add_scatter(
        x=step.candidate_m[:, 0],
        y=step.candidate_m[:, 1],
        mode="markers",
        marker={
            "size": 11,
            "symbol": "square",
            "color": step.error_m.mean(axis=1),
            "colorscale": "Cividis",
            "colorbar": colour_bar("Predicted mean error, m"),
            "line": {"width": 0.5, "color": palette.ink()},
        },
        hovertemplate="a beacon at (%{x:.1f}, %{y:.1f}) m: %{marker.color:.2f} m<extra></extra>",
        name="Spots",
    )
    figure.add_scatter(
        x=step.farthest_m[:, 0],
        y=step.farthest_m[:, 1],
        mode="markers",
        marker={
            "size": 24,
            "symbol": "circle-open",
            "line": {"width": 3, "color": palette.categories()[2]},
        },
        hovertemplate="farthest from all beacons (%{x:.1f}, %{y:.1f}) m<extra></extra>",
        name="Farthest",
    )
    add_beacons(figure, floor)
    add_marks(figure, step.chosen_m, "Best spot")
    figure.update_layout(
        height=map_height_px(floor, MAP_PX),
        margin={"l": 0, "r": 0, "t": 60, "b": 92},
        legend={"orientation": "h", "yanchor": "bottom", "yref": "container", "y": 0, "x": 0},
        font={"family": "Inter, sans-serif"},
    )
    return figure
