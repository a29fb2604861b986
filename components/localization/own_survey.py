"""A visitor's own survey, kept in the memory of that visitor's session and nowhere else."""

import streamlit as st

from components.data_origin import YOURS, own_key
from core.datasets import FingerprintSet
from core.localization.experiment import Experiment, make_experiment

_KEY = "own_survey"


def own_survey() -> Experiment | None:
    """The survey that this session uploaded last, or None."""
    return st.session_state.get(_KEY)


def make_own_experiment(scans: FingerprintSet, title: str, contents: list[bytes]) -> Experiment:
    """An experiment keyed by what the files hold, not by what they are called."""
    return make_experiment(own_key(contents), title, YOURS, scans)


def use(experiment: Experiment) -> None:
    """Put this survey on the map; for use as a button's callback."""
    st.session_state[_KEY] = experiment
    st.session_state["survey"] = YOURS
    for setting in ("scan", "beacons_off"):  # they belonged to the survey before
        st.session_state.pop(setting, None)


def forget() -> None:
    """Delete the uploaded survey from this session; for use as a button's callback."""
    st.session_state.pop(_KEY, None)
    st.session_state.pop("survey", None)
