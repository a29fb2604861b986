"""One reading: a phone and a beacon were in earshot, at a level and a time."""

import math
from dataclasses import dataclass

LOWEST_DBM, HIGHEST_DBM = -130.0, 0.0
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """``time_s`` by the source's own clock, ``rss_dbm`` below 0; ids as the source names them."""

    time_s: float
    phone: str
    beacon_id: str
    rss_dbm: float


def problem_with(reading: Reading) -> str | None:
    """Why a reading cannot be used, None when it can.

    >>> problem_with(Reading(0.0, "phone", "B1", 127.0))
    'level outside −130 to 0 dBm'
    """
    if not math.isfinite(reading.time_s):
        return "no time"
    if not LOWEST_DBM <= reading.rss_dbm < HIGHEST_DBM:  # also NaN; 127 and 0 mean "no value"
        return "level outside −130 to 0 dBm"
    if not reading.phone or not reading.beacon_id:
        return "no phone or beacon"
    if max(len(reading.phone), len(reading.beacon_id)) > LONGEST_NAME:
        return "name too long"
    return None
