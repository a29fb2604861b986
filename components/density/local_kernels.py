"""Local kernels on "Your data": what each gains over one bandwidth, and the one in use."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from components.jobs import run_job
from components.memory import once
from components.points.chosen_points import ChosenPoints
from components.settings import keep
from components.text import as_plain_text, counted
from core.datasets.preparation import PreparedPoints
from core.density.bounded_columns import column_bounds
from core.density.count_words import count_of
from core.density.local.choices import (
    ESTIMATORS,
    GLOBAL,
    MOST_POINTS,
    EstimatorScore,
    score_estimators,
)
from core.depths import NO_DEPTHS
from core.parallel import Progress
from core.parameters import Parameter

BEST = "best"
ESTIMATOR = Parameter(
    "estimator",
    "Kernels",
    str,
    GLOBAL,
    options=(*ESTIMATORS, BEST),
    labels=(*(row.label for row in ESTIMATORS.values()), "The most likely of all"),
    depths=(*(row.depths for row in ESTIMATORS.values()), NO_DEPTHS),
    help="What stands on every point. One bandwidth: the same ball. Any other choice scores all "
    "by the same leave-one-out, and the rows and queries below are judged by the chosen one. "
    + " ".join(f"{row.label}: {row.help}." for row in ESTIMATORS.values()),
)


def scores_of(
    points: ChosenPoints, prepared: PreparedPoints, key: Any
) -> tuple[EstimatorScore, ...]:
    """Every estimator scored on these points, so far as the job was let run."""

    def make(progress: Progress, done: list[Any]) -> Iterator[EstimatorScore]:
        bounds = prepared_bounds(points, prepared)
        yield from score_estimators(
            prepared.values,
            bounds,
            sample_weight=prepared.weight,
            first=len(done),
            progress=progress,
        )

    return tuple(run_job(("local", key), "local kernels", make, origin=points.origin).results)


@once
def chosen_score(scores: tuple[EstimatorScore, ...], key: str) -> EstimatorScore | None:
    """The score that the choice means; None while it is not there or has a problem."""
    there = [score for score in scores if score.estimator is not None]
    if key == BEST:
        return max(there, key=lambda score: score.mean, default=None)
    return next((score for score in there if score.key == key), None)


def offer_local_kernel() -> None:
    """The button that does what the page advises."""
    st.button(
        "Use a local kernel",
        key="use_local_kernel",
        on_click=keep,
        args=(ESTIMATOR, BEST),
        icon=":material/blur_on:",
        help="All local kernels are scored by the same leave-one-out as one bandwidth, and the "
        "most likely one answers below.",
    )


@once
def gain_sentence(scores: tuple[EstimatorScore, ...], chosen: EstimatorScore) -> str:
    """What the chosen estimator gains over one bandwidth, with its error."""
    gain, error = chosen.gain_over(scores[0])
    label = ESTIMATORS[chosen.key].label
    if chosen.key == GLOBAL:
        return "**One bandwidth** is the most likely of all kernels tried."
    verb = "gains" if gain >= 0 else "loses"
    sure = "" if abs(gain) > 2 * error else ", which chance would do too"
    return (
        f"**{label}** {verb} {abs(gain):.2f} ± {error:.2f} nats per row over one bandwidth{sure} "
        f"(leave-one-out on {counted(len(chosen.rows), 'row')})."
    )


@once
def scores_table(scores: tuple[EstimatorScore, ...]) -> pd.DataFrame:
    """A row per estimator, the most likely first; those that do not fit say why."""
    rows = []
    for score in sorted(scores, key=lambda score: -score.mean):
        gain, error = score.gain_over(scores[0])
        rows.append(
            {
                "kernels": ESTIMATORS[score.key].label,
                "log_density": score.mean if not score.problem else np.nan,
                "gain": gain,
                "error": error,
                "k_eff": count_of(float(np.nanmedian(score.k_eff))) if not score.problem else "",
                "note": score.problem or ESTIMATORS[score.key].help,
            }
        )
    return pd.DataFrame(rows)


def show_scores(scores: tuple[EstimatorScore, ...], n_rows: int) -> None:
    """The table of what each gains."""
    st.subheader("What local kernels gain", anchor=False)
    of = (
        f"Learned from {MOST_POINTS:,} of {n_rows:,} rows, drawn at random. "
        if n_rows > MOST_POINTS
        else ""
    )
    st.caption(
        f"{of}Every estimator is scored on the same {counted(len(scores[0].rows), 'row')} by what "
        "the other rows say of each, its widths learned without it. Above 0: more likely than one "
        "bandwidth, in nats per row."
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        scores_table(scores),
        hide_index=True,
        column_config={
            "kernels": "Kernels",
            "log_density": number("Log density, nats per row", format="%.2f"),
            "gain": number("Gain, nats per row", format="%.2f"),
            "error": number("Standard error", format="%.2f"),
            "k_eff": "Points behind an estimate",
            "note": "What its kernels do",
        },
        alt="Local kernels with their leave-one-out log density and gain over one bandwidth",
    )
    for score in scores:
        if score.problem:
            st.caption(f"{ESTIMATORS[score.key].label}: {as_plain_text(score.problem)}")


def prepared_bounds(points: ChosenPoints, prepared: PreparedPoints) -> np.ndarray | None:
    """(k, 2) where prepared columns seem to end; None after PCA, whose axes mix columns."""
    if prepared.scale is None:
        return None
    names = [str(name) for name in points.cloud.feature_names]
    kept = np.array([names.index(name) for name in prepared.names])
    own = points.cloud.values[np.ix_(prepared.rows, kept)]
    shift = (own - prepared.values * prepared.scale).mean(axis=0)
    bounds = (column_bounds(own) - shift[:, None]) / prepared.scale[:, None]
    # A value at its bound stays inside, whatever the scaling has rounded.
    low = np.minimum(bounds[:, 0], prepared.values.min(axis=0))
    high = np.maximum(bounds[:, 1], prepared.values.max(axis=0))
    return np.column_stack([low, high])
