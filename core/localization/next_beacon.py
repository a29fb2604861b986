"""Where should the next beacon hang? Every candidate is tried in the fitted radio."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.special import expit

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.change_study import map_locator_of
from core.localization.even_rows import even_rows
from core.localization.holding_scores import MEASURED
from core.localization.latent_map import DETECTION_DBM, DETECTION_WIDTH_DB, fit_latent_map
from core.localization.path_loss import FEWEST_PLACES, log_distances
from core.localization.survey_change import LOUDEST_DBM, SILENT_DBM, place_sums
from core.parallel import Progress, no_progress

MOST_CANDIDATES, MOST_PLACES, N_TESTED, N_DRAWS = 70, 1_000, 250, 5
UNLOCATED_M = 8.0  # what a scan that hears nothing counts
FIELD_SD_DB, FIELD_LENGTH_M = 3.2, 2.5  # the shadowing around a new beacon
NEAREST = 8
FEWEST_PLACED = 2


@dataclass(frozen=True, eq=False)
class BeaconStep:
    """One more beacon: what each candidate brings.

    Attributes
    ----------
    candidate_m : (c, 2) array of float64
        In metres.
    error_m : (c, R) array of float64
        Mean error with a beacon there, in each draw of the radio.
    without_m : (R,) array of float64
        Mean error without any new beacon.
    chosen_m, farthest_m : (s, 2) arrays of float64
        The new beacons so far: the best candidates, and those farthest from all beacons.
    farthest_error_m : (R,) array of float64
        Mean error with the farthest ones.
    """

    candidate_m: NDArray[np.float64]
    error_m: NDArray[np.float64]
    without_m: NDArray[np.float64]
    chosen_m: NDArray[np.float64]
    farthest_m: NDArray[np.float64]
    farthest_error_m: NDArray[np.float64]

    @property
    def best_error_m(self) -> NDArray[np.float64]:
        """(R,) of the candidate that the *other* draws put first: no draw judges its own winner."""
        draws = self.error_m.shape[1]
        if draws == 1:
            return np.asarray(self.error_m.min(axis=0))
        others = self.error_m.sum(axis=1, keepdims=True) - self.error_m
        return np.asarray(self.error_m[others.argmin(axis=0), np.arange(draws)])

    @property
    def middle_error_m(self) -> NDArray[np.float64]:
        """(R,) of the middle one of the candidates."""
        return np.asarray(np.median(self.error_m, axis=0))


def why_no_next_beacon(survey: FingerprintSet) -> str:
    """Why no candidate can be tried on these data; empty where it can."""
    beacons_m = survey.beacon_position_m
    placed = 0 if beacons_m is None else int(np.isfinite(beacons_m).all(axis=1).sum())
    if placed < FEWEST_PLACED:
        known = f"the survey knows where {placed} of its {survey.n_beacons} beacons "
        known += "hangs" if placed == 1 else "hang"
        if survey.n_beacons == 1:
            known = "the survey has one beacon only"
        return f"{known}, and it takes {FEWEST_PLACED} to learn how power falls with distance"
    return ""


def next_beacon_steps(
    survey: FingerprintSet,
    floor_m: NDArray[np.float64],
    *,
    n_new: int = 1,
    n_draws: int = N_DRAWS,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> Iterator[BeaconStep]:
    """Add beacons one by one, each at the candidate with the least predicted mean error.

    A new beacon at b is surveyed at place l with A − 10 n log₁₀ max(‖l − b‖, 1 m) + s_l dBm: A and
    n are the medians of the survey's own beacons, s a Gaussian field of 3.2 dB with covariance
    exp(−d/2.5 m). Then 250 scans are made at random cells of the floor and located by the kernel
    vote over the survey's mean map and the new columns. Beacons of the survey are heard there as
    the smoothed map says, with the differences of a holding as in
    :func:`core.localization.simulated_scores`. All candidates meet the same random numbers, in
    each of several draws; walls are not known. A scan without a position counts 8 m.

    Parameters
    ----------
    survey : FingerprintSet
        One for which ``why_no_next_beacon`` has nothing to say. Its places are the candidates, at
        most 70, evenly chosen.
    floor_m : (k, 2) array of float64
        Cells of the floor in metres, at which scans are made.
    n_new : int, optional
        How many beacons to add.
    n_draws : int, optional
        Draws R of radio and holding.
    random_state : int, optional
        Seed of the draws.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    BeaconStep
        One for each new beacon. Time: n_new · 70 · R fits of a vote over at most 1,000 places.
    """
    radio = _Radio(survey, floor_m, n_new, n_draws, random_state)
    candidate_m = radio.places_m[even_rows(len(radio.places_m), MOST_CANDIDATES)]
    beacons_m = np.asarray(survey.beacon_position_m)
    beacons_m = beacons_m[np.isfinite(beacons_m).all(axis=1)]
    without_m = radio.errors_with(np.empty((0, 2)))
    chosen_m = farthest_m = np.empty((0, 2))
    for step in range(n_new):
        error_m = np.empty((len(candidate_m), n_draws))
        for number, spot in enumerate(candidate_m):
            done = (step + number / len(candidate_m)) / n_new
            progress(done, f"Beacon {step + 1}: spot {number + 1} of {len(candidate_m)}")
            error_m[number] = radio.errors_with(np.vstack([chosen_m, spot]))
        chosen_m = np.vstack([chosen_m, candidate_m[error_m.mean(axis=1).argmin()]])
        taken_m = np.vstack([beacons_m, farthest_m])
        away_m = cdist(candidate_m, taken_m).min(axis=1)
        farthest_m = np.vstack([farthest_m, candidate_m[away_m.argmax()]])
        farthest_error_m = radio.errors_with(farthest_m)
        yield BeaconStep(candidate_m, error_m, without_m, chosen_m, farthest_m, farthest_error_m)


class _Radio:
    """The survey's map and the scans of all draws, but for the columns of new beacons."""

    def __init__(
        self,
        survey: FingerprintSet,
        floor_m: NDArray[np.float64],
        n_new: int,
        n_draws: int,
        random_state: int,
    ) -> None:
        position_m, beacons_m = survey.known_position_m, np.asarray(survey.beacon_position_m)
        sums = place_sums(survey.rss_dbm, position_m)
        latent = fit_latent_map(survey.rss_dbm, position_m, beacons_m)
        kept = even_rows(len(sums.grid_m), MOST_PLACES)
        self.places_m, self.levels = sums.grid_m[kept], sums.mean_dbm[kept]
        trend = latent.path_loss
        fitted = np.isfinite(beacons_m).all(axis=1) & (trend.n_places >= FEWEST_PLACES)
        if not fitted.any():
            fitted = np.isfinite(beacons_m).all(axis=1)
        self._power_1m = float(np.median(trend.power_1m_dbm[fitted]))
        self._exponent = float(np.median(trend.exponent[fitted]))
        first = np.random.default_rng(random_state)
        self.tested_m = floor_m[first.integers(len(floor_m), size=N_TESTED)]
        detail = latent.mean_dbm - trend(latent.grid_m)
        self._heard = trend(self.tested_m) + _near(latent.grid_m, detail, self.tested_m)
        everywhere_m = np.vstack([self.places_m, self.tested_m])
        covariance = FIELD_SD_DB**2 * np.exp(-cdist(everywhere_m, everywhere_m) / FIELD_LENGTH_M)
        root = np.linalg.cholesky(covariance + 1e-6 * np.eye(len(covariance)))
        n_columns = survey.n_beacons + n_new
        self._draws = []
        for _ in range(n_draws):
            field = root @ first.normal(size=(len(root), n_new))
            holding = np.arange(N_TESTED) // MEASURED.per_holding
            n_holdings = int(holding[-1]) + 1
            gain = first.normal(0, MEASURED.common_db, (n_holdings, 1))
            gain = gain + first.normal(0, MEASURED.beacon_db, (n_holdings, n_columns))
            shift = gain[holding]
            for spread_db in (MEASURED.detail_db, MEASURED.fading_db):
                shift = shift + first.normal(0, spread_db, shift.shape)
            self._draws.append((field, shift, first.random(shift.shape)))

    def errors_with(self, new_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """(R,) mean error in metres with beacons at (s, 2) metres as well."""
        return np.array([self._error(new_m, *draw) for draw in self._draws])

    def _error(
        self,
        new_m: NDArray[np.float64],
        field: NDArray[np.float64],
        shift: NDArray[np.float64],
        chance: NDArray[np.float64],
    ) -> float:
        n_new, n_places = len(new_m), len(self.places_m)
        everywhere_m = np.vstack([self.places_m, self.tested_m])
        level = self._power_1m - 10 * self._exponent * log_distances(everywhere_m, new_m)
        level += field[:, :n_new]
        surveyed, tested = level[:n_places], level[n_places:]
        often = expit((surveyed - DETECTION_DBM) / DETECTION_WIDTH_DB)
        mean_dbm = often * np.minimum(surveyed, LOUDEST_DBM) + (1 - often) * SILENT_DBM
        used = np.arange(self._heard.shape[1] + n_new)
        scan = np.hstack([self._heard, tested]) + shift[:, used]
        heard = chance[:, used] < expit((scan - DETECTION_DBM) / DETECTION_WIDTH_DB)
        scan = np.where(heard, np.minimum(scan, LOUDEST_DBM), np.nan)
        locator = map_locator_of(np.hstack([self.levels, mean_dbm]), self.places_m)
        away_m = np.linalg.norm(locator.predict(scan) - self.tested_m, axis=1)
        return float(np.nan_to_num(away_m, nan=UNLOCATED_M).mean())


def _near(
    grid_m: NDArray[np.float64], value: NDArray[np.float64], at_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n, B) averages of values (M, B) at the eight nearest places, nearer ones counting more."""
    k = min(NEAREST, len(grid_m))
    away_m, index = (np.reshape(each, (len(at_m), k)) for each in cKDTree(grid_m).query(at_m, k=k))
    weight = 1 / np.maximum(away_m, 0.1) ** 2
    weight /= weight.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkb->nb", weight, value[index])
