"""Received powers as read: marks for "not heard" become empty, everything else is counted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import UploadError

MARKS = (0.0, 100.0, 127.0, -200.0)


# A mark for "not heard" that looks like a reading: so many cells hold the lowest value, so far
# below all others, and at or below the sensitivity that receivers have.
SPIKE_SHARE, SPIKE_GAP_DB, SPIKE_HIGHEST_DBM = 0.3, 3.0, -90.0
FEWEST_READINGS = 40  # of fewer, a third says nothing


def lowest_spike(rss: NDArray[np.float64]) -> float | None:
    """The value that stands for "not heard" though it looks like a reading, None where none does.

    It is the lowest, more than 30% of the cells hold it, and nothing lies within 3 dB above it: a
    receiver that hears weak beacons hears all levels down to its sensitivity.

    >>> lowest_spike(np.array([-60.0, -71.0, *[-110.0] * 40]))
    -110.0
    >>> lowest_spike(np.array([-60.0, -109.0, *[-110.0] * 40])) is None
    True
    """
    heard = rss[(rss < 0) & (rss > -120) & ~np.isin(rss, MARKS)]
    if not len(heard):
        return None
    lowest = float(heard.min())
    count = int((heard == lowest).sum())
    others = heard[heard > lowest]
    apart = len(others) > 0 and float(others.min()) - lowest >= SPIKE_GAP_DB
    often = len(heard) >= FEWEST_READINGS and count > SPIKE_SHARE * len(heard)
    whole = lowest <= SPIKE_HIGHEST_DBM and lowest.is_integer()
    return lowest if apart and often and whole else None


def lacks_sign(rss: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which readings can be magnitudes of powers: positive, below 120, and no mark.

    >>> lacks_sign(np.array([62.0, -62.0, 100.0, 300.0])).tolist()
    [True, False, False, False]
    """
    return (rss > 0) & (rss < 120) & ~np.isin(rss, MARKS)


def clean_rss(
    rss: NDArray[np.float64],
    name: str,
    *,
    spike_is_silence: bool = True,
    signless: bool = False,
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """RSS in dBm with NaN for "not heard", and a notice with the count of each reason.

    0, +100, +127 (BLE's "not available") and −200 are known marks; other values at or above 0 or
    at or below −120 dBm are no received power either. Unless ``spike_is_silence`` is False, so is
    the value that :func:`lowest_spike` finds. With ``signless``, positive numbers below 120 that
    are no mark are magnitudes: 62 is −62 dBm.

    Raises UploadError when no reading is left, and when most readings are positive numbers that
    look like powers without their sign.
    """
    turned: tuple[str, ...] = ()
    if signless:
        magnitudes = lacks_sign(rss)
        rss = np.where(magnitudes, -rss, rss)
        count = int(magnitudes.sum())
        turned = (f"Readings without their minus sign, which was put back: {count:,}.",)
    filled = ~np.isnan(rss)
    marked = np.isin(rss, MARKS)
    high, low = filled & ~marked & (rss >= 0), filled & ~marked & (rss <= -120)
    heard = filled & ~marked & ~high & ~low
    if high.sum() > heard.sum():
        raise UploadError(
            f"{name} holds {int(high.sum()):,} readings above 0 (the highest is "
            f"{rss[high].max():g}) and {int(heard.sum()):,} below. Received power in dBm is "
            "negative. If the minus signs are missing, say so under what the columns mean; "
            "else choose the columns that hold dBm."
        )
    if not heard.any():
        raise UploadError(f"{name} holds no reading between −120 and 0 dBm; no beacon was heard.")
    notices = [*turned]
    spike = lowest_spike(rss)
    if spike is not None:
        count = int((rss == spike).sum())
        of_all = (
            f"{count:,} of {int(heard.sum()):,}, and no other below {_next_above(rss, spike):g}"
        )
        if spike_is_silence:
            heard &= rss != spike
            notices.append(
                f"Readings of {spike:g} dBm taken as 'not heard': {of_all}. If they are readings, "
                "say so under what the columns mean."
            )
        else:
            notices.append(f"Readings of {spike:g} dBm kept as readings: {of_all}.")
    for mark in MARKS:
        count = int((rss == mark).sum())
        if count:
            notices.append(f"Readings of {mark:+g} taken as 'not heard': {count:,}.")
    if high.any():
        notices.append(f"Readings above 0 dBm left out: {int(high.sum()):,}.")
    if low.any():
        notices.append(f"Readings at or below −120 dBm left out: {int(low.sum()):,}.")
    return np.where(heard, rss, np.nan), tuple(notices)


def _next_above(rss: NDArray[np.float64], spike: float) -> float:
    return float(rss[(rss > spike) & (rss < 0)].min())


def size_notices(n_scans: int, n_beacons: int) -> tuple[str, ...]:
    """What a very small survey cannot do."""
    notices = []
    if n_scans == 1:
        notices.append("The set holds one scan; locating needs a survey of at least two places.")
    if n_beacons == 1:
        notices.append(
            "The set holds one beacon: its power tells a distance at best. Three or more are "
            "needed to tell places apart."
        )
    return tuple(notices)


def columns_not_used(names: Sequence[str]) -> tuple[str, ...]:
    """A notice that names the first five columns that were not used, else nothing.

    >>> columns_not_used(["id"])
    ("1 column was not used: 'id'.",)
    """
    if not names:
        return ()
    listed = ", ".join(repr(name[:40]) for name in names[:5])
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    one = len(names) == 1
    return (
        f"{len(names):,} column{'' if one else 's'} {'was' if one else 'were'} not used: "
        f"{listed}{more}.",
    )


def rows_left_out(count: int, reason: str) -> tuple[str, ...]:
    """A notice when ``count`` rows were left out for a reason, else nothing."""
    return (f"Rows left out: {count:,} ({reason}).",) if count else ()
