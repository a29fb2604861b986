"""What pages say of the 90% sets: coverage, size and promise, always together."""

import numpy as np

from components.localization.calibrated_sets import Calibrated
from components.text import counted
from core.localization.report import LEAST_BLOCKS
from core.percentages import percent

NUMBER_WORDS = {5: "five", 10: "ten", 20: "twenty"}


def sets_sentence(found: Calibrated, of: str = "") -> str:
    """How often the sets hold the truth, how large they are for it, and what is promised."""
    held = found.held
    if not held.n_scans:
        return "No scan is left to judge the 90% sets by."
    others = counted(held.n_scans, "other scan" if found.n_stops else "scan")
    return (
        f"The **90% sets**{of} hold the truth in **{percent(held.covered)}** of the "
        f"{others} ({interval(held.low, held.high)}) with "
        f"**{area(held.area_m2)}** on average; {promise(found)}."
    )


def promise(found: Calibrated) -> str:
    """What is provably covered, or that nothing is."""
    if not found.n_stops:
        return "calibrated on simulated scans alone: **model only, no promise**"
    number = NUMBER_WORDS.get(found.n_stops, str(found.n_stops))
    stops = "stop" if found.n_stops == 1 else "stops"
    promised = percent(found.held.promised)
    if not found.sets.n_simulated_stops_:
        return f"at a new stop like the {number} they learned from **{promised} is promised**"
    return (
        f"at a new stop like the {number} {stops} they learned from **at least {promised} is "
        "promised**, the rest rests on simulated scans"
    )


def promise_badge(found: Calibrated) -> tuple[str, str]:
    """The same as a badge: its text and its meaning."""
    if not found.n_stops:
        return "90% sets: model only, no promise", "caution"
    return f"90% sets: {percent(found.held.promised)} promised", "plain"


def area(square_metres: float) -> str:
    """A size on the floor.

    >>> area(0.42), area(16.4), area(1234.5)
    ('0.4 m²', '16 m²', '1,234 m²')
    """
    return f"{square_metres:.1f} m²" if square_metres < 9.95 else f"{square_metres:,.0f} m²"


def interval(low: float, high: float) -> str:
    """The 95% interval of a share, or why there is none.

    >>> interval(0.91, 0.954)
    '95% interval of this share: 91% to 95%'
    """
    if np.isnan(low):
        return f"no interval: it takes {LEAST_BLOCKS} stops"
    return f"95% interval of this share: {percent(low)} to {percent(high)}"
