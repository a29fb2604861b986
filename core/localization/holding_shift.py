"""How much each beacon changes between the survey and the phone in use."""

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from core.localization.experiment import Experiment
from core.localization.radio_map import mean_map

FARTHEST_M = 2.0
FEWEST_SCANS = 20


def holding_shift(experiment: Experiment) -> pd.DataFrame:
    """One row per beacon: shift_db (use minus survey, mean over scans), spread_db (its standard
    deviation), survey_share and use_share (how often it is heard), n_scans compared.

    Each test scan is compared with the mean of the survey scans that heard the beacon at the
    nearest place, at most 2 m away. A beacon compared in fewer than 20 scans has NaN. This looks at
    the test scans with their places: it explains, it must not be used to choose.
    """
    survey, test = experiment.survey, experiment.test
    grid_m, filled = mean_map(survey.rss_dbm, survey.known_position_m, -105.0)
    heard = np.isfinite(survey.rss_dbm)
    share = mean_map(heard - 200.0, survey.known_position_m, -200.0)[1] + 200.0
    with np.errstate(divide="ignore", invalid="ignore"):
        level = (filled - (1 - share) * -105.0) / share
    away_m, nearest = cKDTree(grid_m).query(test.known_position_m)
    near = away_m <= FARTHEST_M
    change = np.where(near[:, None], test.rss_dbm - level[nearest], np.nan)
    n = np.isfinite(change).sum(axis=0)
    enough = n >= FEWEST_SCANS
    shift, spread = np.full(len(n), np.nan), np.full(len(n), np.nan)
    if enough.any():
        shift[enough] = np.nanmean(change[:, enough], axis=0)
        spread[enough] = np.nanstd(change[:, enough], axis=0)
    return pd.DataFrame(
        {
            "beacon": [str(name) for name in survey.beacon_ids],
            "shift_db": shift,
            "spread_db": spread,
            "survey_share": heard.mean(axis=0),
            "use_share": np.isfinite(test.rss_dbm).mean(axis=0),
            "n_scans": n,
        }
    )
