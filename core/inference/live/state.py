"""What the loop knows at one moment: a picture that the page can draw while the loop goes on."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.inference.live.fixes import Fix
from core.inference.live.source import Health


@dataclass(frozen=True, eq=False)
class PhoneState:
    """One phone: its fingerprint (B,) dBm, a fix from each model, their trails (T, 2) metres, and
    the truth (2,) when known. ``age_s``: how old its newest reading is.
    """

    phone: str
    fingerprint_dbm: NDArray[np.float64]
    fixes: tuple[Fix, ...]
    trails_m: tuple[NDArray[np.float64], ...]
    truth_m: NDArray[np.float64] | None
    age_s: float


@dataclass(frozen=True, eq=False)
class LiveState:
    """Everything at one tick.

    ``state`` "running", "paused" or "stopped"; rate_hz measured over the last seconds;
    median_error_m of each model since the start, NaN without truth; troubles: counts of what the
    source did wrong; message: what went wrong in the loop, "" when nothing.
    """

    state: str
    n_ticks: int
    rate_hz: float
    time_s: float
    health: Health
    phones: tuple[PhoneState, ...] = ()
    median_error_m: tuple[float, ...] = ()
    n_errors: int = 0
    troubles: tuple[tuple[str, int], ...] = ()
    unknown_beacons: tuple[str, ...] = ()
    message: str = ""
    recorded: int = field(default=0)

    def phone(self, name: str | None) -> PhoneState | None:
        """The phone of this name, or the first one heard."""
        for one in self.phones:
            if one.phone == name:
                return one
        return self.phones[0] if self.phones else None
