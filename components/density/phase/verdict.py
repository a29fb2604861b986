"""The verdict of the "Phase diagram" view, from the numbers alone."""

import numpy as np

from components.density.phase.results import PhasePoint
from components.memory import once
from core.density.count_words import count_of, count_text, factor_words
from core.density.regimes import REGIME_WORDS, REGIMES, regime_index
from core.percentages import percent


@once
def phase_sentence(point: PhasePoint) -> str:
    """Which regime this is, and what it means for one estimate."""
    setting, mu = point.setting, point.tail_index
    regime = REGIMES[int(regime_index(mu))]
    k_eff = float(np.median(1 / point.simulated.participation_ratio))
    largest = float(point.simulated.top_weights[:, 0].mean())
    noise = float(point.simulated.log_density.std())
    where = (
        f"With n = {count_text(setting.log_n)} points in {setting.n_dimensions} dimensions, "
        f"h = {setting.bandwidth:.2f} is **{REGIME_WORDS[regime]}** (μ = {mu:.2f})"
    )
    if regime == "condensed":
        return (
            f"{where}: the nearest point alone carries {percent(largest)} of the estimate on "
            f"average, and another data set changes it by {factor_words(noise)}."
        )
    if regime == "heavy":
        return (
            f"{where}: {count_of(k_eff)} points carry the estimate. Its mean is right, but another "
            f"data set changes it by {factor_words(noise)}, by single near points: not Gaussian."
        )
    return (
        f"{where}: {count_of(k_eff)} points carry the estimate, and another data set changes it by "
        f"{factor_words(noise)}, with Gaussian fluctuations."
    )


@once
def law_sentence(point: PhasePoint) -> str:
    """Whether the law of the limit holds here, with its distance from the exact one."""
    if not len(point.distribution):
        return "All data sets give the same value to a thousandth of a nat: no law to draw."
    if point.law is None:
        return f"μ = {point.tail_index:.2f} lies at a transition: neither limit has set in."
    apart = f"{point.law_distance:.2f} (Kolmogorov–Smirnov)"
    if point.law_holds:
        return f"The limit ({point.law.name}) holds: its distance from the exact law is {apart}."
    return (
        f"The limit ({point.law.name}) does not hold at this n and d: its distance from the exact "
        f"law is {apart}, so that it is not drawn."
    )
