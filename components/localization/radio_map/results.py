"""What the "Radio map" view computes from a survey, kept between reruns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.localization.scene import Floor
from components.memory import Kept, once
from core.localization import fit_latent_map
from core.localization.experiment import Experiment
from core.localization.map_interpolation import Lattice, make_lattice
from core.localization.radio_map import mean_map
from core.localization.survey_gaps import SurveyGaps, find_gaps

NOT_HEARD_DBM = -105.0


@dataclass(frozen=True, eq=False)
class SurveyMap:
    """A survey place by place.

    grid_m (M, 2) metres; heard_dbm (M, B) mean over the scans that heard the beacon, NaN never;
    share (M, B) of the scans that heard it; smoothed_dbm, path_loss_dbm (M, B) or None without
    beacon positions; lattice: cells for pictures.
    """

    grid_m: NDArray[np.float64]
    heard_dbm: NDArray[np.float64]
    share: NDArray[np.float64]
    smoothed_dbm: NDArray[np.float64] | None
    path_loss_dbm: NDArray[np.float64] | None
    lattice: Lattice

    def levels(self, source: str) -> NDArray[np.float64]:
        """(M, B) dBm of "measured", "smoothed" or "path_loss"; measured where there is no fit."""
        fits = {"smoothed": self.smoothed_dbm, "path_loss": self.path_loss_dbm}
        found = fits.get(source)
        return self.heard_dbm if found is None else found


def survey_map(experiment: Experiment) -> SurveyMap:
    """The survey of an experiment, averaged and fitted."""
    make = _kept.of(experiment.origin)
    return make(experiment.key, _experiment=experiment)


@once
def survey_gaps(found: SurveyMap, n_next: int, rule: str) -> SurveyGaps:
    """What the survey misses, and the places to survey next."""
    return find_gaps(found.grid_m, found.lattice, n_next=n_next, rule=rule)


def _make(key: str, *, _experiment: Experiment) -> SurveyMap:
    survey = _experiment.survey
    position_m = survey.known_position_m
    grid_m, filled_dbm = mean_map(survey.rss_dbm, position_m, NOT_HEARD_DBM)
    heard = np.isfinite(survey.rss_dbm).astype(float)
    share = mean_map(heard - 200.0, position_m, -200.0)[1] + 200.0
    # The mean map counts silence as −105 dBm; the mean over what was heard follows from it.
    with np.errstate(divide="ignore", invalid="ignore"):
        heard_dbm = (filled_dbm - (1 - share) * NOT_HEARD_DBM) / share
    smoothed = trend = None
    beacons_m = survey.beacon_position_m
    if beacons_m is not None and np.isfinite(beacons_m).all(axis=1).any():
        latent = fit_latent_map(survey.rss_dbm, position_m, beacons_m)
        smoothed, trend = latent.mean_dbm, latent.path_loss(latent.grid_m)
    walkable = None if survey.floor is None else survey.floor.walkable
    floor = Floor(survey, grid_m)
    lattice = make_lattice(floor.bounds_m, walkable=walkable)
    return SurveyMap(grid_m, heard_dbm, share, smoothed, trend, lattice)


_kept = Kept(_make, spinner="Averaging the survey …", copied=True)
