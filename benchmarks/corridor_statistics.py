"""What a survey on the floor and a phone in the hand have in common, in numbers."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.latent_map import fit_latent_map

HALF = 0.5  # a level is compared where over half of the scans heard the beacon
DISTANCES_M = (0.0, 5.0, 12.0, 25.0, 60.0)
LAGS_M = (0.2, 1.0, 2.0, 4.0)
Matrix = NDArray[np.float64]


def corridor_statistics(scans: FingerprintSet) -> dict[str, float]:
    """Name → number: beacons heard, level differences and how they hang together."""
    floor, hand = scans.only("survey"), scans.only("test")
    beacon_m = np.asarray(scans.beacon_position_m)
    place_m, level, share = _by_place(floor)
    stop_m, held, held_share = _by_place(hand)
    here = np.linalg.norm(stop_m[:, None] - place_m[None], axis=2).argmin(axis=1)
    result = {
        "beacons heard in a scan, floor": _heard(floor),
        "beacons heard in a scan, hand": _heard(hand),
    }
    for name, where_m, found in (("floor", place_m, share), ("hand", stop_m, held_share)):
        away = np.linalg.norm(where_m[:, None] - beacon_m[None], axis=2)
        for low, high in pairwise(DISTANCES_M):
            inside = (away >= low) & (away < high)
            result[f"share of scans that hear a beacon {low:g}–{high:g} m away, {name}"] = float(
                found[inside].mean()
            )
    both = (held_share > HALF) & (share[here] > HALF)
    difference = np.where(both, held - level[here], np.nan)
    of_beacon = np.nanmean(difference, axis=0)
    rest = difference - of_beacon
    result |= {
        "hand − floor, mean, dB": float(np.nanmean(difference)),
        "hand − floor, sd, dB": float(np.nanstd(difference)),
        "… sd between beacons, dB": float(np.nanstd(of_beacon)),
        "… sd within a beacon, dB": float(np.nanstd(rest)),
    }
    path = np.where(stop_m[:, 0] > 0, stop_m[:, 0], -stop_m[:, 1])
    walked = rest[np.argsort(path)]
    for lag_m in LAGS_M:
        lag = round(lag_m / 0.2)
        product = walked[:-lag] * walked[lag:]
        result[f"… its correlation {lag_m:g} m apart"] = float(
            np.nanmean(product) / np.nanvar(walked)
        )
    for name, where_m, seen in (
        ("floor", place_m, np.where(share > HALF, level, np.nan)),
        ("hand", stop_m, np.where(held_share > HALF, held, np.nan)),
    ):
        same, opposite = _between_beacons(where_m, beacon_m, seen)
        result[f"correlation of two beacons on the same side, {name}"] = same
        result[f"correlation of two beacons on opposite sides, {name}"] = opposite
    for name, part in (("floor", floor), ("hand", hand)):
        fit = fit_latent_map(part.rss_dbm, part.known_position_m, beacon_m, residual_share=0.0)
        residual = fit.path_loss.residual_sd_db
        result[f"residual to the path loss, sd, dB, {name}"] = float(residual.mean())
    return result


def _heard(scans: FingerprintSet) -> float:
    return float(np.isfinite(scans.rss_dbm).sum(axis=1).mean())


def _by_place(scans: FingerprintSet) -> tuple[Matrix, Matrix, Matrix]:
    """place_m (M, 2), mean level where heard (M, B) dBm, share of scans that heard (M, B)."""
    place_m, place = np.unique(scans.known_position_m, axis=0, return_inverse=True)
    place = place.ravel()
    heard = np.isfinite(scans.rss_dbm)
    count = np.column_stack([np.bincount(place, column) for column in heard.T.astype(float)])
    total = np.column_stack([np.bincount(place, c) for c in np.nan_to_num(scans.rss_dbm).T])
    level = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return place_m, level, count / np.bincount(place)[:, None]


def _between_beacons(place_m: Matrix, beacon_m: Matrix, level: Matrix) -> tuple[float, float]:
    """Correlation of the residuals of two beacons along the long leg: same side, opposite sides.

    The residual is what a cubic in the logarithm of the distance and each beacon's mean leave.
    """
    leg, along = (place_m[:, 1] < 0.01) & (place_m[:, 0] > 0.5), np.abs(beacon_m[:, 1]) < 1
    level = level[leg][:, along]
    side = np.sign(beacon_m[along, 0][None] - place_m[leg, 0][:, None])
    away = np.abs(beacon_m[along, 0][None] - place_m[leg, 0][:, None])
    log_away = np.log10(np.hypot(away, 3.0))
    seen = np.isfinite(level)
    rest = level - np.polyval(np.polyfit(log_away[seen], level[seen], 3), log_away)
    rest -= np.nanmean(rest, axis=0)
    same: list[float] = []
    opposite: list[float] = []
    for one in range(rest.shape[1]):
        for other in range(one + 1, rest.shape[1]):
            product, alike = rest[:, one] * rest[:, other], side[:, one] == side[:, other]
            same += product[alike & np.isfinite(product)].tolist()
            opposite += product[~alike & np.isfinite(product)].tolist()
    return float(np.mean(same) / np.nanvar(rest)), float(np.mean(opposite) / np.nanvar(rest))
