"""The sidebar's locator: method, its settings, the tracker; what does not apply is greyed out."""

from dataclasses import dataclass

import streamlit as st

from components.controls import control
from components.localization.recommended import offer_recommendation
from components.localization.results import LocatorSettings
from components.localization.tracking import NO_TRACKER, TrackerSettings, can_track
from core.localization.experiment import Experiment
from core.localization.methods import method, usable_methods
from core.localization.parameters import (
    LOCATOR_PARAMETERS,
    METHOD_PARAMETER,
    RESIDUAL_SHARE,
    TRACKER_PARAMETERS,
)
from core.localization.tracker_table import tracker_named

CONTROLS = (METHOD_PARAMETER, *LOCATOR_PARAMETERS, RESIDUAL_SHARE, *TRACKER_PARAMETERS)
NO_TIMES = "These scans have no times, so there is no walk to follow."
SPEEDLESS = "This tracker has no speed."


@dataclass(frozen=True)
class LocatorChoice:
    """What the sidebar says: the locator, and the tracker behind it."""

    settings: LocatorSettings
    tracker: TrackerSettings


def choose_locator(experiment: Experiment) -> LocatorChoice:
    """Draw the controls in the current container."""
    key = control(METHOD_PARAMETER)
    row = method(key)
    usable = row in usable_methods(experiment)
    if usable:
        st.caption(row.description)
    else:
        st.warning(
            f"“{row.title}” needs the positions of at least two beacons, which this survey does "
            "not know: the kernel vote is shown. Add a file of beacon positions to the survey.",
            icon=":material/location_on:",
        )
        row = method(METHOD_PARAMETER.default)
    offer_recommendation(experiment, row)
    unused = f"“{row.title}” has no use for it; another method may."
    settings = {
        each.name: control(each, idle="" if each.name in row.settings else unused)
        for each in (*LOCATOR_PARAMETERS, RESIDUAL_SHARE)
    }
    st.subheader("Tracking", anchor=False)
    trackable = can_track(experiment)
    tracker = control(TRACKER_PARAMETERS[0], idle="" if trackable else NO_TIMES)
    if not trackable:
        st.caption(NO_TIMES)
        tracker = NO_TRACKER
    has_speed = tracker_named(tracker).has_speed
    speed = control(TRACKER_PARAMETERS[1], idle="" if has_speed else SPEEDLESS)
    return LocatorChoice(
        LocatorSettings(**settings, method=row.key), TrackerSettings(tracker, speed)
    )
