"""What changed since the survey: a later walk, the beacons it names, and the map after it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from core.errors import ParameterError
from core.localization.even_rows import even_rows
from core.localization.map_interpolation import REACH, typical_spacing_m
from core.localization.validation import check_positions, check_rss
from core.parallel import check_wanted

SILENT_DBM, NEVER_DBM, LOUDEST_DBM = -105.0, -104.9, -1.0
LEAST_REACH_M = 1.5
CHANGED_ABOVE, FEWEST_PLACES = 5.0, 3
# Of one place: fading that scans of one stop share, and the least variance of a scan, in dB².
STOP_VARIANCE, LEAST_VARIANCE = 4.0, 4.0
CHANGE_VARIANCE, CHANGE_LENGTH_M = 400.0, 6.0
MOST_REVISITED = 2_000


@dataclass(frozen=True, eq=False)
class PlaceSums:
    """All that is kept of a survey: 3·M·B numbers, however many scans there were.

    Attributes
    ----------
    grid_m : (M, 2) array of float64
        The registered places in metres.
    count : (M,) array of float64
        Scans at each place.
    total, squares : (M, B) arrays of float64
        Sums of level and of level² in dBm; a beacon that was not heard counts as −105 dBm.
    n_dropped : int
        Scans too far from every place.
    """

    grid_m: NDArray[np.float64]
    count: NDArray[np.float64]
    total: NDArray[np.float64]
    squares: NDArray[np.float64]
    n_dropped: int = 0

    @property
    def mean_dbm(self) -> NDArray[np.float64]:
        """(M, B) dBm, −105 for silence; NaN at a place without a scan."""
        empty = np.full(self.total.shape, np.nan)
        return np.divide(self.total, self.count[:, None], out=empty, where=self.count[:, None] > 0)

    def __add__(self, other: "PlaceSums") -> "PlaceSums":
        return PlaceSums(
            self.grid_m,
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
            self.n_dropped + other.n_dropped,
        )


@dataclass(frozen=True, eq=False)
class SurveyChange:
    """What a walk says of a survey.

    Attributes
    ----------
    chi : (B,) array of float64
        Mean square of the change over what chance explains; about 1 where nothing changed.
    changed : (B,) array of bool
        Whether it is above 5.
    change_db : (B,) array of float64
        Mean change over the revisited places.
    n_places : int
        How many places were revisited.
    held_otherwise : bool
        More than half of the beacons changed: the phone did, and no map is updated.
    map_dbm : (M, B) array of float64
        The map after the walk, NaN "never heard"; as before for beacons that did not change.
    """

    chi: NDArray[np.float64]
    changed: NDArray[np.bool_]
    change_db: NDArray[np.float64]
    n_places: int
    held_otherwise: bool
    map_dbm: NDArray[np.float64]


def place_sums(
    rss_dbm: ArrayLike, position_m: ArrayLike, grid_m: NDArray[np.float64] | None = None
) -> PlaceSums:
    """Add up the scans of each place.

    Parameters
    ----------
    rss_dbm : (n, B) array
        Received powers in dBm, below 0, NaN where not heard.
    position_m : (n, 2) array
        Where each scan was made, in metres.
    grid_m : (M, 2) array of float64 or None, optional
        Registered places: each scan goes to the nearest, one that is farther than two typical
        spacings (at least 1.5 m) from all is dropped. None: the distinct positions.

    Returns
    -------
    PlaceSums
        Those of two parts of a walk add up to those of the whole.

    Raises
    ------
    ParameterError
        For shapes that disagree and levels that are not below 0 dBm.

    Examples
    --------
    >>> sums = place_sums([[-60.0], [np.nan]], [[1, 2], [1, 2]])
    >>> sums.mean_dbm.tolist(), sums.count.tolist()
    ([[-82.5]], [2.0])
    """
    rss_dbm = check_rss(rss_dbm)
    position_m = check_positions(position_m, n_scans=len(rss_dbm))
    if grid_m is None:
        grid_m = np.unique(position_m, axis=0)
    away_m, place = cKDTree(grid_m).query(position_m)
    near = away_m <= max(REACH * typical_spacing_m(grid_m), LEAST_REACH_M)
    place = np.asarray(place)[near]
    filled = np.maximum(np.nan_to_num(rss_dbm[near], nan=SILENT_DBM), SILENT_DBM)
    total, squares = (
        np.column_stack(
            [
                np.bincount(place, column, minlength=len(grid_m)).astype(np.float64)
                for column in each.T
            ]
        )
        for each in (filled, filled**2)
    )
    count = np.bincount(place, minlength=len(grid_m)).astype(np.float64)
    return PlaceSums(grid_m, count, total, squares, int((~near).sum()))


def what_changed(survey: PlaceSums, walk: PlaceSums) -> SurveyChange:
    """Tell which beacons changed between a survey and a walk, and carry the change over the floor.

    At a revisited place l the mean of beacon b changed by d_lb, and chance explains a variance of
    N_lb = 4 + v_b (1/c0_l + 1/c1_l): v_b is the beacon's variance within places (at least 4 dB²),
    c0 and c1 are the scans of survey and walk, and 4 stands for what the scans of one stop share.
    A beacon has changed where the mean of d²/N over at least three places is above 5. Then

        u = K_·I (K_II + diag N_I)⁻¹ d_I,    K = 400 exp(−distance / 6 m) dB²

    is its change everywhere, I the revisited places (at most 2,000, evenly chosen). Cost
    |I|³ + M |I| for each changed beacon.

    Parameters
    ----------
    survey, walk : PlaceSums
        Over the same places.

    Returns
    -------
    SurveyChange
        The beacons that changed, and the map with their change.

    Raises
    ------
    ParameterError
        For sums over other places, and where no place has two scans, so that nobody knows how much
        a level scatters.

    References
    ----------
    M. M. Derakhshani, X. Zhen, L. Shao, C. Snoek, Generative kernel continual learning, 2021,
    arXiv:2112.13410: there old tasks are replayed; here the mean map has an exact finite summary.

    Examples
    --------
    >>> place_m = np.column_stack([np.arange(8.0), np.zeros(8)]).repeat(4, axis=0)
    >>> level_dbm = np.where(np.arange(32) % 2, -59.0, -61.0)[:, None] + [0.0, -20.0]
    >>> survey = place_sums(level_dbm, place_m)
    >>> walk = place_sums(level_dbm[:16] - [0.0, 20.0], place_m[:16], survey.grid_m)
    >>> found = what_changed(survey, walk)
    >>> found.changed.tolist(), found.change_db.tolist(), found.map_dbm[0].round().tolist()
    ([False, True], [0.0, -20.0], [-60.0, -100.0])
    """
    if survey.total.shape != walk.total.shape or not np.array_equal(survey.grid_m, walk.grid_m):
        raise ParameterError(
            f"The sums cover other places or beacons ({survey.total.shape}, {walk.total.shape}); "
            "give those of the walk over the survey's places, in the order of its beacons."
        )
    before_dbm = survey.mean_dbm
    scatter = _variance(survey) if (survey.count > 1).any() else _variance(walk)
    revisited = np.flatnonzero((survey.count > 0) & (walk.count > 0))
    map_dbm = np.where(before_dbm > NEVER_DBM, before_dbm, np.nan)
    n_beacons = survey.total.shape[1]
    if len(revisited) < FEWEST_PLACES:
        nothing = np.full(n_beacons, np.nan)
        no = np.zeros(n_beacons, dtype=bool)
        return SurveyChange(nothing, no, nothing, len(revisited), False, map_dbm)
    change = walk.mean_dbm[revisited] - before_dbm[revisited]
    scans = 1 / survey.count[revisited] + 1 / walk.count[revisited]
    noise = STOP_VARIANCE + scatter * scans[:, None]
    chi = (change**2 / noise).mean(axis=0)
    changed = chi > CHANGED_ABOVE
    held_otherwise = bool(n_beacons > 1 and changed.sum() > n_beacons / 2)
    if changed.any() and not held_otherwise:
        kept = even_rows(len(revisited), MOST_REVISITED)
        near_m = survey.grid_m[revisited[kept]]
        among = _covariance(near_m, near_m)
        everywhere = _covariance(survey.grid_m, near_m)
        for beacon in np.flatnonzero(changed):
            check_wanted()
            noisy = cho_factor(among + np.diag(noise[kept, beacon]))
            carried = before_dbm[:, beacon] + everywhere @ cho_solve(noisy, change[kept, beacon])
            level = np.minimum(carried, LOUDEST_DBM)
            map_dbm[:, beacon] = np.where(level > NEVER_DBM, level, np.nan)
    return SurveyChange(chi, changed, change.mean(axis=0), len(revisited), held_otherwise, map_dbm)


def _covariance(a_m: NDArray[np.float64], b_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return CHANGE_VARIANCE * np.exp(-cdist(a_m, b_m) / CHANGE_LENGTH_M)


def _variance(sums: PlaceSums) -> NDArray[np.float64]:
    """(B,) dB² within places, pooled over those with two scans or more; at least 4."""
    several = sums.count > 1
    if not several.any():
        raise ParameterError(
            "Neither the survey nor the walk has two scans at a place, so how much a level "
            "scatters is not known; scan at least a few places twice."
        )
    count = sums.count[several]
    mean = sums.mean_dbm[several]
    within = (sums.squares[several] - count[:, None] * mean**2).sum(axis=0) / (count - 1).sum()
    return np.maximum(within, LEAST_VARIANCE)
