"""The study "A private copy": what hiding scans costs, and a copy that hides them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.charts import offer_numbers
from components.csv_export import to_csv
from components.jobs import Job, run_job
from components.memory import once
from components.text import counted
from core.localization.even_rows import MOST_TESTED
from core.localization.experiment import Experiment
from core.localization.private_copy import DELTA, private_map
from core.localization.private_study import (
    EPSILONS,
    HIDDEN,
    N_DRAWS,
    private_study,
    why_no_private_copy,
)
from core.parallel import Progress

LEDGER = "private_copies"  # key of the data → the ε of each copy that was downloaded
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
HARDLY, LEAST = 30.0, 5.0  # ratios of signal over noise


_why_not = once(why_no_private_copy)


def show_private_copy(experiment: Experiment, epsilon: float, n_hidden: int) -> None:
    """What is promised and what is public, the cost on a button, and the copy as a file."""
    why_not = _why_not(experiment)
    if why_not:
        st.info(f"This survey cannot be copied privately: {why_not}.", icon=":material/lock:")
        return
    rows = _job(experiment).results
    if rows:
        st.markdown(private_sentence(rows, epsilon, n_hidden))
        _show_table(rows)
    _offer_copy(experiment, epsilon, n_hidden)
    hides = "any one scan" if n_hidden == 1 else f"any {n_hidden} scans"
    was = "was" if n_hidden == 1 else "were"
    st.caption(
        f"The promise: with ε = {epsilon:g} and δ = {_delta()}, whether {hides} {was} in the "
        "survey cannot be told from the copy, whatever else somebody knows. Public are the list of "
        "places and the ids of the beacons, and so are fixed before anybody scans; nothing else is "
        "in the file, no counts and no errors. Who made more scans than are hidden has to leave "
        "some out first, and where one person made all, as in the built-in surveys, a copy hides "
        "scans but no person. The noise comes from a general-purpose generator: for a release with "
        "legal weight use a vetted library such as OpenDP. The file opens here as a survey of one "
        "scan a place."
    )


def private_sentence(rows: list[dict], epsilon: float, n_hidden: int) -> str:
    """What hiding costs at the chosen ε, and what hiding more would cost."""
    found = {(row["n_hidden"], row["epsilon"]): row for row in rows}
    row = found.get((n_hidden, epsilon))
    if row is None:
        return "Stopped before this ε: **press Resume**."
    if np.isnan(row["exact_m"]):
        return "**No test scan is located**, so nothing can be compared."
    what = "any one scan" if n_hidden == 1 else f"{n_hidden} scans of a person"
    draws = row["errors_m"]
    said = (
        f"**Hiding {what} at ε = {epsilon:g} costs {_cost(row)} here**: mean error "
        f"{row['mean_m']:.2f} m ({min(draws):.2f} to {max(draws):.2f} m over {len(draws)} draws of "
        f"the noise) instead of {row['exact_m']:.2f} m; {_ratio_words(row['ratio'])}."
    )
    most = found.get((HIDDEN[-1], epsilon))
    if most is not None and n_hidden != HIDDEN[-1]:
        said += f" Hiding a person with {HIDDEN[-1]} scans costs {_cost(most)}."
    return said


def _ratio_words(ratio: float) -> str:
    words = "the survey stands well above the noise"
    if ratio < LEAST:
        words = "**this is no longer a locator**"
    elif ratio < HARDLY:
        words = "the noise is noticeable"
    return f"{words} (signal over noise {ratio:.0f})"


def _delta(copies: int = 1) -> str:
    """δ of so many copies together.

    >>> _delta(), _delta(3)
    ('10⁻⁶', '3 · 10⁻⁶')
    """
    power = f"10{f'{np.log10(DELTA):.0f}'.translate(RAISED)}"
    return power if copies == 1 else f"{copies} · {power}"


def _cost(row: dict) -> str:
    """Metres that are lost; what rounds to nothing, or less, is nothing."""
    lost_m = row["mean_m"] - row["exact_m"]
    return f"{lost_m:.2f} m" if lost_m >= 0.005 else "nothing"


def _show_table(rows: list[dict]) -> None:
    table = pd.DataFrame(rows).drop(columns="errors_m")
    column = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        height=300,
        column_order=("n_hidden", "epsilon", "mean_m", "ratio", "sigma"),
        column_config={
            "n_hidden": column.NumberColumn("Scans hidden", format="%d"),
            "epsilon": column.NumberColumn("ε", format="%.1f"),
            "mean_m": column.NumberColumn("Mean error, m", format="%.2f"),
            "ratio": column.NumberColumn("Signal over noise", format="%.1f"),
            "sigma": column.NumberColumn("Noise σ", format="%.2f"),
        },
        alt="Mean error of private copies by the number of hidden scans and by ε",
    )
    offer_numbers(table, "accuracy_private")
    st.caption(
        f"Errors against your exact data, means of {N_DRAWS} seeded previews on at most "
        f"{MOST_TESTED:,} test scans: shown to you only, they are not part of a private copy, and "
        "no preview is ever a file."
    )


def _offer_copy(experiment: Experiment, epsilon: float, n_hidden: int) -> None:
    """The file: noise drawn anew at each download, never shown or kept, and an entry for it."""
    ledger = st.session_state.setdefault(LEDGER, {})
    st.download_button(
        f"A private copy, ε = {epsilon:g} (CSV)",
        lambda: to_csv(copy_table(experiment, epsilon, n_hidden)),
        file_name="kernelscope-private-copy.csv",
        mime="text/csv",
        icon=":material/lock:",
        on_click=lambda: ledger.setdefault(experiment.key, []).append(epsilon),
        key="private-copy",
        help="Drawn with fresh noise at each click: two copies tell more than one.",
    )
    spent = ledger.get(experiment.key, [])
    if spent:
        copies = "1 copy" if len(spent) == 1 else f"{len(spent)} copies"
        st.markdown(
            f"{copies} of these data downloaded in this session: together ε = {sum(spent):g} and "
            f"δ = {_delta(len(spent))} for whoever has all of them."
        )


def copy_table(experiment: Experiment, epsilon: float, n_hidden: int) -> pd.DataFrame:
    """The copy as a survey: a row for each place, levels in dBm; noise that nobody can redraw."""
    survey = experiment.survey
    made = private_map(survey.rss_dbm, survey.known_position_m, epsilon=epsilon, n_hidden=n_hidden)
    names = [str(name) for name in survey.beacon_ids]
    places = {"x": made.grid_m[:, 0], "y": made.grid_m[:, 1]}
    return pd.DataFrame({**places, **dict(zip(names, made.levels_dbm.T, strict=True))})


def _job(experiment: Experiment) -> Job:
    def make(progress: Progress, done: list[Any]) -> Iterator:
        for number, row in enumerate(private_study(experiment, progress=progress)):
            if number >= len(done):
                yield row

    return run_job(
        ("private", experiment),
        "what privacy costs",
        make,
        origin=experiment.origin,
        start=False,
        cost=f"{len(HIDDEN) * len(EPSILONS) * N_DRAWS} seeded previews are tried on "
        f"{counted(min(experiment.test.n_scans, MOST_TESTED), 'test scan')} each: some seconds.",
    )
