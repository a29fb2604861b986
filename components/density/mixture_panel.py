"""The kernels in use against a Gaussian mixture, on held-out rows, at the press of a button."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import streamlit as st

from components.density.judge import Judge
from components.density.local_kernels import prepared_bounds
from components.jobs import run_job
from components.memory import once
from components.points.chosen_points import ChosenPoints
from components.text import counted
from core.datasets.preparation import PreparedPoints
from core.density.local.choices import ESTIMATORS, GLOBAL
from core.density.mixture_comparison import MixtureComparison, compare_with_mixture
from core.parallel import Progress

SURE = 2.0  # standard errors


def show_mixture_panel(
    points: ChosenPoints, prepared: PreparedPoints, judge: Judge, key: Any
) -> None:
    """A button, and what five folds say."""

    def make(progress: Progress, done: list[Any]) -> Iterator[MixtureComparison]:
        choice = ESTIMATORS[judge.key]
        d = prepared.values.shape[1]
        ends = prepared_bounds(points, prepared)
        bounds = np.tile([-np.inf, np.inf], (d, 1)) if ends is None else ends
        maker = None if judge.key == GLOBAL else lambda: choice.make(d, bounds)
        if not done:
            yield from compare_with_mixture(prepared.values, maker, progress=progress)

    st.subheader("Or a Gaussian mixture?", anchor=False)
    if prepared.weight is not None:
        st.caption(
            "The mixture that would be compared takes no weights that are shares. Choose “All rows "
            "alike”, or whole numbers."
        )
        return
    job = run_job(
        ("mixture", key, judge.key),
        "a comparison on held-out rows",
        make,
        origin=points.origin,
        start=False,
        cost="a few seconds: five folds, each with up to eight components",
    )
    if job.results:
        st.markdown(mixture_sentence(job.results[0], judge.key))


@once
def mixture_sentence(found: MixtureComparison, key: str) -> str:
    """Which of both makes held-out rows more likely, by how much, and how sure that is."""
    ratio, error = found.ratio
    label = ESTIMATORS[key].label
    said = label[:1].lower() + label[1:]
    several = sorted(set(found.components))
    k = f"{several[0]}" if len(several) == 1 else f"{several[0]} to {several[-1]}"
    word = "component" if several[-1] == 1 else "components"
    if abs(ratio) < SURE * error:
        return (
            f"Rows that neither has seen do not tell the kernel estimate ({said}) from a Gaussian "
            f"mixture of {k} {word}: {ratio:+.2f} ± {error:.2f} nats per row."
        )
    more = "more" if ratio > 0 else "less"
    return (
        f"Rows that neither has seen are **{abs(ratio):.2f} ± {error:.2f} nats {more} likely** "
        f"under the kernel estimate ({said}) than under a Gaussian mixture of {k} {word} (five "
        f"folds, {counted(len(found.rows), 'row')})."
    )
