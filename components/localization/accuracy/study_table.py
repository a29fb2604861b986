"""The studies of the "How good?" view: which question each answers, and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.jobs import Job
from components.localization.accuracy import jobs
from components.localization.accuracy.floor import show_error_floor
from components.localization.accuracy.map_size import show_map_size
from components.localization.accuracy.private_copy import show_private_copy
from components.localization.accuracy.studies import (
    show_durations,
    show_sets,
    show_settings,
    show_stops,
)
from components.localization.accuracy.tails import show_tails
from components.localization.accuracy.view import (
    method_table_place,
    show_curves,
    show_method_table,
)
from components.localization.recommended import (
    recommended,
    recommended_before,
    recommended_words,
)
from core.errors import ParameterError
from core.localization.calibration_study import as_table
from core.localization.experiment import Experiment


@dataclass(frozen=True)
class Tried:
    """The methods tried so far with their table, those to be drawn, the one to be mapped; the ε of
    a private copy, and how many scans it hides together.
    """

    methods: Job
    table: pd.DataFrame
    compared: tuple[str, ...]
    map_method: str
    epsilon: float
    n_hidden: int


@dataclass(frozen=True)
class Study:
    """``show`` computes and draws; ``has_…`` say which controls it reads."""

    key: str
    label: str
    show: Callable[[Experiment, Tried], None]
    has_curves: bool = False
    has_map: bool = False
    has_privacy: bool = False


def _methods(experiment: Experiment, tried: Tried) -> None:
    found = {result.method.key: result for result in tried.methods.results}
    best_here = recommended_before(experiment)
    place, words = method_table_place(tried.table), st.container()
    show_method_table(place, tried.table, best_here)
    drawn = [found[key] for key in tried.compared if key in found]
    show_curves(experiment, drawn, found.get(jobs.ORACLE.key))
    if len(drawn) < len(tried.compared) and tried.methods.done:
        st.caption("The slow methods among the curves are drawn once they are switched on.")
    with words:
        said = recommended(experiment)
        if said is not None:
            st.markdown(recommended_words(said))
    if best_here is None and said is not None:
        show_method_table(place, tried.table, said)


def _map(experiment: Experiment, tried: Tried) -> None:
    found = {result.method.key: result for result in tried.methods.results}
    if tried.map_method in found:
        show_error_floor(experiment, found[tried.map_method])


def _durations(experiment: Experiment, tried: Tried) -> None:
    packets = jobs.raw_packets(experiment)
    if packets is None:
        st.info(
            "This needs raw packets, and here only averages over windows are known. The real "
            "survey has them.",
            icon=":material/sensors:",
        )
    else:
        show_durations(jobs.durations_job(experiment, packets).results)


def _stops(experiment: Experiment, tried: Tried) -> None:
    if not jobs.has_positions(experiment):
        st.info(
            "Calibration works on the smoothed map, which needs beacon positions.",
            icon=":material/location_on:",
        )
    else:
        show_stops(as_table(jobs.stops_job(experiment).results))


def _settings(experiment: Experiment, tried: Tried) -> None:
    show_settings(jobs.settings_job(experiment).results)


def _sets(experiment: Experiment, tried: Tried) -> None:
    show_sets(jobs.sets_job(experiment).results)
    show_tails(experiment)


def _size(experiment: Experiment, tried: Tried) -> None:
    show_map_size(experiment)


def _private(experiment: Experiment, tried: Tried) -> None:
    show_private_copy(experiment, tried.epsilon, tried.n_hidden)


# In the order in which the page lists them.
STUDIES: tuple[Study, ...] = (
    Study("methods", "Methods side by side", _methods, has_curves=True),
    Study("map", "Where on the floor", _map, has_map=True),
    Study("durations", "Scan duration", _durations),
    Study("stops", "Calibration stops", _stops),
    Study("settings", "Sensitivity to settings", _settings),
    Study("sets", "Do the sets hold?", _sets),
    Study("size", "How small can the map be?", _size),
    Study("private", "A private copy", _private, has_privacy=True),
)


def study_named(key: str) -> Study:
    """The row of the table; ParameterError lists the keys when there is none.

    >>> study_named("sets").label
    'Do the sets hold?'
    """
    for row in STUDIES:
        if row.key == key:
            return row
    raise ParameterError(f"study is {key!r}; choose one of: {', '.join(r.key for r in STUDIES)}.")
