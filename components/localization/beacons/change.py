"""The panel "What changed since the survey?": does a short walk help?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.jobs import run_job
from components.localization.beacons.own_walk import show_own_walk
from components.localization.does_it_help import gain_words, helps_words
from components.memory import once
from components.text import counted
from core.localization.change_study import (
    N_DRAWS,
    STRATEGIES,
    change_study,
    why_no_change_study,
)
from core.localization.even_rows import MOST_TESTED
from core.localization.experiment import Experiment
from core.parallel import Progress


def show_change_panel(experiment: Experiment) -> None:
    """The experiment on a button with its verdict, then a walk of the visitor's own."""
    st.subheader("What changed since the survey?", anchor=False)
    st.caption(
        "A beacon that was moved, swapped or taken down leaves a map that is wrong around it. A "
        "short walk with known places can tell which beacon it was, and carry its change over the "
        "whole floor, without a new survey."
    )
    why_not = _why_not(experiment)
    if why_not:
        st.info(
            f"Whether a walk helps here cannot be tried out: {why_not}. A walk of your own can "
            "still be compared with the survey.",
            icon=":material/directions_walk:",
        )
    else:
        _show_study(experiment)
    show_own_walk(experiment)


@once
def change_sentence(rows: list[dict[str, float]], n_places: int) -> str:
    """Whether the carried change helps, against doing nothing, the alternatives and the bound."""
    if not rows:
        return "Stopped before any result: **press Resume**."
    table = pd.DataFrame(rows)
    mean = table[[row.key for row in STRATEGIES]].mean()
    if np.isnan(mean["old"]):
        return "**No test scan is located**, so nothing can be compared."
    gain = table["old"] - table["carried"]
    named, false = int(table["named"].sum()), int(table["false"].sum())
    others = "no other beacon was" if not false else f"{counted(false, 'other beacon')} wrongly"
    still = int(table["still_false"].sum())
    return (
        f"**{helps_words(gain)}**: after a beacon has moved, a walk over "
        f"{counted(int(table['n_places'].iloc[0]), 'place')} of {n_places:,} brings the mean error "
        f"from {mean['old']:.2f} m to **{mean['carried']:.2f} m** ({gain_words(gain)}). A whole "
        f"new survey reaches {mean['anew']:.2f} m; adding the walk to all other scans "
        f"{mean['mean']:.2f} m; the paper's replay of generated samples {mean['replay']:.2f} m. "
        f"The moved beacon was named in {named} of {counted(len(table), 'draw')}, {others}; where "
        f"nothing had moved, {counted(still, 'beacon')} {'was' if still == 1 else 'were'} named."
    )


@once
def change_table(rows: list[dict[str, float]]) -> pd.DataFrame:
    """A row for each strategy: its mean error, and what it gains over the old map."""
    table = pd.DataFrame(rows)
    return pd.DataFrame(
        {
            "strategy": [row.label for row in STRATEGIES],
            "mean_m": [table[row.key].mean() for row in STRATEGIES],
            "least_gain_m": [(table["old"] - table[row.key]).min() for row in STRATEGIES],
            "largest_gain_m": [(table["old"] - table[row.key]).max() for row in STRATEGIES],
        }
    )


_why_not = once(why_no_change_study)


def _show_study(experiment: Experiment) -> None:
    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number, row in enumerate(change_study(experiment, progress=progress)):
            if number >= len(done):
                yield row

    n_tested = min(experiment.test.n_scans, MOST_TESTED)
    job = run_job(
        ("change", experiment),
        "a walk after a moved beacon",
        make,
        origin=experiment.origin,
        start=False,
        cost=f"{N_DRAWS * (len(STRATEGIES) + 2)} maps are tried on "
        f"{counted(n_tested, 'test scan')} each: some seconds.",
    )
    if not job.results:
        return
    n_places = len(np.unique(experiment.survey.known_position_m, axis=0))
    st.markdown(change_sentence(job.results, n_places))
    column = st.column_config
    metres = {
        "mean_m": "Mean error, m",
        "least_gain_m": "Gain, least, m",
        "largest_gain_m": "Gain, largest, m",
    }
    st.dataframe(
        change_table(job.results),
        hide_index=True,
        column_config={
            "strategy": column.TextColumn("Map after the walk", pinned=True),
            **{name: column.NumberColumn(title, format="%.2f") for name, title in metres.items()},
        },
        alt="Mean error of the maps after a moved beacon, by how they were kept",
    )
    offer_numbers(pd.DataFrame(job.results), "beacon_change")
    st.caption(
        "Gains are over the old map, least and largest of the draws. It cannot tell what your walk "
        "would bring: beacons are moved by their path loss, walk and survey are the same phone on "
        "the same day, and at most "
        f"{MOST_TESTED:,} test scans are tried. A phone that is held otherwise changes all beacons "
        "at once; then nothing is updated, and calibration is what helps."
    )
