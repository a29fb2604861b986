"""What a locator accepts: received power with NaN for "not heard", positions in metres."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError


def check_rss(rss_dbm: ArrayLike, *, n_beacons: int | None = None) -> NDArray[np.float64]:
    """Return (n, B) float64; ParameterError for wrong shapes, infinities and levels ≥ 0 dBm."""
    try:
        array = np.asarray(rss_dbm, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError("rss_dbm holds values that are not numbers.") from None
    if array.ndim != 2:
        raise ParameterError(f"rss_dbm has {array.ndim} axes; it needs 2: scans × beacons.")
    if n_beacons is not None and array.shape[1] != n_beacons:
        raise ParameterError(
            f"rss_dbm has {array.shape[1]} beacons, but the locator was fitted with {n_beacons}; "
            "use the same columns in the same order."
        )
    if array.shape[1] == 0:
        raise ParameterError("rss_dbm has no beacon; at least one is needed.")
    if np.isinf(array).any():
        raise ParameterError("rss_dbm holds infinite values; use NaN for 'not heard'.")
    if (array >= 0).any():
        raise ParameterError(
            f"rss_dbm reaches {np.nanmax(array):g} dBm; received power is below 0 dBm. "
            "Use NaN for 'not heard'."
        )
    return array


def check_positions(position_m: ArrayLike, *, n_scans: int) -> NDArray[np.float64]:
    """Return (n, 2) finite float64 metres; ParameterError otherwise."""
    try:
        array = np.asarray(position_m, dtype=np.float64)
    except (TypeError, ValueError):
        raise ParameterError("position_m holds values that are not numbers.") from None
    if array.shape != (n_scans, 2):
        raise ParameterError(
            f"position_m has shape {array.shape}; {n_scans} scans need ({n_scans}, 2)."
        )
    if n_scans == 0:
        raise ParameterError("The survey is empty; at least one scan is needed.")
    if not np.isfinite(array).all():
        raise ParameterError("position_m holds empty or infinite values; drop those scans.")
    return array
