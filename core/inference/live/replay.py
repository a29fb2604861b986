"""Replay: a recorded test set or a recording, at true speed or faster."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets import FingerprintSet
from core.errors import ParameterError
from core.inference.live.play_clock import PlayClock
from core.inference.live.reading import Reading
from core.inference.live.source import Source

PHONE = "phone"
LONGEST_GAP_S = 5.0  # nobody waits longer between two walks of a recording
SCAN_S = 1.0


@dataclass(frozen=True, eq=False)
class Timeline:
    """Readings in order of time, from 0 s, and where the phone was, where that is known.

    time_s (n,), reading: n readings; truth_time_s (m,), truth_m (m, 2) or None.
    """

    readings: tuple[Reading, ...]
    time_s: NDArray[np.float64]
    truth_time_s: NDArray[np.float64]
    truth_m: NDArray[np.float64] | None

    @property
    def duration_s(self) -> float:
        """Until one scan after the last reading."""
        return float(self.time_s[-1]) + SCAN_S if len(self.time_s) else 0.0


def timeline_of_scans(scans: FingerprintSet, order: NDArray[np.intp]) -> Timeline:
    """Scans in the order of the walk; sessions follow each other after at most 5 s.

    Without times a scan takes one second, which is what the survey's windows last.
    """
    time_s = _walk_times(scans, order)
    readings: list[Reading] = []
    for row, at_s in zip(order, time_s, strict=True):
        for column in np.flatnonzero(np.isfinite(scans.rss_dbm[row])):
            readings.append(
                Reading(
                    float(at_s),
                    PHONE,
                    str(scans.beacon_ids[column]),
                    float(scans.rss_dbm[row, column]),
                )
            )
    truth_m = None if scans.position_m is None else scans.position_m[order]
    times = np.array([reading.time_s for reading in readings])
    return Timeline(tuple(readings), times, time_s, truth_m)


def timeline_of_readings(readings: list[Reading]) -> Timeline:
    """A recording in order of time, shifted to begin at 0 s; no truth is known."""
    ordered = sorted(readings, key=lambda reading: reading.time_s)
    start_s = ordered[0].time_s if ordered else 0.0
    shifted = tuple(
        Reading(one.time_s - start_s, one.phone, one.beacon_id, one.rss_dbm) for one in ordered
    )
    times = np.array([reading.time_s for reading in shifted])
    return Timeline(shifted, times, np.empty(0), None)


def _walk_times(scans: FingerprintSet, order: NDArray[np.intp]) -> NDArray[np.float64]:
    if scans.time_s is None:
        return SCAN_S * np.arange(len(order), dtype=float)
    step = np.diff(scans.time_s[order], prepend=scans.time_s[order][:1])
    if scans.session_id is not None:
        session = scans.session_id[order]
        step[1:][session[1:] != session[:-1]] = LONGEST_GAP_S
    return np.cumsum(np.clip(step, 0.0, LONGEST_GAP_S))


class ReplaySource(Source):
    """Plays a timeline; at its end it begins again, or ends when ``loop`` is off.

    A new round goes on counting: readings never run back in time because of it.
    """

    clock: PlayClock
    title = "Replay"

    def __init__(
        self,
        timeline: Timeline,
        *,
        origin: str = "measured",
        speed: float = 1.0,
        loop: bool = True,
        wall_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        if not timeline.readings:
            raise ParameterError("The recording holds no reading; choose another one.")
        self.origin = origin
        self.clock = PlayClock(speed=speed, wall_s=wall_s)
        self.clock.pause()
        self._timeline, self._loop = timeline, loop
        self._next, self._round_start_s = 0, 0.0

    def start(self) -> None:
        """Play from where it stands."""
        self.clock.resume()
        self._say("running", "Playing.")

    def stop(self) -> None:
        """Stand still for good."""
        self.clock.pause()
        self._say("stopped", "Stopped.")

    def now_s(self) -> float:
        """The present of the recording, rounds included."""
        return self.clock.now_s()

    def step(self) -> None:
        """Go to the next reading's time; for use while paused."""
        if self._next >= len(self._timeline.readings):
            self._begin_round()
        self.clock.go_to(self._round_start_s + float(self._timeline.time_s[self._next]))

    def take(self) -> list[Reading]:
        """What is due by the clock."""
        now_s = self.clock.now_s()
        while True:
            due = int(np.searchsorted(self._timeline.time_s, now_s - self._round_start_s, "right"))
            for reading in self._timeline.readings[self._next : due]:
                at_s = self._round_start_s + reading.time_s
                self._put(Reading(at_s, reading.phone, reading.beacon_id, reading.rss_dbm))
            self._next = max(self._next, due)
            if now_s < self._round_start_s + self._timeline.duration_s:
                break
            if not self._loop:
                self._say("ended", "The recording is over.")
                break
            self._begin_round()
        return super().take()

    def truth_m(self, phone: str, time_s: float) -> NDArray[np.float64] | None:
        """The walked position, straight between two scans of one walk."""
        truth_m, times = self._timeline.truth_m, self._timeline.truth_time_s
        if truth_m is None or not len(times):
            return None
        at_s = time_s - self._round_start_s
        after = int(np.clip(np.searchsorted(times, at_s, "right"), 1, len(times) - 1))
        before = after - 1 if len(times) > 1 else after
        gap_s = times[after] - times[before]
        if not 0 < gap_s < LONGEST_GAP_S:
            return truth_m[before if at_s < times[after] else after]
        share = float(np.clip((at_s - times[before]) / gap_s, 0.0, 1.0))
        return (1 - share) * truth_m[before] + share * truth_m[after]

    def _begin_round(self) -> None:
        self._round_start_s += self._timeline.duration_s
        self._next = 0
        self.walk += 1
