"""The latent radio map: what would be heard on average if nothing were too weak to be heard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial.distance import cdist
from scipy.special import logit

from core.datasets.floor_names import sorted_floors
from core.errors import ParameterError
from core.localization.floors import check_floors
from core.localization.path_loss import PathLoss, fit_path_loss
from core.localization.validation import check_positions, check_rss

# Detection in a window of 1 s: D(r) = σ((r − t) / w), read off survey data of one phone.
DETECTION_DBM, DETECTION_WIDTH_DB = -96.3, 1.9
ALMOST_ALWAYS = 0.9  # heard this often, a beacon's mean level is not biased by lost windows
ROUGH_VARIANCE, ROUGH_LENGTH_M = 16.0, 1.5
SMOOTH_VARIANCE, SMOOTH_LENGTH_M = 25.0, 6.0
NOISE_SD_DB = 2.0
KEPT_DETAIL, AVERAGED_OVER_M, MOST_PLACES, FEWEST_PLACED = 0.25, 4.0, 2_000, 2
NEVER_DBM = DETECTION_DBM - 3 * DETECTION_WIDTH_DB  # at most, of a beacon that was never heard


@dataclass(frozen=True, eq=False)
class LatentMap:
    """μ_l = trend + a · smooth residual, for every place l and beacon.

    Attributes
    ----------
    grid_m : (M, 2) array of float64
        The places in metres.
    mean_dbm : (M, B) array of float64
        μ in dBm, finite everywhere.
    path_loss : PathLoss
        The trend.
    detected : (M, B) array of float64
        Share of the scans at a place that heard the beacon.
    floor : (M,) array of str or None
        The floor of each place; ``path_loss`` is then that of the first floor alone.
    """

    grid_m: NDArray[np.float64]
    mean_dbm: NDArray[np.float64]
    path_loss: PathLoss
    detected: NDArray[np.float64]
    floor: NDArray[np.str_] | None = None


@dataclass(frozen=True, eq=False)
class PlaceLevels:
    """What was heard at each place: grid_m (M, 2) metres, level_dbm (M, B) corrected for lost
    windows, detected (M, B) the share of the scans that heard the beacon; the level of a beacon
    that a place never heard says nothing.
    """

    grid_m: NDArray[np.float64]
    level_dbm: NDArray[np.float64]
    detected: NDArray[np.float64]


def fit_latent_map(
    rss_dbm: ArrayLike,
    position_m: ArrayLike,
    beacon_position_m: ArrayLike,
    *,
    residual_share: float = KEPT_DETAIL,
    floor_id: ArrayLike | None = None,
) -> LatentMap:
    """Correct each place's level for lost windows, fit the trend, add a share of the residual.

    The level z of a place is the mean where the beacon is heard in 90% of the scans; below that
    min(mean, t + w logit p), from how often it is heard (p); never heard, at most t − 3w. The
    residual z − trend is smoothed by a Gaussian process with covariance
    16 exp(−d²/(2·1.5²)) + 25 exp(−d/6) and noise of 2 dB, and kept to the share a.

    Parameters
    ----------
    rss_dbm : (n, B) array
        Received powers in dBm, below 0, NaN where not heard.
    position_m : (n, 2) array
        Where each scan was made, in metres, finite.
    beacon_position_m : (B, 2) array
        In metres, NaN rows for beacons whose place is unknown.
    residual_share : float, optional
        a in [0, 1]; 0 keeps only the path loss, 1 the whole map.
    floor_id : (n,) array of str or None, optional
        The floor of each scan. Every floor has a trend and a residual of its own: what lies between
        a beacon and the floor above it is part of its level there.

    Returns
    -------
    LatentMap
        Levels for all M distinct places.

    Raises
    ------
    ParameterError
        For shapes that disagree, levels that are not below 0 dBm, and a outside [0, 1].

    References
    ----------
    B. Ferris, D. Hähnel, D. Fox, Gaussian processes for signal strength-based location estimation,
    2006.

    Examples
    --------
    >>> beacon_m = [[0.0, 0.0]]
    >>> found = fit_latent_map([[-60.0], [np.nan], [-92.0]], [[1, 0], [9, 0], [10, 0]], beacon_m)
    >>> found.detected.ravel(), found.mean_dbm.ravel().round(1)
    (array([1., 0., 1.]), array([-64.1, -91.1, -90.4]))
    """
    if not 0 <= residual_share <= 1:
        raise ParameterError(f"residual_share is {residual_share}; choose between 0 and 1.")
    rss_dbm = check_rss(rss_dbm)
    position_m = check_positions(position_m, n_scans=len(rss_dbm))
    beacon_m = np.asarray(beacon_position_m, dtype=np.float64)
    if beacon_m.shape != (rss_dbm.shape[1], 2):
        raise ParameterError(
            f"beacon_position_m has shape {beacon_m.shape}; {rss_dbm.shape[1]} beacons need "
            f"({rss_dbm.shape[1]}, 2)."
        )
    if floor_id is not None:
        floor = check_floors(floor_id, n_scans=len(rss_dbm))
        return _floor_by_floor(rss_dbm, position_m, beacon_m, residual_share, floor)
    return latent_map_of(place_levels(rss_dbm, position_m), beacon_m, residual_share)


def _floor_by_floor(
    rss_dbm: NDArray[np.float64],
    position_m: NDArray[np.float64],
    beacon_m: NDArray[np.float64],
    residual_share: float,
    floor: NDArray[np.str_],
) -> LatentMap:
    """The maps of all floors below each other."""
    names = sorted_floors(floor)
    maps = [
        fit_latent_map(
            rss_dbm[floor == name],
            position_m[floor == name],
            beacon_m,
            residual_share=residual_share,
        )
        for name in names
    ]
    return LatentMap(
        np.vstack([each.grid_m for each in maps]),
        np.vstack([each.mean_dbm for each in maps]),
        maps[0].path_loss,
        np.vstack([each.detected for each in maps]),
        np.repeat(names, [len(each.grid_m) for each in maps]),
    )


def latent_map_of(
    places: PlaceLevels, beacon_m: NDArray[np.float64], residual_share: float
) -> LatentMap:
    """The map of levels that are known already; beacons (B, 2) metres, NaN rows allowed."""
    heard = places.detected > 0
    path_loss = fit_path_loss(np.where(heard, places.level_dbm, np.nan), places.grid_m, beacon_m)
    trend = path_loss(places.grid_m)
    mean_dbm = with_detail(trend, places, residual_share)
    return LatentMap(places.grid_m, mean_dbm, path_loss, places.detected)


def with_detail(
    trend_dbm: NDArray[np.float64], places: PlaceLevels, residual_share: float
) -> NDArray[np.float64]:
    """(M, B) dBm: a trend (M, B) and a share of the smoothed residual around it."""
    if residual_share <= 0:
        return trend_dbm
    never = np.minimum(trend_dbm, NEVER_DBM)
    level_dbm = np.where(places.detected > 0, places.level_dbm, never)
    return trend_dbm + residual_share * _smoothed(level_dbm - trend_dbm, places.grid_m)


def place_levels(rss_dbm: NDArray[np.float64], position_m: NDArray[np.float64]) -> PlaceLevels:
    """The levels of the M distinct places of scans (n, B) dBm at (n, 2) metres."""
    grid_m, place = np.unique(position_m, axis=0, return_inverse=True)
    place = place.ravel()
    scans = np.bincount(place)[:, None]
    heard, total = (
        np.column_stack([np.bincount(place, column, minlength=len(grid_m)) for column in each.T])
        for each in (np.isfinite(rss_dbm).astype(float), np.nan_to_num(rss_dbm, nan=0.0))
    )
    mean = np.divide(total, heard, out=np.full(total.shape, np.nan), where=heard > 0)
    # Half a scan more and less: a share of 0 or 1 of few scans is not certainty.
    share = (heard + 0.5) / (scans + 1.0)
    from_share = DETECTION_DBM + DETECTION_WIDTH_DB * logit(share)
    detected = heard / scans
    level = np.where(detected >= ALMOST_ALWAYS, mean, np.fmin(mean, from_share))
    return PlaceLevels(grid_m, level, detected)


def own_map(
    places: PlaceLevels, beacon_position_m: ArrayLike | None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Places (m,) as rows of ``grid_m``, and the levels (m, B) dBm that a holding starts from.

    A trend and a quarter of the survey's smooth detail: path loss where two beacons or more have
    positions, else what was heard within about 4 m. At most 2,000 places, evenly chosen: the detail
    takes all pairs.
    """
    rows = np.arange(len(places.grid_m))
    if len(rows) > MOST_PLACES:
        rows = np.linspace(0, len(rows) - 1, MOST_PLACES).round().astype(np.intp)
    kept = PlaceLevels(places.grid_m[rows], places.level_dbm[rows], places.detected[rows])
    known = np.full((kept.level_dbm.shape[1], 2), np.nan)
    if beacon_position_m is not None:
        known = np.asarray(beacon_position_m, dtype=np.float64)
    if np.isfinite(known).all(axis=1).sum() >= FEWEST_PLACED:
        return rows, latent_map_of(kept, known, KEPT_DETAIL).mean_dbm
    level_dbm = np.where(kept.detected > 0, kept.level_dbm, NEVER_DBM)
    away2 = cdist(kept.grid_m, kept.grid_m, "sqeuclidean")
    weight = np.exp(-away2 / (2 * AVERAGED_OVER_M**2))
    trend_dbm = weight @ level_dbm / weight.sum(axis=1, keepdims=True)
    return rows, with_detail(trend_dbm, kept, KEPT_DETAIL)


def _smoothed(residual_db: NDArray[np.float64], grid_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Posterior mean of the Gaussian process at the places themselves."""
    distance = np.linalg.norm(grid_m[:, None, :] - grid_m[None, :, :], axis=2)
    covariance = ROUGH_VARIANCE * np.exp(-(distance**2) / (2 * ROUGH_LENGTH_M**2))
    covariance += SMOOTH_VARIANCE * np.exp(-distance / SMOOTH_LENGTH_M)
    noisy = covariance + NOISE_SD_DB**2 * np.eye(len(grid_m))
    return covariance @ cho_solve(cho_factor(noisy), residual_db)
