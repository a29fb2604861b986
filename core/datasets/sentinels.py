"""Numbers that stand for "not heard" in RSS tables."""

import numpy as np
from numpy.typing import NDArray

# Receivers report about -30 to -115 dBm; 0, 100 and 127 (BLE's "not available") mark a beacon
# that was not heard, and so do -200 or -999, which lie below any receiver's noise floor.
HIGHEST_DBM = 0.0
LOWEST_DBM = -120.0


def not_heard(rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a value marks "not heard": empty, at least 0 dBm, or at most −120 dBm.

    >>> not_heard(np.array([-70.0, 0.0, 100.0, -200.0, np.nan])).tolist()
    [False, True, True, True, True]
    """
    rss_dbm = np.asarray(rss_dbm, dtype=np.float64)
    return np.isnan(rss_dbm) | (rss_dbm >= HIGHEST_DBM) | (rss_dbm <= LOWEST_DBM)
