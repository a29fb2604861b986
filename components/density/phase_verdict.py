"""The verdict of the "Phase diagram" view, from the numbers alone."""

import numpy as np

from components.density.phase_results import PhasePoint
from components.density.regime_bands import REGIME_NAMES
from core.density.regimes import REGIMES, regime_index


def phase_sentence(point: PhasePoint) -> str:
    """Which regime this is, and what it means for one estimate."""
    setting, mu = point.setting, point.tail_index
    regime = REGIMES[int(regime_index(mu))]
    k_eff = float(np.median(1 / point.simulated.participation_ratio))
    largest = float(point.simulated.top_weights[:, 0].mean())
    noise = float(point.simulated.log_density.std())
    where = (
        f"With n = {count_text(setting.log_n)} points in {setting.n_dimensions} dimensions, "
        f"h = {setting.bandwidth:.2f} is **{REGIME_NAMES[regime].lower()}** (μ = {mu:.2f})"
    )
    if regime == "condensed":
        return (
            f"{where}: the nearest point alone carries {largest:.0%} of the estimate on average, "
            f"and another data set moves its logarithm by ±{noise:.1f} nats."
        )
    if regime == "heavy":
        return (
            f"{where}: {_count(k_eff)} points carry the estimate; its mean is right, but now and "
            f"then one near point doubles it (±{noise:.2g} nats, not Gaussian)."
        )
    return (
        f"{where}: {_count(k_eff)} points carry the estimate, and its fluctuations are Gaussian "
        f"(±{noise:.2g} nats)."
    )


def count_text(log_n: float) -> str:
    """A number of points given by its logarithm: plain below a million, else a power of ten.

    >>> count_text(9.210340371976184), count_text(144.0)
    ('10,000', '3 · 10⁶²')
    """
    log10 = log_n / np.log(10)
    if log10 < 6:
        return f"{round(10**log10):,}"
    power = int(np.floor(log10))
    factor = round(10 ** (log10 - power))
    if factor == 10:
        factor, power = 1, power + 1
    digits = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{digits}" if factor == 1 else f"{factor} · 10{digits}"


def _count(k_eff: float) -> str:
    return f"{k_eff:,.0f}" if k_eff < 1e6 else f"about 10^{np.log10(k_eff):.0f}"
