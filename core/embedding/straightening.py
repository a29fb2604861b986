"""From heat distances to ways: what the logarithm of a walk's kernel really measures."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive

from core.embedding.compiled import compiled
from core.errors import ParameterError

_STEPS = 200  # of the table in one unit of d / 2t
_LARGEST = 100  # where the table ends and its last slope in the logarithm goes on


def straightened(distance: NDArray[np.float64], t: float, rate: float = 1.0) -> NDArray[np.float64]:
    """Heat distances that grow evenly with the way, also where it is longer than heat can go in t.

    −4t log H is the squared distance only while the way has fewer jumps than t: Varadhan (1967)
    speaks of diffusion, not of jumps. A walk that jumps ``rate`` times in a unit of time comes
    farther by jumping more often than it should: −log H = t · I(v) at speed v, with the rate
    function I(v) = sup_θ [θv − rate (M(θ) − 1)] (Cramér, 1938), M(θ) = 2 I₁(θ)/θ for jumps spread
    evenly over a disc. So d grows more slowly than the path, and a straight line comes out bent.
    Solving d² = 4t² I(v) for the way t · v undoes that. For short ways it changes nothing.

    Parameters
    ----------
    distance : any shape, ≥ 0, in units of heat; ∞ stays
    t : diffusion time > 0
    rate : jumps in a unit of time > 0

    Returns
    -------
    the same shape and units, never less than ``distance``, and in the same order

    Raises ParameterError when t or rate is not positive.

    >>> straightened(np.array([0.1, 1.0, 10.0, 100.0]), t=10.0).round(1).tolist()
    [0.1, 1.0, 10.4, 190.8]
    """
    if not (t > 0 and rate > 0):
        raise ParameterError(f"t is {t} and rate {rate}; both must be positive.")
    factor, last_power = _table()
    flat = np.ascontiguousarray(distance, dtype=np.float64).reshape(-1)
    out = np.empty_like(flat)
    _stretch(flat, _STEPS / (2 * t * np.sqrt(rate)), factor, last_power, out)
    return out.reshape(distance.shape)


@compiled
def _stretch(
    distance: NDArray[np.float64],
    scale: float,
    factor: NDArray[np.float64],
    last_power: float,
    out: NDArray[np.float64],
) -> None:
    """Multiply by the factor at d · ``scale``, between two entries of the table in proportion."""
    last = len(factor) - 1
    for i in range(len(distance)):
        place = distance[i] * scale
        if place < last:
            below = int(place)
            gain = factor[below] + (place - below) * (factor[below + 1] - factor[below])
        else:
            gain = factor[last] * (place / last) ** last_power
        out[i] = distance[i] * gain


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.float64], float]:
    """way / d at d / 2t = 0, 1/200, … 100, and the power with which it grows at the end."""
    theta = np.geomspace(1e-2, 40.0, 20_000)
    grown = np.exp(theta)
    moment = 2 * ive(1, theta) / theta * grown
    slope = 2 * ive(2, theta) / theta * grown  # M'(θ), the speed
    action = theta * slope - (moment - 1)
    speed = slope * np.sqrt(8.0)  # in units in which I = v²/4: a jump's variance along an axis is ¼
    small = theta < 0.1  # where the difference would lose digits
    action[small] = speed[small] ** 2 / 4
    root = np.sqrt(action)  # d / 2t
    at = np.arange(_LARGEST * _STEPS + 1) / _STEPS
    factor = np.interp(at, np.concatenate([[0.0], root]), np.concatenate([[1.0], speed / 2 / root]))
    power = np.log(factor[-1] / factor[-201]) / np.log(at[-1] / at[-201])
    return factor, float(power)
