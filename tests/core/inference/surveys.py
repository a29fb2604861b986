"""Small made-up surveys for the inference tests: places, levels, scans that hear some beacons."""

import numpy as np
from numpy.typing import NDArray


def made_up_survey(
    n_places: int = 60, n_beacons: int = 12, *, seed: int = 0, extent_m: float = 40.0
) -> tuple[NDArray, NDArray]:
    """Levels (M, B) in dBm, NaN not heard, and positions (M, 2) in metres."""
    rng = np.random.default_rng(seed)
    position_m = rng.uniform(0, extent_m, (n_places, 2))
    level = rng.uniform(-100, -45, (n_places, n_beacons))
    return np.where(rng.random(level.shape) < 0.6, level, np.nan), position_m


def made_up_scans(survey_dbm: NDArray, n_scans: int = 100, *, seed: int = 1) -> NDArray:
    """Half near registered places, half anything; one hears nothing, one is a place itself."""
    rng = np.random.default_rng(seed)
    near = survey_dbm[rng.integers(len(survey_dbm), size=n_scans // 2)]
    near = near + rng.normal(0, 4, near.shape)
    far = rng.uniform(-100, -45, (n_scans - len(near), survey_dbm.shape[1]))
    scans = np.vstack([near, far])
    scans[rng.random(scans.shape) < 0.3] = np.nan
    scans[0], scans[1] = np.nan, survey_dbm[3]
    return np.minimum(scans, -1.0).astype(np.float32)
