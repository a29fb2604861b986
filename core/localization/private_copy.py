"""A private copy of a survey's fingerprints: noisy sums from which no single scan can be told."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.spatial.distance import cdist
from scipy.stats import norm

from core.errors import ParameterError
from core.localization.floors import distinct_places
from core.localization.kernel_locator import KernelLocator
from core.localization.representations import represent
from core.localization.validation import check_rss

MISSING_DBM = -105.0
LEAST_EPSILON, LARGEST_EPSILON = 0.1, 10.0
DELTA = 1e-6
LOUDEST_DBM = -40.0
SMOOTHED_M = 1.5  # fixed: a length read off the data would tell of them


@dataclass(frozen=True, eq=False)
class PrivateMap:
    """What a private copy holds.

    Attributes
    ----------
    grid_m : (M, 2) array of float64
        The public places in metres.
    features : (M, B) array of float64
        Powed levels up to a factor for each place, smoothed and never below 0.
    sigma : float
        Standard deviation of the noise in each sum.
    """

    grid_m: NDArray[np.float64]
    features: NDArray[np.float64]
    sigma: float

    @property
    def levels_dbm(self) -> NDArray[np.float64]:
        """(M, B) the same as levels, the loudest of each place at −40 dBm, NaN for 0.

        A survey of one scan a place: the kernel vote over it is the vote over the copy.
        """
        highest = self.features.max(axis=1, keepdims=True)
        share = np.divide(
            self.features, highest, out=np.zeros(self.features.shape), where=highest > 0
        )
        level = MISSING_DBM + (LOUDEST_DBM - MISSING_DBM) * share ** (1 / np.e)
        return np.where(share > 0, level, np.nan)

    def predict(self, rss_dbm: ArrayLike) -> NDArray[np.float64]:
        """Positions (n, 2) metres of scans (n, B) dBm by the kernel vote with its defaults."""
        return KernelLocator().fit(self.levels_dbm, self.grid_m).predict(rss_dbm)


def gaussian_sigma(epsilon: float, delta: float = DELTA, sensitivity: float = 1.0) -> float:
    """Least standard deviation with which a normal noise is (ε, δ)-private.

    The smallest σ with Φ(Δ/2σ − εσ/Δ) − e^ε Φ(−Δ/2σ − εσ/Δ) ≤ δ: exact, where √(2 ln(1.25/δ))/ε is
    a bound for ε < 1 that is a quarter larger.

    Parameters
    ----------
    epsilon : float
        ε between 0.1 and 10.
    delta : float, optional
        δ in (0, 1).
    sensitivity : float, optional
        Δ: how far the sums move, in Euclidean length, when what is to be hidden is left out.

    Returns
    -------
    float
        σ.

    Raises
    ------
    ParameterError
        For ε outside its bounds, δ outside (0, 1) and a sensitivity that is not above 0.

    References
    ----------
    B. Balle, Y.-X. Wang, Improving the Gaussian mechanism for differential privacy, 2018,
    arXiv:1805.06530.

    Examples
    --------
    >>> [round(gaussian_sigma(epsilon, 1e-6), 5) for epsilon in (0.1, 1, 3)]
    [36.30469, 4.22468, 1.54386]
    """
    if not LEAST_EPSILON <= epsilon <= LARGEST_EPSILON:
        raise ParameterError(
            f"epsilon is {epsilon}; choose between {LEAST_EPSILON:g} and {LARGEST_EPSILON:g}."
        )
    if not 0 < delta < 1:
        raise ParameterError(f"delta is {delta}; choose a number between 0 and 1, such as 1e-6.")
    if not sensitivity > 0:
        raise ParameterError(f"sensitivity is {sensitivity}; choose a number above 0.")

    def excess(log_sigma: float) -> float:
        sigma = np.exp(log_sigma)
        first = norm.cdf(1 / (2 * sigma) - epsilon * sigma)
        second = np.exp(epsilon + norm.logcdf(-1 / (2 * sigma) - epsilon * sigma))
        return float(first - second - delta)

    return float(sensitivity * np.exp(brentq(excess, -10.0, 20.0, xtol=1e-13)))


def place_sums_of_units(
    rss_dbm: ArrayLike, position_m: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Places (M, 2), sums (M, B) of the scans' unit vectors there, and counts (M,): not private.

    A scan's vector is its powed levels divided by their length, 0 where nothing is heard, so that
    no scan counts for more than 1.
    """
    rss_dbm = check_rss(rss_dbm)
    places = distinct_places(np.asarray(position_m, dtype=np.float64), None)
    f = np.maximum(represent("powed", rss_dbm, MISSING_DBM), 0.0)
    length = np.linalg.norm(f, axis=1, keepdims=True)
    unit = np.divide(f, length, out=np.zeros(f.shape), where=length > 0)
    total = np.zeros((len(places.grid_m), f.shape[1]))
    np.add.at(total, places.index, unit)
    return places.grid_m, total, np.bincount(places.index).astype(np.float64)


