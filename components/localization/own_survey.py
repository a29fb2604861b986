"""A visitor's own survey, kept in the memory of that visitor's session and nowhere else."""

import streamlit as st

from components.data_origin import YOURS, own_key
from components.jobs import forget_mine_and_jobs
from components.settings import forget_data
from core.datasets import FingerprintSet
from core.localization.experiment import Experiment, make_experiment

_KEY = "own_survey"


def own_survey() -> Experiment | None:
    """The survey that this session uploaded last, or None."""
    return st.session_state.get(_KEY)


def make_own_experiment(scans: FingerprintSet, title: str, contents: list[bytes]) -> Experiment:
    """An experiment keyed by what the files hold and how they were read, not by their names."""
    return make_experiment(own_key(contents, scans), title, YOURS, scans)


def use(experiment: Experiment) -> None:
    """Put this survey on the map; for use as a button's callback."""
    forget_data(experiment.key)
    st.session_state[_KEY] = experiment
    st.session_state["survey"] = YOURS


def forget() -> None:
    """Delete the uploaded survey from this session; for use as a button's callback."""
    given = st.session_state.pop(_KEY, None)
    if given is not None:
        forget_data(given.key)
    forget_mine_and_jobs()
