"""Whether something helps on the data at hand: the words for the gains of a few random draws."""

import numpy as np
from numpy.typing import ArrayLike

from core.localization.draw_interval import FEWEST_DRAWS, draw_interval


def helps_words(gain_m: ArrayLike) -> str:
    """The beginning of a verdict: gains are errors without it minus errors with it, in metres.

    >>> helps_words([0.5, 0.6, 0.7]), helps_words([-0.2, 0.1, 0.1]), helps_words([-0.5, -0.6, -0.7])
    ('It helps here', 'No difference that 3 draws can show', 'It does harm here')
    >>> helps_words([0.5, 0.6]), helps_words([0.0, 0.0, 0.0])
    ('Two draws or fewer tell nothing yet', 'No difference that 3 draws can show')
    """
    low, high = draw_interval(gain_m)
    if np.isnan(low):
        return "Two draws or fewer tell nothing yet"
    if low > 0:
        return "It helps here"
    if high < 0:
        return "It does harm here"
    return f"No difference that {len(np.asarray(gain_m))} draws can show"


def gain_words(gain_m: ArrayLike) -> str:
    """The mean gain with its interval.

    >>> gain_words([0.5, 0.6, 0.7])
    'gain 0.60 m, 95% interval of its mean over 3 draws: 0.35 to 0.85 m'
    """
    values = np.asarray(gain_m, dtype=np.float64)
    low, high = draw_interval(values)
    words = f"gain {_metres(values.mean())} m" if len(values) else "no gain yet"
    if len(values) < FEWEST_DRAWS or np.isnan(low):
        return words
    draws = f"95% interval of its mean over {len(values)} draws:"
    return f"{words}, {draws} {_metres(low)} to {_metres(high)} m"


def _metres(value: float) -> str:
    """Two digits with a true minus; what rounds to nothing has no sign."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
