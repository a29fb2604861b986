"""The panel below the gaps: does the rule for the next place help on these data?"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.jobs import run_job
from components.localization.does_it_help import gain_words, helps_words
from components.memory import once
from core.localization.even_rows import MOST_TESTED
from core.localization.experiment import Experiment
from core.localization.gap_study import (
    ADDED,
    N_KEPT,
    N_STARTS,
    RANDOM,
    gap_study,
    why_no_gap_study,
)
from core.localization.next_places import RULES, rule_named
from core.parallel import Progress

AT_RANDOM = "At random"
SPOKEN_OF = 6  # places added, in the sentence
FARTHEST, CODING_RATE = "farthest", "rate"


def show_gap_panel(experiment: Experiment, rule: str) -> None:
    """The experiment on a button, its verdict on the rule that is chosen, and its table."""
    st.subheader("Does the rule help here?", anchor=False)
    why_not = _why_not(experiment)
    if why_not:
        st.info(f"The rules cannot be compared here: {why_not}.", icon=":material/straighten:")
        return

    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number, row in enumerate(gap_study(experiment, progress=progress)):
            if number >= len(done):
                yield row

    n_maps = N_STARTS * (1 + (len(RULES) + 1) * len(ADDED))
    job = run_job(
        ("gaps", experiment),
        "the rules compared",
        make,
        origin=experiment.origin,
        start=False,
        cost=f"All but {N_KEPT} places are hidden and some added back by each rule: {n_maps} small "
        f"maps, at most {MOST_TESTED:,} test scans on each, some seconds.",
    )
    if not job.results:
        return
    st.markdown(gap_sentence(job.results, rule))
    table = gap_table(job.results)
    column = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "rule": column.TextColumn("Next place by", pinned=True),
            **{f"{n}": column.NumberColumn(f"+{n} places, m", format="%.2f") for n in ADDED},
        },
        alt="Mean error after 3, 6 and 12 added places, by rule",
    )
    offer_numbers(pd.DataFrame(job.results), "radio_gap_rules")
    st.caption(
        f"Mean error over {len(job.results)} starts with {N_KEPT} places: every other start is "
        "scattered over the floor, the rest lie in one third of it. Only surveyed places can be "
        "added, so it cannot tell about a place where nobody was. Part of what remaining variance "
        "gains is that a vote of few places shrinks to their middle: few places must lie inside "
        "the rooms. Distances are straight, also through walls."
    )


_why_not = once(why_no_gap_study)


@once
def gap_sentence(rows: list[dict[str, float]], rule: str) -> str:
    """Whether the rule helps: against farthest first, and that against places at random."""
    if not rows:
        return "Stopped before any result: **press Resume**."
    table = pd.DataFrame(rows)
    other = RANDOM if rule == FARTHEST else FARTHEST
    error, against = table[f"{rule} {SPOKEN_OF}"], table[f"{other} {SPOKEN_OF}"]
    if error.isna().all():
        return "**No test scan is located**, so nothing can be compared."
    gain = against - error
    label = rule_named(rule).label
    what = "places at random" if rule == FARTHEST else "farthest first"
    said = (
        f"**{helps_words(gain)}**: with {N_KEPT} places and {SPOKEN_OF} more by "
        f"{label[0].lower()}{label[1:]} the mean error is **{error.mean():.2f} m**, with {what} "
        f"{against.mean():.2f} m ({gain_words(gain)}); before, it was "
        f"{table['before'].mean():.2f} m."
    )
    if rule == CODING_RATE:
        return said
    paper = table[f"{CODING_RATE} {SPOKEN_OF}"]
    return (
        f"{said} The paper's coding rate: {paper.mean():.2f} m "
        f"({helps_words(table[f'{FARTHEST} {SPOKEN_OF}'] - paper).lower()} against farthest first)."
    )


@once
def gap_table(rows: list[dict[str, float]]) -> pd.DataFrame:
    """A row for each rule, and one at random: mean error by the number of places added."""
    table = pd.DataFrame(rows)
    titles = {**{row.key: row.label for row in RULES}, RANDOM: AT_RANDOM}
    return pd.DataFrame(
        [
            {"rule": title, **{f"{n}": float(np.mean(table[f"{key} {n}"])) for n in ADDED}}
            for key, title in titles.items()
        ]
    )
