"""How long to let heat flow: until its trace says that one mode beyond equilibrium is left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

WANTED_TRACE = 2.0


@dataclass(frozen=True, eq=False)
class Candidate:
    """One time that was tried.

    ``kept`` is the share of each point's nearest data points that its map keeps, None where no map
    was drawn, since a shorter time kept more; ``agreement`` the rank correlation of its ways with
    those at the next longer time, None for the longest; ``chosen`` whether it is the time in use.
    """

    t: float
    kept: float | None
    agreement: float | None
    chosen: bool


@dataclass(frozen=True, eq=False)
class DiffusionTime:
    """``t`` and the curve behind it: heat traces (s,) at ``times`` (s,), ascending.

    ``reached`` is False where t was cut because a longer one would cost too much; ``agreement`` is
    the rank correlation of the distances at the two times between which the choice was made, where
    it was made without maps. ``longest`` is the longest time in question; ``short_cuts`` whether
    the data show any, None where nobody looked; ``candidates`` the times that were tried, the
    longest first.
    """

    t: float
    times: NDArray[np.float64]
    trace: NDArray[np.float64]
    reached: bool = True
    agreement: float | None = None
    longest: float | None = None
    short_cuts: bool | None = None
    candidates: tuple[Candidate, ...] = ()


def time_from_spectrum(
    eigenvalues: NDArray[np.float64], wanted: float = WANTED_TRACE
) -> DiffusionTime:
    """The t at which the heat trace Σ_k e^(−tλ_k) has fallen to ``wanted``.

    The trace counts the modes that are still warm: n at t = 0, 1 (equilibrium) for t → ∞. At 2 the
    slowest shape of the data is what is left: a roll whose ends heat reaches slowly gets a long
    time, a noisy cloud that mixes at once a short one.

    ``eigenvalues`` (n,) of the Laplacian of a connected graph, ascending.

    >>> round(time_from_spectrum(np.array([0.0, 0.5, 0.5])).t, 3)
    1.386
    """
    beyond = np.maximum(np.asarray(eigenvalues, float)[1:], 1e-12)
    # Two points have one mode beyond equilibrium, whose trace is 2 at t = 0 already.
    wanted = min(wanted, 1 + len(beyond) / 2)
    low, high = 1e-3 / beyond[-1], 40 / beyond[0]
    times = np.geomspace(low, high, 400)
    trace = 1 + np.exp(-np.outer(times, beyond)).sum(axis=1)
    t = brentq(
        lambda log_t: np.log(np.exp(-np.exp(log_t) * beyond).sum() / (wanted - 1)),
        np.log(low),
        np.log(high),
    )
    return DiffusionTime(float(np.exp(t)), times, trace)
