"""Shares as the percentages that every text shows: one form, rounded honestly, adding up to 100."""

from collections.abc import Iterable

import numpy as np


def percent(share: float, digits: int = 0) -> str:
    """A share in [0, 1] as percent, "nan%" where it is not known.

    What is not nothing never reads 0%, and what is not all never reads 100%.

    >>> percent(0.193), percent(0.6353, 1), percent(0.0), percent(0.002), percent(0.9996)
    ('19%', '63.5%', '0%', 'under 1%', 'over 99%')
    """
    shown = round(100 * share, digits) if np.isfinite(share) else share
    least = 10**-digits
    if share > 0 and shown == 0:
        return f"under {least:.{digits}f}%"
    if share < 1 and shown == 100:
        return f"over {100 - least:.{digits}f}%"
    return f"{shown:.{digits}f}%"


def percentages(shares: Iterable[float]) -> list[str]:
    """Shares of one whole as whole percent that add up to what the shares add up to.

    Each is rounded down. What is missing goes to those that read "under 1%", and then to those with
    the largest remainders (Hamilton's method).

    >>> percentages([0.584, 0.373, 0.043]), percentages([0.58, 0.376, 0.044])
    (['59%', '37%', '4%'], ['58%', '38%', '4%'])
    >>> percentages([0.9842, 0.0141, 0.0018])
    ['98%', '1%', 'under 1%']
    """
    exact = 100 * np.asarray(list(shares), dtype=np.float64)
    whole = np.floor(exact + 1e-9)
    missing = round(float(exact.sum() - whole.sum()))
    tiny = (exact > 0) & (exact < 0.5)
    remainder = np.where(tiny, -1.0, exact - whole)
    first = np.argsort(-remainder, kind="stable")[: max(missing - int(tiny.sum()), 0)]
    whole[first] += 1
    return [
        "under 1%" if share > 0 and value == 0 else f"{value:.0f}%"
        for share, value in zip(exact.tolist(), whole.tolist(), strict=True)
    ]
