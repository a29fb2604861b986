"""A clock for replays: it can run faster than time, pause, and step."""

import time
from collections.abc import Callable

from core.errors import ParameterError

SLOWEST, FASTEST = 0.1, 100.0


class PlayClock:
    """Seconds of the recording, counted from its start.

    >>> clock = PlayClock(speed=2.0, wall_s=lambda: 5.0)
    >>> clock.now_s()
    0.0
    """

    def __init__(self, *, speed: float = 1.0, wall_s: Callable[[], float] = time.monotonic) -> None:
        self._wall_s = wall_s
        self._at_s, self._since_s = 0.0, wall_s()
        self._speed, self.paused = 1.0, False
        self.speed = speed

    @property
    def speed(self) -> float:
        """Seconds of the recording that pass in a second."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        if not SLOWEST <= value <= FASTEST:
            raise ParameterError(f"speed is {value}; choose between {SLOWEST} and {FASTEST}.")
        self.go_to(self.now_s())
        self._speed = value

    def now_s(self) -> float:
        """The present of the recording."""
        if self.paused:
            return self._at_s
        return self._at_s + self._speed * (self._wall_s() - self._since_s)

    def pause(self) -> None:
        """Stand still."""
        self.go_to(self.now_s())
        self.paused = True

    def resume(self) -> None:
        """Go on from where it stands."""
        self._since_s = self._wall_s()
        self.paused = False

    def go_to(self, time_s: float) -> None:
        """Set the present."""
        self._at_s, self._since_s = time_s, self._wall_s()
