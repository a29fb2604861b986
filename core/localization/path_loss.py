"""Path loss: received power falls with the logarithm of the distance to the beacon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAREST_M = 1.0
FEWEST_PLACES = 5
PRIOR_EXPONENT, PRIOR_EXPONENT_SD = 2.2, 0.4  # indoor, between free space and through walls
PRIOR_LEVEL_DBM, PRIOR_LEVEL_SD_DB = -70.0, 6.0
RESIDUAL_SD_DB = 4.5


@dataclass(frozen=True, eq=False)
class PathLoss:
    """r = A − 10 n log₁₀ max(d, 1 m) for each beacon.

    Attributes
    ----------
    power_1m_dbm : (B,) array of float64
        A, the level at 1 m in dBm.
    exponent : (B,) array of float64
        n; 0 for a beacon without a position.
    residual_sd_db : (B,) array of float64
        Standard deviation around the trend in dB.
    n_places : (B,) array of int
        How many places the fit used.
    beacon_m : (B, 2) array of float64
        In metres, NaN for a beacon without a position: its trend is flat.

    Examples
    --------
    >>> one = np.ones(1)
    >>> trend = PathLoss(-60 * one, 2 * one, 4 * one, np.array([9]), np.array([[0.0, 0.0]]))
    >>> trend(np.array([[0.5, 0.0], [10.0, 0.0]])).tolist()
    [[-60.0], [-80.0]]
    """

    power_1m_dbm: NDArray[np.float64]
    exponent: NDArray[np.float64]
    residual_sd_db: NDArray[np.float64]
    n_places: NDArray[np.intp]
    beacon_m: NDArray[np.float64]

    def __call__(self, position_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Levels expected at given positions.

        Parameters
        ----------
        position_m : (n, 2) array of float64
            In metres.

        Returns
        -------
        (n, B) array of float64
            In dBm.
        """
        log_distance = log_distances(position_m, self.beacon_m)
        slope = np.where(np.isfinite(log_distance), self.exponent * log_distance, 0.0)
        return self.power_1m_dbm - 10 * slope


def log_distances(
    position_m: NDArray[np.float64], beacon_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, B) log₁₀ max(d, 1 m); NaN for beacons without a position.

    >>> log_distances(np.array([[0.0, 0.0]]), np.array([[10.0, 0.0], [0.2, 0.0]]))
    array([[1., 0.]])
    """
    distance = np.linalg.norm(position_m[:, None, :] - beacon_m[None, :, :], axis=2)
    return np.log10(np.maximum(distance, NEAREST_M))


def fit_path_loss(
    level_dbm: NDArray[np.float64],
    position_m: NDArray[np.float64],
    beacon_m: NDArray[np.float64],
) -> PathLoss:
    """Least squares of A and n for each beacon over the places where it was heard.

    A weak normal prior (n = 2.2 ± 0.4, A = −70 ± 6 dBm) keeps beacons that few places heard
    plausible; a beacon without a position gets the mean of its levels as a flat trend.

    Parameters
    ----------
    level_dbm : (M, B) array of float64
        Mean level at each place in dBm, NaN where never heard.
    position_m : (M, 2) array of float64
        The places in metres.
    beacon_m : (B, 2) array of float64
        The beacons in metres, NaN rows allowed.

    Returns
    -------
    PathLoss
        The trend of each beacon.

    References
    ----------
    T. S. Rappaport, Wireless Communications: Principles and Practice, 1996.

    Examples
    --------
    >>> place_m = np.column_stack([np.geomspace(1, 100, 9), np.zeros(9)])
    >>> level_dbm = -70 - 22 * np.log10(place_m[:, :1])
    >>> found = fit_path_loss(level_dbm, place_m, np.zeros((1, 2)))
    >>> found.power_1m_dbm.round(6), found.exponent.round(6), found.n_places
    (array([-70.]), array([2.2]), array([9]))
    """
    x = -10 * log_distances(position_m, beacon_m)
    n_beacons = level_dbm.shape[1]
    power, exponent = np.full(n_beacons, PRIOR_LEVEL_DBM), np.full(n_beacons, PRIOR_EXPONENT)
    spread, count = np.full(n_beacons, RESIDUAL_SD_DB), np.zeros(n_beacons, dtype=np.intp)
    for beacon in range(n_beacons):
        heard = np.isfinite(level_dbm[:, beacon])
        count[beacon] = heard.sum()
        if not heard.any():
            continue
        level = level_dbm[heard, beacon]
        if not np.isfinite(beacon_m[beacon]).all():
            power[beacon], exponent[beacon] = level.mean(), 0.0
            continue
        design = np.column_stack([np.ones(len(level)), x[heard, beacon]])
        precision = RESIDUAL_SD_DB**2 / np.array([PRIOR_LEVEL_SD_DB, PRIOR_EXPONENT_SD]) ** 2
        normal = design.T @ design + np.diag(precision)
        prior = precision * [PRIOR_LEVEL_DBM, PRIOR_EXPONENT]
        power[beacon], exponent[beacon] = np.linalg.solve(normal, design.T @ level + prior)
        if count[beacon] >= FEWEST_PLACES:
            residual = level - design @ [power[beacon], exponent[beacon]]
            spread[beacon] = residual.std()
    return PathLoss(power, exponent, spread, count, beacon_m)
