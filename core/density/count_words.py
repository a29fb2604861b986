"""How numbers of points are said, from a fraction of one to more than any computer holds."""

import numpy as np

from core.percentages import percent

SMALL_NATS = 0.1


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
    return count_text(float(np.log(k_eff))) if k_eff >= 100 else f"{k_eff:.1f}"


def factor_words(noise_nats: float) -> str:
    """A standard deviation of a log density as what it is for the density: percent, or a factor.

    >>> factor_words(0.013), factor_words(0.18)
    ('1% (±0.01 nats)', 'a factor of 1.2 (±0.18 nats)')
    >>> factor_words(2.6), factor_words(14.0)
    ('a factor of 13 (±2.6 nats)', 'a factor of 10⁶ (±14.0 nats)')
    """
    if noise_nats < SMALL_NATS:
        return f"{percent(np.expm1(noise_nats))} (±{noise_nats:.2f} nats)"
    few = noise_nats < np.log(100)
    factor = f"{np.exp(noise_nats):.2g}" if few else count_text(noise_nats)
    return f"a factor of {factor} (±{noise_nats:.{1 if noise_nats >= 1 else 2}f} nats)"
