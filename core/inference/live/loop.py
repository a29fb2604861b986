"""The live loop: a thread that takes readings, locates every phone, and publishes a picture."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from core.errors import KernelscopeError, ParameterError
from core.inference.live.fixes import Fix, Follower, LiveModel
from core.inference.live.recording import Recording
from core.inference.live.source import Source
from core.inference.live.state import LiveState, PhoneState
from core.inference.live.window import SlidingWindow

LOGGER = logging.getLogger("kernelscope.live")
TRAIL_POINTS = 120
TRAIL_STEP_S = 0.25
ERRORS_KEPT = 20_000
SILENT_S = 60.0  # a phone not heard for a minute leaves the picture
RATE_OVER_S = 2.0
NOBODY_LOOKS_S, NOBODY_RETURNS_S = 20.0, 1800.0
PAUSED_TICK_S = 0.1
JOIN_S = 5.0
UNFORESEEN = "An unforeseen error; the details are in the server's log."


class LiveLoop:
    """Readings → sliding windows → engine → tracker → state, ``rate_hz`` times a second.

    ``state`` is replaced, never changed, so any thread may read it. The loop ends by itself when
    nobody has called ``keep_alive`` for 20 seconds (half an hour while paused), and at its next
    tick once ``nobody_waits`` returns True: a closed browser tab stops it.

    Parameters
    ----------
    source : where readings come from; models : one, or several to be compared, of the same beacons
    window_s : length of the sliding window; rate_hz : at least 1, at most 100
    """

    def __init__(
        self,
        source: Source,
        models: Sequence[LiveModel],
        *,
        window_s: float = 2.0,
        rate_hz: float = 25.0,
        watched: bool = True,
        nobody_waits: Callable[[], bool] = lambda: False,
    ) -> None:
        if not models:
            raise ParameterError("There is no model to run; choose at least one.")
        if not 1 <= rate_hz <= 100:
            raise ParameterError(f"rate_hz is {rate_hz}; choose between 1 and 100.")
        if len({model.beacon_ids for model in models}) > 1:
            raise ParameterError("Models that are compared must hear the same beacons.")
        self.source, self.rate_hz, self._watched = source, rate_hz, watched
        self._nobody_waits = nobody_waits
        self._followers = [Follower(model) for model in models]
        self._window = SlidingWindow(list(models[0].beacon_ids), duration_s=window_s)
        self._trails: dict[tuple[str, int], deque] = {}
        self._errors_m: list[deque[float]] = [deque(maxlen=ERRORS_KEPT) for _ in models]
        self._medians_m = tuple(float("nan") for _ in models)
        self._last_error_s = -np.inf
        self._restarts: dict[str, tuple[int, int]] = {}
        self.recording = Recording()
        self._wake, self._over = threading.Event(), threading.Event()
        self._paused = False
        self._steps = 0
        self._looked_s = time.monotonic()
        self._ticks: deque[float] = deque(maxlen=256)
        self._n_ticks, self._message, self._began_s = 0, "", time.monotonic()
        self._thread: threading.Thread | None = None
        self.state = LiveState("stopped", 0, 0.0, 0.0, source.health)

    def start(self) -> None:
        """Start the source and the thread; a loop that was stopped cannot be started again."""
        if self._over.is_set():
            raise ParameterError("This loop was stopped; make a new one.")
        if self._thread is None:
            self.source.start()
            self._thread = threading.Thread(target=self._run, name="live-loop", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop the thread and the source, and wait until both have ended."""
        self._over.set()
        self._wake.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(JOIN_S)
        self.source.stop()
        self._publish("stopped", self.state.phones)

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def paused(self) -> bool:
        """Whether the picture stands still."""
        return self._paused

    def pause(self) -> None:
        """Stand still; a replay stops its clock, a live stream is drained and not shown."""
        self._paused = True
        if self.source.clock is not None:
            self.source.clock.pause()

    def resume(self) -> None:
        """Go on."""
        if self.source.clock is not None:
            self.source.clock.resume()
        self._paused = False
        self._wake.set()

    def step(self) -> None:
        """While paused: go to the next reading of a replay, or take what a stream has."""
        self.source.step()
        self._steps += 1
        self._wake.set()

    def keep_alive(self) -> None:
        """Somebody looks."""
        self._looked_s = time.monotonic()

    def _run(self) -> None:
        due_s = time.monotonic()
        while not self._over.is_set():
            try:
                self._tick()
            except KernelscopeError as error:
                self._fail(str(error))
            except Exception as error:  # noqa: BLE001 - the loop must go on; logged once
                self._fail(UNFORESEEN, error)
            if self._is_abandoned():
                break
            pause_s = PAUSED_TICK_S if self._paused else 1 / self.rate_hz
            due_s = max(due_s + pause_s, time.monotonic() - pause_s)
            self._wake.wait(max(0.0, due_s - time.monotonic()))
            self._wake.clear()
        self.source.stop()
        self._publish("stopped", self.state.phones)

    def _is_abandoned(self) -> bool:
        """Nobody looks; a picture that stands still may be left alone for half an hour."""
        patience_s = NOBODY_RETURNS_S if self._paused else NOBODY_LOOKS_S
        looked_s_ago = time.monotonic() - self._looked_s
        return self._watched and (looked_s_ago > patience_s or self._nobody_waits())

    def _tick(self) -> None:
        readings = self.source.take()
        if self._paused and not self._steps:
            self._publish("paused", self.state.phones)
            return
        self._steps = max(0, self._steps - 1)
        for reading in readings:
            self._window.add(reading)
            self.recording.add(reading)
        now_s = self.source.now_s()
        phones = [
            name for name in self._window.phones if now_s - self._window.newest_s(name) < SILENT_S
        ]
        states = tuple(self._located(phone, now_s) for phone in phones)
        if self._is_error_due(now_s):
            self._last_error_s = now_s
            self._medians_m = tuple(_median(errors) for errors in self._errors_m)
            self._forget_absent()
        self._message = ""
        self._n_ticks += 1
        self._ticks.append(time.monotonic())
        self._publish("paused" if self._paused else "running", states)

    def _located(self, phone: str, now_s: float) -> PhoneState:
        restarts = (self._window.restarts(phone), self.source.walk)
        if self._restarts.get(phone) != restarts:
            self._restarts[phone] = restarts
            for number, follower in enumerate(self._followers):
                follower.forget(phone)
                self._trails.pop((phone, number), None)
        fingerprint = self._window.fingerprint(phone, now_s)
        truth_m = self.source.truth_m(phone, now_s)
        fixes = tuple(f.fix(phone, fingerprint, now_s, truth_m) for f in self._followers)
        trails = tuple(self._trail(phone, number, fix) for number, fix in enumerate(fixes))
        if self._is_error_due(now_s):
            for errors, fix in zip(self._errors_m, fixes, strict=True):
                if np.isfinite(fix.error_m):
                    errors.append(fix.error_m)
        age_s = now_s - self._window.newest_s(phone)
        return PhoneState(phone, fingerprint, fixes, trails, truth_m, age_s)

    def _is_error_due(self, now_s: float) -> bool:
        """Errors are counted once a second, however fast the loop turns; also after a jump back."""
        return not self._last_error_s <= now_s < self._last_error_s + 1.0

    def _trail(self, phone: str, number: int, fix: Fix) -> np.ndarray:
        trail = self._trails.setdefault((phone, number), deque(maxlen=TRAIL_POINTS))
        due = not trail or not trail[-1][0] <= fix.time_s < trail[-1][0] + TRAIL_STEP_S
        if due and np.isfinite(fix.position_m).all():
            trail.append((fix.time_s, *fix.position_m))
        return np.array(trail, dtype=float).reshape(-1, 3)[:, 1:]

    def _forget_absent(self) -> None:
        """What belongs to phones that left the window must not pile up."""
        present = set(self._window.phones)
        self._restarts = {k: v for k, v in self._restarts.items() if k in present}
        self._trails = {k: v for k, v in self._trails.items() if k[0] in present}

    def _fail(self, message: str, error: Exception | None = None) -> None:
        """Show what went wrong and go on; the same error is logged only once."""
        if error is not None and message != self._message:
            LOGGER.error("The live loop met an error and continues", exc_info=error)
        self._message = message
        self._publish("paused" if self._paused else "running", self.state.phones)

    def _rate(self) -> float:
        """Ticks a second over the last two seconds, or since the start."""
        now_s = time.monotonic()
        if not self._ticks:
            return 0.0
        over_s = min(RATE_OVER_S, now_s - self._began_s)
        return sum(at > now_s - over_s for at in self._ticks) / max(over_s, 1e-3)

    def _publish(self, state: str, phones: tuple[PhoneState, ...]) -> None:
        self.state = LiveState(
            state,
            self._n_ticks,
            self._rate(),
            self.source.now_s(),
            self.source.health,
            phones,
            self._medians_m,
            max(len(errors) for errors in self._errors_m),
            tuple(sorted(self._window.troubles.items())),
            tuple(self._window.unknown_beacons),
            self._message,
            len(self.recording),
        )


def _median(errors_m: deque[float]) -> float:
    return float(np.median(errors_m)) if errors_m else float("nan")
