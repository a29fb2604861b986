"""Why a kernel locator with a small bandwidth is a nearest neighbour: how many places vote."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from core.datasets import FingerprintSet, as_points
from core.datasets.lenses import NOT_HEARD_DBM
from core.errors import ParameterError

BLOCK_ROWS = 500  # scans at a time: 500 × 4,000 places are 16 MB
ALONE = 0.99  # of the vote: one place decides


@dataclass(frozen=True, eq=False)
class Concentration:
    """How the vote of a Gaussian kernel in signal space concentrates as its bandwidth shrinks.

    Attributes
    ----------
    bandwidth_db : (H,) array of float64
        Bandwidths h, rising, in dB.
    k_eff : (H, n) array of float64
        1/Σw² of each scan: how many equal votes its weights amount to.
    error_m : (H, n) array of float64
        How far each scan's fix, the weighted mean of the places, is from its true place.
    alone : (H,) array of float64
        Share of the scans of which one place has more than 99% of the vote.
    nearest_m : (n,) array of float64
        The error of the single nearest place.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0], [-60.0]], [[0.0, 0.0], [4.0, 0.0]], ["a"])
    >>> concentration_of(scans, scans, [0.1, 1000.0]).k_eff.round(2).tolist()
    [[1.0, 1.0], [2.0, 2.0]]
    """

    bandwidth_db: NDArray[np.float64]
    k_eff: NDArray[np.float64]
    error_m: NDArray[np.float64]
    alone: NDArray[np.float64]
    nearest_m: NDArray[np.float64]


def concentration_of(
    survey: FingerprintSet, test: FingerprintSet, bandwidth_db: ArrayLike
) -> Concentration:
    """Locate scans by w ∝ exp(−‖q − x‖² / 2h²) over the mean fingerprints x, for each h.

    "Not heard" counts as −105 dBm. The weights are the shares of a Gaussian kernel density at the
    scan: k_eff is ``KernelDensity.participation`` there.

    Parameters
    ----------
    survey, test : FingerprintSet
        With positions; the same beacons in the same order.
    bandwidth_db : (H,) array
        Bandwidths in dB, positive.

    Returns
    -------
    Concentration
        For every bandwidth and scan.

    Raises
    ------
    ParameterError
        For a bandwidth that is not positive, or other beacons.

    Examples
    --------
    >>> scans = FingerprintSet([[-50.0], [-60.0]], [[0.0, 0.0], [4.0, 0.0]], ["a"])
    >>> concentration_of(scans, scans, [1000.0]).error_m.round(2).tolist()
    [[2.0, 2.0]]
    """
    h = np.asarray(bandwidth_db, dtype=np.float64)
    if h.ndim != 1 or not (h > 0).all():
        raise ParameterError(f"The bandwidths are {h.tolist()}; give positive numbers of dB.")
    if survey.n_beacons != test.n_beacons:
        raise ParameterError(
            f"The survey has {survey.n_beacons} beacons and the scans {test.n_beacons}; both must "
            "have the same."
        )
    points = as_points(survey)
    grid_m = points.truth
    if grid_m is None:
        raise ParameterError("The survey has no places; give one with positions.")
    scans = np.nan_to_num(test.rss_dbm, nan=NOT_HEARD_DBM)
    true_m = test.known_position_m
    k_eff, error_m = np.empty((len(h), len(scans))), np.empty((len(h), len(scans)))
    most, nearest_m = np.empty((len(h), len(scans))), np.empty(len(scans))
    for start in range(0, len(scans), BLOCK_ROWS):
        rows = slice(start, start + BLOCK_ROWS)
        squared = cdist(scans[rows], points.values, "sqeuclidean")
        nearest = grid_m[squared.argmin(axis=1)]
        nearest_m[rows] = np.linalg.norm(nearest - true_m[rows], axis=1)
        squared = squared - squared.min(axis=1, keepdims=True)
        for number, width in enumerate(h):
            weight = np.exp(-squared / (2 * width * width))
            weight /= weight.sum(axis=1, keepdims=True)
            k_eff[number, rows] = 1 / (weight**2).sum(axis=1)
            most[number, rows] = weight.max(axis=1)
            error_m[number, rows] = np.linalg.norm(weight @ grid_m - true_m[rows], axis=1)
    return Concentration(h, k_eff, error_m, (most > ALONE).mean(axis=1), nearest_m)
