"""What a fitted locator votes with, for those who compute the vote elsewhere."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Vote:
    """The parameters of a vote, as in ``KernelLocator``."""

    representation: str
    kernel: str
    power: float
    n_neighbors: int
    missing_dbm: float


@dataclass(frozen=True, eq=False)
class RegisteredMap:
    """The registered places, and how they vote.

    map_dbm (M, B) dBm; grid_m (M, 2) metres; support (B,) bool, the beacons in use; offset_db (B,)
    subtracted from a scan first, or None.
    """

    map_dbm: NDArray[np.float64]
    grid_m: NDArray[np.float64]
    support: NDArray[np.bool_]
    offset_db: NDArray[np.float64] | None
    vote: Vote


@runtime_checkable
class Voter(Protocol):
    """A locator whose position is a kernel vote over registered places."""

    def registered_map(self) -> RegisteredMap:
        """What it votes with."""