def private_map(
    rss_dbm: ArrayLike,
    position_m: ArrayLike,
    *,
    epsilon: float = 1.0,
    delta: float = DELTA,
    n_hidden: int = 1,
    random_state: int | np.random.Generator | None = None,
) -> PrivateMap:
    """The map of a survey with normal noise in it, from which no n_hidden scans can be told.

    T_l = Σ_i u_i + N(0, σ²), u_i the unit vector of scan i at place l, for every public place;
    then, which costs no privacy, an average with weights exp(−d²/(2·1.5²)), and 0 where that is
    below 0. Counts are not needed: the cosine ignores a place's scale. Whether any n_hidden scans
    were in the survey changes the sums by n_hidden at most, and σ is
    :func:`core.localization.gaussian_sigma` of that.

    Parameters
    ----------
    rss_dbm : (n, B) array
        Received powers in dBm, NaN where not heard.
    position_m : (n, 2) array
        Where, in metres. The list of distinct places is public: it must not depend on the scans.
    epsilon, delta : float, optional
        As in ``gaussian_sigma``; δ must be below 1/n.
    n_hidden : int, optional
        How many scans of one person are hidden together; whose has more has to leave some out.
    random_state : int, Generator or None, optional
        None draws noise that nobody can draw again, and only such a copy is private.

    Returns
    -------
    PrivateMap
        The copy.

    Raises
    ------
    ParameterError
        As in ``gaussian_sigma``, and for δ of 1/n or more.

    References
    ----------
    A. Backurs, Z. Lin, S. Mahabadi, S. Silwal, J. Tarnawski, Efficiently computing similarities to
    private datasets, 2024, arXiv:2403.08917.

    Examples
    --------
    >>> place_m = np.repeat([[0.0, 0.0], [9.0, 0.0]], 200, axis=0)
    >>> survey_dbm = np.where(place_m[:, :1] == [0.0, 9.0], -50.0, -90.0)
    >>> private_map(survey_dbm, place_m, random_state=0).predict([[-55.0, -80.0]]).round(2).tolist()
    [[0.0, 0.0]]
    """
    grid_m, total, count = place_sums_of_units(rss_dbm, position_m)
    if not delta < 1 / count.sum():
        raise ParameterError(
            f"delta is {delta:g} with {count.sum():,.0f} scans; choose one below 1/n, else a whole "
            "scan may be told."
        )
    sigma = gaussian_sigma(epsilon, delta, float(n_hidden))
    rng = np.random.default_rng(random_state)
    return released(grid_m, total + rng.normal(0, sigma, total.shape), sigma)


def released(grid_m: NDArray[np.float64], noisy: NDArray[np.float64], sigma: float) -> PrivateMap:
    """The map of sums (M, B) with their noise: smoothed over the places, nothing below 0."""
    return PrivateMap(grid_m, np.maximum(_smoothing(grid_m) @ noisy, 0.0), sigma)


def signal_over_noise(
    count: NDArray[np.float64], grid_m: NDArray[np.float64], sigma: float
) -> float:
    """Median over places of Σ W n / (σ √Σ W²): how many scans stand against the noise.

    W are the weights of the smoothing. 30 or more: hardly noticeable; below 5: no longer a locator.
    It rests on exact counts, so it is for the owner's eyes only.

    >>> round(signal_over_noise(np.full(2, 77.0), np.array([[0.0, 0.0], [50.0, 0.0]]), 4.22), 2)
    18.25
    """
    weight = _smoothing(grid_m)
    return float(np.median(weight @ count / (sigma * np.sqrt((weight**2).sum(axis=1)))))


def _smoothing(grid_m: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.exp(-cdist(grid_m, grid_m, "sqeuclidean") / (2 * SMOOTHED_M**2))
