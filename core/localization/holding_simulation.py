"""Simulated holding: what a phone held otherwise might hear, drawn from a latent radio map."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from core.localization.latent_map import DETECTION_DBM, DETECTION_WIDTH_DB, LatentMap

COMMON_SD_DB, BEACON_SD_DB, LOCAL_SD_DB, FADING_SD_DB = 5.0, 3.0, 3.5, 3.0
PER_HOLDING = 20  # scans that share one common offset and one offset for each beacon


def simulate_holding(
    radio_map: LatentMap, n_scans: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw scans (n, B) dBm and their positions (n, 2) metres.

    q = μ_l + c + o_j + s_lj + e: a common gain N(0, 5²) and beacon gains N(0, 3²) for each holding,
    local detail N(0, 3.5²), fading N(0, 3²); then each beacon is heard with probability
    σ((q + 96.3) / 1.9), else NaN.
    """
    n_places, n_beacons = radio_map.mean_dbm.shape
    place = rng.integers(n_places, size=n_scans)
    holding = np.arange(n_scans) // PER_HOLDING
    n_holdings = int(holding[-1]) + 1 if n_scans else 0
    common = rng.normal(0, COMMON_SD_DB, (n_holdings, 1))
    beacon = rng.normal(0, BEACON_SD_DB, (n_holdings, n_beacons))
    level = radio_map.mean_dbm[place] + (common + beacon)[holding]
    level += rng.normal(0, LOCAL_SD_DB, level.shape) + rng.normal(0, FADING_SD_DB, level.shape)
    heard = rng.random(level.shape) < expit((level - DETECTION_DBM) / DETECTION_WIDTH_DB)
    level = np.minimum(level, -1.0)
    return np.where(heard, level, np.nan), radio_map.grid_m[place]
