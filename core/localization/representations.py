"""Representations: what of a fingerprint is compared, as functions of received power in dBm.

Each takes rss_dbm (n, B) with NaN for "not heard" and the level ``missing_dbm`` that stands for it,
and returns features (n, B) ≥ 0 in which "not heard" is exactly 0.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError

POWED_EXPONENT = float(np.e)

Features = NDArray[np.float64]


def dbm(rss_dbm: NDArray[np.float64], missing_dbm: float) -> Features:
    """f = max(r − m, 0): decibels above the level m that stands for "not heard".

    >>> dbm(np.array([[-65.0, np.nan]]), -105.0)
    array([[40.,  0.]])
    """
    return np.maximum(np.nan_to_num(rss_dbm, nan=missing_dbm) - missing_dbm, 0.0)


def powed(
    rss_dbm: NDArray[np.float64], missing_dbm: float, exponent: float = POWED_EXPONENT
) -> Features:
    """f = (max(r − m, 0) / −m)^b, b = e: strong beacons lead, barely heard ones almost vanish.

    Source: J. Torres-Sospedra et al., Expert Systems with Applications, 2015.

    >>> powed(np.array([[-52.5, np.nan]]), -105.0).round(3)
    array([[0.152, 0.   ]])
    """
    return (dbm(rss_dbm, missing_dbm) / -missing_dbm) ** exponent


def relative_power(rss_dbm: NDArray[np.float64], missing_dbm: float) -> Features:
    """f = 10^((r − max r) / 20): amplitude relative to the strongest beacon of the same scan.

    A gain common to all beacons cancels. A row that hears nothing stays 0.

    >>> relative_power(np.array([[-60.0, -80.0, np.nan]]), -105.0)
    array([[1. , 0.1, 0. ]])
    """
    heard = np.isfinite(rss_dbm)
    strongest = np.max(np.where(heard, rss_dbm, -np.inf), axis=1, keepdims=True)
    shift = np.where(heard, rss_dbm - np.where(np.isfinite(strongest), strongest, 0.0), -np.inf)
    return 10.0 ** (shift / 20.0)


REPRESENTATIONS: dict[str, Callable[[NDArray[np.float64], float], Features]] = {
    "powed": powed,
    "dbm": dbm,
    "relative": relative_power,
    "powed_2": partial(powed, exponent=2.0),
    "powed_4": partial(powed, exponent=4.0),
    "powed_6": partial(powed, exponent=6.0),
}
MAIN_REPRESENTATIONS = ("powed", "dbm", "relative")  # the others show how little b matters


def represent(name: str, rss_dbm: NDArray[np.float64], missing_dbm: float) -> Features:
    """Features (n, B) of the representation called ``name``; ParameterError lists the names."""
    if name not in REPRESENTATIONS:
        raise ParameterError(
            f"representation is {name!r}; choose one of: {', '.join(REPRESENTATIONS)}."
        )
    return REPRESENTATIONS[name](rss_dbm, missing_dbm)
