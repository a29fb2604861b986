"""Scores of simulated stops: what another holding of the phone would do to this very survey."""

import numpy as np
from numpy.typing import NDArray

from core.localization.credible_sets import place_scores, scores_at
from core.localization.holding_simulation import HoldingSpread, simulate_holding
from core.localization.locator import Locator

N_HOLDINGS, PER_HOLDING = 25, 50
# Read off one measured survey, floor against hand; detail is local (3.2) and at one spot (2.5).
MEASURED = HoldingSpread(4.0, 3.0, float(np.hypot(3.2, 2.5)), 3.0, per_holding=PER_HOLDING)


def simulated_scores(
    locator: Locator, random_state: int | np.random.Generator | None = None
) -> NDArray[np.float64]:
    """Scores at the truth of scans by 25 simulated holdings on the locator's own survey.

    A holding hears each place at μ_l + c + o_j + s_lj + e: μ is the survey's trend with a quarter
    of its smooth detail (path loss where the locator knows beacons' positions, else an average
    over 4 m), c ~ N(0, 4²) dB a common gain, o_j ~ N(0, 3²) a gain of each beacon, s_lj ~ N(0,
    4.1²) detail of the floor and e ~ N(0, 3²) fading; a beacon is heard with probability
    σ((q + 96.3) / 1.9). 50 scans of each holding, at places drawn evenly; those that hear nothing
    are left out. The constants were measured on one survey: these scores carry no promise.

    Parameters
    ----------
    locator : Locator
        Fitted; any of this package.
    random_state : int, Generator or None, optional
        Seed of the holdings, places and levels.

    Returns
    -------
    (J,) array of float64
        In [0, 1], at most 1,250.

    Raises
    ------
    ParameterError
        Where no simulated scan hears anything, which takes a survey that hears nothing.

    Examples
    --------
    >>> from core.localization import KernelLocator
    >>> place_m = np.column_stack([np.arange(0.0, 20, 2), np.zeros(10)])
    >>> survey_dbm = -60 - 3 * abs(place_m[:, :1] - np.array([0.0, 10.0, 20.0]))
    >>> scores = simulated_scores(KernelLocator().fit(survey_dbm, place_m), random_state=0)
    >>> scores.shape, bool(0.3 < scores.mean() < 0.6)
    ((1250,), True)
    """
    rng = np.random.default_rng(random_state)
    places, mean_dbm = locator._own_map()
    rss_dbm, true_m = simulate_holding(
        locator.grid_[places], mean_dbm, N_HOLDINGS * PER_HOLDING, rng, MEASURED
    )
    heard = np.isfinite(rss_dbm).any(axis=1)
    scores = place_scores(locator.posterior(rss_dbm[heard]), locator.grid_)
    return scores_at(scores, locator.grid_, true_m[heard])
