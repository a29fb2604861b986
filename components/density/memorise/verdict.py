"""The verdict of the "Memorisation" view, from the numbers alone."""

import numpy as np
import pandas as pd

from components.density.memorise.job import Found
from components.density.memorise.parameters import LABELS
from components.memory import once
from core.density.diffusion.study import N_SAMPLES
from core.percentages import percent

SAME = 0.01  # of the error


@once
def memorise_sentence(found: Found) -> str:
    """From which noise on the perfect model gives rows back, and what blobs do instead."""
    study, exact, blob = found.study, found.generators["exact"], found.generators["blob"]
    copied = blob.copied[-1]
    without = "copies none" if copied == 0 else f"copies {percent(copied)}"
    return (
        f"{_collapse(found)}: of {N_SAMPLES} samples **{percent(exact.copied[-1])} are copies** "
        f"of a row. Treating each row as a blob of width {study.loo:.3g} (leave-one-out) {without} "
        "and "
        f"{_compared(found)}."
    )


def _collapse(found: Found) -> str:
    study = found.study
    if np.isfinite(study.half):
        return f"Below noise h = {study.half:.3g} a model that learned perfectly gives rows back"
    return "At no noise tried does half of the noised rows stay with their own row"


def _compared(found: Found) -> str:
    ratio = found.study.ratio(found.generators["blob"], found.generators["wiener"])
    if abs(ratio - 1) < SAME:
        return "denoises unseen rows as well as a Gaussian does"
    word = "better" if ratio < 1 else "worse"
    return f"denoises unseen rows {percent(abs(1 - ratio))} {word} than a Gaussian"


@once
def told_apart_sentence(found: Found) -> str:
    """Whether a test that compares samples with real rows sees the copies."""
    study, exact = found.study, found.generators["exact"]
    return (
        f"A copy is easy to miss: asked which samples are real, the nearest neighbour is right for "
        f"{percent(exact.told_apart[-1])} of the perfect model's samples and unseen rows (50%: "
        f"cannot be told apart), though {percent(exact.copied[-1])} are copies. Of the unseen rows "
        f"themselves {percent(study.unseen_copied)} lie as near to a learned one."
    )


@once
def theory_sentence(found: Found) -> str:
    """The prediction beside what was measured."""
    study = found.study
    apart = study.half / study.collapse - 1
    said = f"Predicted for Gaussian data of the same covariance: $h_C$ = {study.collapse:.3g}"
    if not np.isfinite(apart):
        return f"{said}."
    if abs(apart) < 0.02:
        return f"{said}, as measured."
    word = "larger" if apart > 0 else "smaller"
    return f"{said}; measured {study.half:.3g}, at {percent(abs(apart))} {word} noise" + (
        ", since real data have less room." if apart < 0 else "."
    )


@once
def generators_table(found: Found, level: int) -> pd.DataFrame:
    """A row per generator where the flow is stopped at this level, and the unseen rows below."""
    study, linear = found.study, found.generators["wiener"]
    rows = [
        {
            "generator": LABELS[key],
            "copies": each.copied[level],
            "nearest": each.nearest[level],
            "told_apart": each.told_apart[level],
            "error": study.ratio(each, linear),
        }
        for key, each in found.generators.items()
    ]
    real = {
        "generator": "Real rows, not learned",
        "copies": study.unseen_copied,
        "nearest": study.unseen_nearest,
        "told_apart": 0.5,
        "error": np.nan,
    }
    return pd.DataFrame([*rows, real])
