"""The localization lab in one small picture: a simulated walk, located scan by scan."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from components import palette
from components.localization.floor_layers import add_floor
from components.localization.results import LocatorSettings, evaluation
from components.localization.scan_scene import make_scene
from components.localization.survey_choice import built_in
from core.localization.experiment import walk_order
from core.localization.parameters import LOCATOR_PARAMETERS
from core.parameters import defaults

SURVEY = "building"
SCANS = 60


@dataclass(frozen=True)
class HomePicture:
    """A figure, its sentence and its alt text."""

    figure: go.Figure
    sentence: str
    alt: str


def located_phone() -> HomePicture:
    """The first minute of the first walk: true path, estimates, and the median error."""
    experiment = built_in(SURVEY, None)
    settings = LocatorSettings(**defaults(LOCATOR_PARAMETERS))
    results = evaluation(experiment, settings)
    rows = walk_order(experiment.test)[:SCANS]
    no_places = np.empty(0, dtype=np.intp)
    scene = make_scene(experiment, settings, results, int(rows[-1]), no_places)
    true_m, predicted_m = experiment.test.known_position_m[rows], results.predicted_m[rows]
    figure = go.Figure()
    add_floor(figure, scene, None)
    for position_m, name, colour, mode in (
        (true_m, "True walk", palette.ink(), "lines"),
        (predicted_m, "Estimates", palette.categories()[1], "markers"),
    ):
        figure.add_scatter(
            x=position_m[:, 0],
            y=position_m[:, 1],
            mode=mode,
            line={"color": colour, "width": 2},
            marker={"color": colour, "size": 6},
            name=name,
        )
    figure.update_layout(height=320, margin={"l": 0, "r": 0, "t": 8, "b": 0})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    median_m = float(np.nanmedian(results.error_m))
    return HomePicture(
        figure,
        f"A simulated walk through a building: half of {experiment.test.n_scans:,} scans are "
        f"located to **{median_m:.1f} m** or better.",
        "Floor plan of a simulated building with a walked path and the estimated positions.",
    )
