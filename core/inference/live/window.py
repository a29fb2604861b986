"""The sliding window: readings of the last seconds become one fingerprint for each phone."""

from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.inference.live.reading import Reading

MOST_PHONES = 32
MOST_READINGS = 4_000
LATE_S = 10.0  # further back than this is another clock, not a late packet
RESTART_AFTER = 3  # so many old readings in a row, and the clock has been set back


@dataclass
class _PhoneWindow:
    """Readings in order of arrival, the same as a set to find repetitions, and the clock."""

    readings: deque[Reading] = field(default_factory=deque)
    known: set[Reading] = field(default_factory=set)
    newest_s: float = -np.inf
    old_in_a_row: int = 0
    restarts: int = 0

    def forget_oldest(self) -> None:
        self.known.discard(self.readings.popleft())

    def begin_anew(self) -> None:
        self.readings.clear()
        self.known.clear()
        self.newest_s = -np.inf
        self.restarts += 1


class SlidingWindow:
    """Mean level of each beacon over the last ``duration_s`` seconds, NaN where not heard.

    What a source may do wrong is counted in ``troubles``: readings repeated, too late, of unknown
    beacons, of too many phones, and clocks that ran back (the window then starts again).

    >>> window = SlidingWindow(["a", "b"], duration_s=2.0)
    >>> for level in (-60.0, -62.0): window.add(Reading(1.0, "p", "a", level))
    >>> window.fingerprint("p", 1.5)
    array([-61.,  nan])
    """

    def __init__(self, beacon_ids: list[str], *, duration_s: float) -> None:
        if not duration_s > 0:
            raise ParameterError(f"duration_s is {duration_s}; choose a number above 0.")
        self.duration_s = duration_s
        self.troubles: Counter[str] = Counter()
        self.unknown_beacons: Counter[str] = Counter()
        self._column = {beacon: column for column, beacon in enumerate(beacon_ids)}
        self._phones: dict[str, _PhoneWindow] = {}

    @property
    def phones(self) -> tuple[str, ...]:
        """Phones heard so far, the one heard last at the end."""
        return tuple(self._phones)

    def restarts(self, phone: str) -> int:
        """How often this phone's clock ran back."""
        return self._phones[phone].restarts

    def newest_s(self, phone: str) -> float:
        """Time of the phone's newest reading, −∞ before any."""
        return self._phones[phone].newest_s if phone in self._phones else -np.inf

    def add(self, reading: Reading) -> None:
        """Take one reading into its phone's window."""
        if reading.beacon_id not in self._column:
            self.troubles["unknown beacon"] += 1
            if len(self.unknown_beacons) < 50 or reading.beacon_id in self.unknown_beacons:
                self.unknown_beacons[reading.beacon_id] += 1
            return
        window = self._window_of(reading.phone)
        if reading.time_s < window.newest_s - max(self.duration_s, LATE_S):
            window.old_in_a_row += 1
            if window.old_in_a_row < RESTART_AFTER:
                self.troubles["too late"] += 1
                return
            self.troubles["clock ran back"] += 1
            window.begin_anew()
        window.old_in_a_row = 0
        if reading in window.known:
            self.troubles["repeated"] += 1
            return
        if len(window.readings) >= MOST_READINGS:
            window.forget_oldest()
        window.readings.append(reading)
        window.known.add(reading)
        window.newest_s = max(window.newest_s, reading.time_s)

    def fingerprint(self, phone: str, now_s: float) -> NDArray[np.float64]:
        """(B,) dBm over the window that ends now; readings from the future count as now."""
        total, count = np.zeros(len(self._column)), np.zeros(len(self._column))
        if phone in self._phones:
            window = self._phones[phone]
            start_s = now_s - self.duration_s
            while window.readings and window.readings[0].time_s <= start_s:
                window.forget_oldest()
            for reading in window.readings:
                if reading.time_s > start_s:
                    column = self._column[reading.beacon_id]
                    total[column] += reading.rss_dbm
                    count[column] += 1
        return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)

    def _window_of(self, phone: str) -> _PhoneWindow:
        if phone not in self._phones and len(self._phones) >= MOST_PHONES:
            self.troubles["too many phones"] += 1
            quietest = min(self._phones, key=lambda name: self._phones[name].newest_s)
            del self._phones[quietest]
        return self._phones.setdefault(phone, _PhoneWindow())
