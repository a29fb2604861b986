"""The layers of the "Radio map" view: which control each reads, what it asks for, what it draws."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.localization.label_check import show_labels_layer
from components.localization.radio_map.gap_panel import show_gap_panel
from components.localization.radio_map.results import SurveyMap
from components.localization.radio_map.view import (
    show_beacon_layer,
    show_coverage_layer,
    show_gaps_layer,
)
from core.localization.experiment import Experiment
from core.localization.survey_gaps import SurveyGaps


@dataclass(frozen=True)
class Shown:
    """The survey and what is set: the beacon's column, which levels, the least share heard, by
    which rule places are proposed.
    """

    experiment: Experiment
    found: SurveyMap
    gaps: SurveyGaps
    beacon: int
    source: str
    least_share: float
    rule: str


@dataclass(frozen=True)
class Layer:
    """``reads`` names the settings that mean something to it; the others are greyed out."""

    label: str
    show: Callable[[Shown], None]
    reads: tuple[str, ...] = ()


def _beacon(shown: Shown) -> None:
    if shown.source != "measured" and shown.found.smoothed_dbm is None:
        st.info(
            "Smoothing needs beacon positions, which this survey does not know: the measured "
            "levels are shown. A file of beacon positions can be added when the survey is "
            "uploaded.",
            icon=":material/location_on:",
        )
    show_beacon_layer(shown.experiment, shown.found, shown.beacon, shown.source)


def _gaps(shown: Shown) -> None:
    floor = shown.experiment.survey.floor
    if floor is None or floor.walkable is None:
        st.info(
            "Without a floor plan every place inside the map counts as floor, even where nobody "
            "can walk.",
            icon=":material/map:",
        )
    show_gaps_layer(shown.experiment, shown.found, shown.gaps)
    show_gap_panel(shown.experiment, shown.rule)


# In the order in which the page lists them.
LAYERS: dict[str, Layer] = {
    "beacon": Layer("One beacon", _beacon, ("map_beacon", "radio_source")),
    "coverage": Layer(
        "Coverage",
        lambda shown: show_coverage_layer(shown.experiment, shown.found, shown.least_share),
        ("least_heard",),
    ),
    "gaps": Layer("Survey gaps", _gaps, ("n_next", "gap_rule")),
    "labels": Layer("Labels that look wrong", lambda shown: show_labels_layer(shown.experiment)),
}
