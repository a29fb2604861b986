"""How sure a mean over a few random draws is."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

LEVEL = 0.95
FEWEST_DRAWS = 3


def draw_interval(values: ArrayLike) -> tuple[float, float]:
    """95% interval of the mean of independent draws, by Student's law.

    m ± t s / √n over the finite ones of n values; NaN for fewer than three.

    >>> low, high = draw_interval([1.0, 2.0, 3.0])
    >>> round(low, 3), round(high, 3)
    (-0.484, 4.484)
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[np.isfinite(known)]
    n = len(known)
    if n < FEWEST_DRAWS:
        return float("nan"), float("nan")
    half = stats.t.ppf((1 + LEVEL) / 2, n - 1) * known.std(ddof=1) / np.sqrt(n)
    return float(known.mean() - half), float(known.mean() + half)
