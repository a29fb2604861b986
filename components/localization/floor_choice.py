"""Which floor of a survey is on the map, and how often the right one is named."""

import numpy as np
import streamlit as st

from components.controls import control
from components.data_origin import names_in_links
from components.localization.results import LocatorSettings, beacons_on
from components.localization.set_words import interval
from components.memory import Kept, once
from components.text import counted
from core.datasets.floor_names import building_of, floor_title
from core.errors import ParameterError
from core.localization import KernelLocator, bootstrap_mean
from core.localization.experiment import (
    Experiment,
    independent_blocks,
    on_floor,
    with_beacons,
)
from core.localization.floor_scores import floor_report
from core.parameters import Parameter
from core.percentages import percent


def choose_floor(experiment: Experiment) -> tuple[Experiment, tuple[Parameter, ...]]:
    """The floor to look at, drawn in the current container where a survey has several.

    Nothing is ever averaged over floors: the experiment that is returned is that of one floor. The
    parameter is listed in what a page hands to ``check_link`` and ``actions``.
    """
    floors = experiment.survey.floor_names
    if len(floors) < 2:
        return experiment, ()
    parameter = Parameter(
        "floor",
        "Floor",
        str,
        floors[0],
        options=floors,
        labels=tuple(floor_title(name) for name in floors),
        belongs_to=experiment.key,
        links=names_in_links(experiment.key, floors),
        help="The floor that is on the map: its places, its test scans and its beacons. "
        "Each floor has a map of its own.",
    )
    chosen = control(parameter)
    st.caption(f"The survey has {len(floors)} floors; this page shows one at a time.")
    return _one_floor(experiment, chosen), (parameter,)


@once
def _one_floor(experiment: Experiment, floor: str) -> Experiment:
    return on_floor(experiment, floor)


def floor_words(whole: Experiment, settings: LocatorSettings | None = None) -> str:
    """A sentence on how often a locator of all floors names the right one; "" for one floor."""
    floors = whole.survey.floor_names
    if len(floors) < 2 or whole.test.floor_id is None:
        return ""
    named = _named_kept.of(whole.origin)
    report = named(whole.key, settings, _experiment=whole)
    n = whole.test.n_scans
    words = (
        f" Of the {len(floors)} floors, the **right one is named for "
        f"{percent(report['floor_hit_rate'])}** of {counted(n, 'test scan')} "
        f"({interval(report['low'], report['high'])}"
    )
    if np.isfinite(report["ipin_score"]):
        words += f"; IPIN score {report['ipin_score']:.1f} m"
    words += ")"
    if len({building_of(floor) for floor in floors}) > 1:
        words += f", the right building for {percent(report['building_hit_rate'])}"
    return words + "."


def locator_of_all_floors(
    experiment: Experiment, settings: LocatorSettings | None
) -> KernelLocator:
    """The kernel vote over all floors at once, with the vote's settings of the page."""
    return _whole_kept.of(experiment.origin)(experiment.key, settings, _experiment=experiment)


def _fit_whole(
    key: str, settings: LocatorSettings | None, *, _experiment: Experiment
) -> KernelLocator:
    survey, locator = _experiment.survey, KernelLocator()
    if settings is not None:
        on = beacons_on(_experiment, settings)
        if not on.any():
            raise ParameterError("All beacons are switched off; switch at least one on again.")
        survey = with_beacons(survey, on)
        locator = KernelLocator(
            representation=settings.representation,
            kernel=settings.kernel,
            power=settings.power,
            n_neighbors=settings.n_neighbors,
            missing_dbm=settings.missing_dbm,
        )
    return locator.fit(survey.rss_dbm, survey.known_position_m, survey.floor_id)


_whole_kept = Kept(_fit_whole, spinner="Fitting all floors …")


def _named(
    key: str, settings: LocatorSettings | None, *, _experiment: Experiment
) -> dict[str, float]:
    """The report of the kernel vote over all floors at once."""
    test = _experiment.test
    locator = locator_of_all_floors(_experiment, settings)
    if settings is not None:
        test = with_beacons(test, beacons_on(_experiment, settings))
    true_floor, named = np.asarray(test.floor_id), locator.predict_floor(test.rss_dbm)
    report = floor_report(test.known_position_m, locator.predict(test.rss_dbm), true_floor, named)
    hits = (named == true_floor).astype(float)
    low, high = bootstrap_mean(hits, independent_blocks(test), random_state=0)
    return {**report, "low": low, "high": high}


_named_kept = Kept(_named, spinner="Naming floors …")
