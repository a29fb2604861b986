"""The localization lab in one small picture: a simulated walk, located scan by scan."""

import numpy as np
import plotly.graph_objects as go

from components import palette
from components.charts import drawn
from components.home_card import PICTURE_PX, HomePicture
from components.localization.floor.layers import add_floor
from components.localization.results import LocatorSettings, evaluation
from components.localization.scene import Floor
from components.localization.survey_choice import built_in
from core.localization.experiment import walk_order
from core.localization.parameters import LOCATOR_PARAMETERS
from core.parameters import defaults

SURVEY = "building"
SCANS = 60


def located_phone() -> HomePicture:
    """The first minute of the first walk: true path, estimates, and how far off they are."""
    experiment = built_in(SURVEY, None)
    results = evaluation(experiment, LocatorSettings(**defaults(LOCATOR_PARAMETERS)))
    rows = walk_order(experiment.test)[:SCANS]
    floor = Floor(experiment.survey, np.unique(experiment.survey.known_position_m, axis=0))
    median_m, p90_m = np.nanquantile(results.error_m, [0.5, 0.9])
    return HomePicture(
        _figure(floor, experiment.test.known_position_m[rows], results.predicted_m[rows]),
        f"A simulated walk, the phone in the hand: half of {experiment.test.n_scans:,} scans are "
        f"located to **{median_m:.1f} m** or better by radio alone; one in ten is off by more than "
        f"{p90_m:.1f} m.",
        "Floor plan of a simulated building with a walked path and the estimated positions.",
    )


@drawn
def _figure(floor: Floor, true_m: np.ndarray, predicted_m: np.ndarray) -> go.Figure:
    figure = go.Figure()
    add_floor(figure, floor, None)
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
    figure.update_layout(
        height=PICTURE_PX,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure
