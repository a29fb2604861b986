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
            f"{where}: {count_of(k_eff)} points carry the estimate. Its mean is right, but its "
            f"fluctuations (±{noise:.2g} nats) come from single near points and are not Gaussian."
        )
    return (
        f"{where}: {count_of(k_eff)} points carry the estimate, and its fluctuations are Gaussian "
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


def count_of(k_eff: float) -> str:
    """An effective number of points: a decimal while there are few.

    >>> count_of(1.94), count_of(217.0), count_of(9.1e7)
    ('1.9', '217', '9 · 10⁷')
    """
    return f"{k_eff:.1f}" if k_eff < 100 else count_text(float(np.log(k_eff)))
