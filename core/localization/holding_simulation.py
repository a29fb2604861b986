"""Simulated holding: what a phone held otherwise might hear, drawn from a radio map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from core.localization.latent_map import DETECTION_DBM, DETECTION_WIDTH_DB


@dataclass(frozen=True)
class HoldingSpread:
    """How much a level differs between two ways of holding a phone: standard deviations in dB.

    A common gain and a gain of each beacon belong to a holding, which lasts ``per_holding`` scans;
    detail of the floor and fading to a scan.
    """

    common_db: float
    beacon_db: float
    detail_db: float
    fading_db: float
    per_holding: int


# What regressors learn from: wider than what was measured, and on the survey's own map.
FOR_LEARNING = HoldingSpread(5.0, 3.0, 3.5, 3.0, per_holding=20)


def simulate_holding(
    grid_m: NDArray[np.float64],
    mean_dbm: NDArray[np.float64],
    n_scans: int,
    rng: np.random.Generator,
    spread: HoldingSpread = FOR_LEARNING,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw scans (n, B) dBm and their positions (n, 2) metres from levels (M, B) at places (M, 2).

    q = μ_l + c + o_j + s_lj + e: a common gain c and gains o_j of the beacons for each holding,
    detail s and fading e, all normal around 0 with the ``spread``; then each beacon is heard with
    probability σ((q + 96.3) / 1.9), else NaN.
    """
    n_places, n_beacons = mean_dbm.shape
    place = rng.integers(n_places, size=n_scans)
    holding = np.arange(n_scans) // spread.per_holding
    n_holdings = int(holding[-1]) + 1 if n_scans else 0
    common = rng.normal(0, spread.common_db, (n_holdings, 1))
    beacon = rng.normal(0, spread.beacon_db, (n_holdings, n_beacons))
    level = mean_dbm[place] + (common + beacon)[holding]
    level += rng.normal(0, spread.detail_db, level.shape)
    level += rng.normal(0, spread.fading_db, level.shape)
    heard = rng.random(level.shape) < expit((level - DETECTION_DBM) / DETECTION_WIDTH_DB)
    level = np.minimum(level, -1.0)
    return np.where(heard, level, np.nan), grid_m[place]
