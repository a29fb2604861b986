"""Recommended here: which method, why, and what that cannot foresee."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import streamlit as st

from components.badges import badge
from components.jobs import finished, run_job
from components.localization.accuracy.verdict import interval_words
from core.localization.experiment import Experiment
from core.localization.method_row import Method
from core.localization.parameters import METHOD_PARAMETER
from core.localization.recommendation import (
    HOLDING,
    PHONE,
    USUAL,
    Recommendation,
    recommend,
)
from core.parallel import Progress

ASKED = "recommendation_asked"


def recommended(experiment: Experiment) -> Recommendation | None:
    """What is recommended on this survey; None where the visitor stopped it."""

    def make(progress: Progress, done: list[Any]) -> Iterator:
        yield recommend(experiment, progress=progress)

    job = run_job(_key(experiment), "recommendation", make, origin=experiment.origin)
    return job.results[0] if job.done else None


def recommended_before(experiment: Experiment) -> Recommendation | None:
    """The same where it is known already; computes nothing."""
    found = finished(_key(experiment), origin=experiment.origin)
    return found[0] if found else None


def _key(experiment: Experiment) -> tuple:
    return ("recommendation", experiment)


def recommended_words(found: Recommendation) -> str:
    """The method, its error at places left out of the survey, and what that cannot foresee."""
    best = found.table.iloc[0]
    if np.isnan(best["mean_m"]):
        return (
            f"**Recommended here: {found.method.title}**, the usual method: no method locates a "
            "place that is left out of the survey."
        )
    at_best = f"{best['mean_m']:.2f} m ({interval_words(best['low_m'], best['high_m'], 'places')})"
    usual = f"{USUAL.title} {found.mean_m(USUAL):.2f} m"
    if found.changed:
        sentence = (
            f"**Recommended here: {found.method.title}**, the usual method. The data say that the "
            f"test scans were made with {_listed(found.changed, 'and')}; places left out of the "
            f"survey cannot foresee that. On those, {best['method']} is best: {at_best}"
        )
        sentence += "." if found.best is USUAL else f"; {usual}."
    elif found.heard:
        here, there = found.heard
        sentence = (
            f"**Recommended here: {found.method.title}**, the usual method. The data do not say "
            f"how the test scans were made, but a test scan hears {there:.1f} beacons on average, "
            f"a scan of the survey {here:.1f}: a sign of {PHONE}, or of {HOLDING}. "
            f"Places left out of the survey cannot foresee that. On those, {best['method']} is "
            f"best: {at_best}"
        )
        sentence += "." if found.best is USUAL else f"; {usual}."
    else:
        sentence = f"**Recommended here: {found.method.title}**: {at_best} at left-out places"
        sentence += "." if found.best is USUAL else f"; {usual}."
        sentence += f" That cannot foresee {_listed(found.unforeseen, 'or')}."
    if found.scans_a_place < 2:
        sentence += (
            " The survey has **one scan a place**: chance and place cannot be told apart in it, so "
            "do not rely on the order."
        )
    return sentence


def offer_recommendation(experiment: Experiment, shown: Method) -> None:
    """In the sidebar: a button, and once it was pressed for this survey the recommendation."""
    if st.session_state.get(ASKED) != experiment.key:
        st.button(
            "Recommend a method",
            help="Every method that takes seconds locates places that are left out of the survey.",
            on_click=_ask,
            args=(experiment.key,),
            type="tertiary",
            icon=":material/thumb_up:",
        )
        return
    found = recommended(experiment)
    if found is None:
        return
    mark = badge("recommended here", "sure") if found.method.key == shown.key else ""
    st.caption(f"{mark} {recommended_words(found)}")
    if found.method.key != shown.key:
        st.button("Use it", on_click=_use, args=(found.method.key,), type="tertiary")


def _ask(key: str) -> None:
    st.session_state[ASKED] = key


def _use(key: str) -> None:
    st.session_state[METHOD_PARAMETER.name] = key


def _listed(names: tuple[str, ...], last: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
