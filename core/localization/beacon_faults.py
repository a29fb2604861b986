"""What happens in use: a beacon dies, or somebody moves it after the survey."""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.localization.path_loss import PathLoss

LOUDEST_DBM = -20.0
QUIETEST_DBM = -100.0  # fainter than this, a phone does not report a beacon


def without_beacon(rss_dbm: NDArray[np.float64], beacon: int) -> NDArray[np.float64]:
    """The scans (n, B) dBm as if this beacon were dead: the survey still knows it."""
    result = rss_dbm.copy()
    result[:, beacon] = np.nan
    return result


def with_moved_beacon(
    rss_dbm: NDArray[np.float64],
    position_m: NDArray[np.float64],
    path_loss: PathLoss,
    beacon: int,
    new_position_m: tuple[float, float],
) -> NDArray[np.float64]:
    """The scans as if the beacon hung elsewhere since the survey.

    Its level at x becomes A − 10 n log₁₀ d(x, new), plus what this scan heard above or below the
    fitted path loss at the old place (0 where it heard nothing); below −100 dBm it is not heard.

    Raises ParameterError when the beacon has no position, since then it cannot be moved.
    """
    if not np.isfinite(path_loss.beacon_m[beacon]).all():
        raise ParameterError(
            "This beacon has no position in the survey, so what moving it does is unknown; "
            "choose a beacon with a position."
        )
    old = path_loss(position_m)[:, beacon]
    moved = path_loss.beacon_m.copy()
    moved[beacon] = new_position_m
    elsewhere = PathLoss(
        path_loss.power_1m_dbm,
        path_loss.exponent,
        path_loss.residual_sd_db,
        path_loss.n_places,
        moved,
    )
    detail = np.nan_to_num(rss_dbm[:, beacon] - old, nan=0.0)
    level = np.minimum(elsewhere(position_m)[:, beacon] + detail, LOUDEST_DBM)
    result = rss_dbm.copy()
    result[:, beacon] = np.where(level >= QUIETEST_DBM, level, np.nan)
    return result
