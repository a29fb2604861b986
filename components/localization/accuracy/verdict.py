"""The verdict of the "How good?" view, from the numbers alone."""

import numpy as np
import pandas as pd

from components.localization.accuracy.jobs import BY_ITSELF, ORACLE
from components.localization.calibrated_sets import (
    calibrated_sets,
    calibration_parameter,
    usual_settings,
)
from components.localization.set_words import sets_sentence
from components.text import than_words
from core.localization.experiment import Experiment
from core.localization.methods import usable_methods
from core.localization.report import LEAST_BLOCKS


def interval_words(low_m: float, high_m: float, over: str = "stops or walks") -> str:
    """The 95% interval of a mean, or why there is none."""
    if np.isnan(low_m):
        return f"no interval: it takes {LEAST_BLOCKS} {over}"
    return f"95% interval of the mean: {low_m:.2f} to {high_m:.2f} m"


def accuracy_sentence(table: pd.DataFrame, *, held_out: bool = False) -> str:
    """The best with fingerprints only, what more information brings, and the ceiling, if any.

    ``held_out``: the test scans are survey scans themselves; nobody held a phone in another way.
    """
    if table.empty:
        return "Stopped before any result: **press Resume**."
    table = table[table["mean_m"].notna()]
    if table.empty:
        return "**No method locates any of the test scans**: they hear no beacon of the survey."
    only = table[table["uses"] == "fingerprints only"]
    themselves = table["method"].isin((ORACLE.title, BY_ITSELF.title))
    more = table[(table["uses"] != "fingerprints only") & ~themselves]
    ceiling = table[themselves]
    parts = []
    if len(only):
        best = only.iloc[0]
        parts.append(
            f"With fingerprints only, **{best['method']}** is best: **{best['mean_m']:.2f} m** "
            f"mean error ({interval_words(best['low_m'], best['high_m'])})"
        )
    if len(more):
        best = more.iloc[0]
        than = ""
        if len(only):
            compared = than_words(
                best["mean_m"], only.iloc[0]["mean_m"], digits=2, less_is_better=True
            )
            than = f", {compared} without"
        parts.append(
            f"knowing {best['uses']}, **{best['method']}** reaches {best['mean_m']:.2f} m{than}"
        )
    sentence = "; ".join(parts) + "."
    if held_out:
        return (
            f"{sentence} The test scans are a held-out fifth of the survey: another phone, or "
            "the same on another day, may be located less well."
        )
    if len(ceiling):
        sentence += _ceiling_words(ceiling.iloc[0], table["mean_m"].min())
    return sentence


def sets_words(experiment: Experiment, table: pd.DataFrame) -> str:
    """What the 90% sets of the best quick method with fingerprints only are worth."""
    rows = {row.title: row.key for row in usable_methods(experiment) if not row.slow}
    only = table[(table["uses"] == "fingerprints only") & table["method"].isin(rows)]
    if only.empty or only["mean_m"].isna().all():
        return ""
    title = only.iloc[0]["method"]
    usual = calibration_parameter(experiment, belongs_to="").default
    found = calibrated_sets(experiment, usual_settings(rows[title]), usual)
    return f" {sets_sentence(found, f' of {title}')}"


def _ceiling_words(row: pd.Series, best_m: float) -> str:
    ceiling_m, held = row["mean_m"], row["method"] == ORACLE.title
    if ceiling_m <= best_m and held:
        return (
            f" The ceiling is {ceiling_m:.2f} m: what a survey by the very hand that is located "
            "would reach, and no method can be expected to beat."
        )
    if ceiling_m <= best_m:
        return (
            f" A survey made of these test scans themselves would reach {ceiling_m:.2f} m, which "
            "no method can be expected to beat."
        )
    return (
        f" A survey of these test scans alone does no better ({ceiling_m:.2f} m): they are too few "
        "or too far apart to survey with" + (", so the ceiling is not known." if held else ".")
    )
