"""The kernel locator: similarity to registered fingerprints, raised to a power, votes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone

from core.localization.floors import distinct_places
from core.localization.kernel_vote import KernelVoter
from core.localization.radio_map import mean_map
from core.localization.registered_map import RegisteredMap
from core.localization.validation import check_positions, check_rss


class KernelLocator(KernelVoter):
    """Locate a scan by a kernel similarity to the mean fingerprint of each registered place.

    With features f of the representation and a kernel K, the weights of scan q are

        w_l = K(f(q), f(l))^p / Σ_{top k} K(f(q), f(l'))^p   for the k most similar places, else 0;

    the posterior is the same over all places. A scan that hears a known beacon but resembles no
    place at all gets uniform weights.

    Parameters
    ----------
    representation : str
        What a scan's levels become, a name in ``core.localization.representations``.
    kernel : str
        A name in ``core.localization.kernels``; those of a distance are in units of the survey's
        own spread.
    power : float
        p > 0; the larger, the more the most similar place decides.
    n_neighbors : int
        k ≥ 1; more than there are places means all of them.
    missing_dbm : float
        Level below 0 dBm that stands for "not heard".
    selector : estimator or None
        Chooses beacons: has ``fit(rss_dbm, position_m)`` and ``get_support()``. None: all beacons.

    Attributes
    ----------
    grid_ : (M, 2) array of float64
        The distinct training positions in metres.
    fingerprint_dbm_ : (M, B) array of float64
        The mean map in dBm, NaN where a beacon was never heard.
    support_ : (B,) array of bool
        Beacons in use.
    selector_ : estimator
        The fitted selector, where there is one.
    n_features_in_ : int
        Number of beacons B.

    References
    ----------
    P. C. Ng, P. Spachos, J. She, K. N. Plataniotis, A kernel method to nonlinear location
    estimation with RSS-based fingerprint, IEEE Transactions on Mobile Computing, 2023.

    Examples
    --------
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> locator = KernelLocator().fit(survey_dbm, np.array([[0.0, 0.0], [10.0, 0.0]]))
    >>> locator.predict([[-55.0, -88.0]]).round(2)
    array([[0., 0.]])
    """

    def __init__(
        self,
        *,
        representation: str = "powed",
        kernel: str = "cosine",
        power: float = 32,
        n_neighbors: int = 20,
        missing_dbm: float = -105,
        selector: object | None = None,
    ) -> None:
        self.representation = representation
        self.kernel = kernel
        self.power = power
        self.n_neighbors = n_neighbors
        self.missing_dbm = missing_dbm
        self.selector = selector

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "KernelLocator":
        """Register the scans of a survey.

        Parameters
        ----------
        rss_dbm : (n, B) array
            Received powers in dBm, below 0, NaN where not heard.
        position_m : (n, 2) array
            Where each scan was made, in metres, finite.
        floor_id : (n,) array of str or None, optional
            The floor of each scan; None: all on one.

        Returns
        -------
        KernelLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, and parameters out of range.

        Examples
        --------
        >>> locator = KernelLocator().fit([[-50.0, -90.0], [-52.0, np.nan]], [[0, 0], [0, 0]])
        >>> locator.grid_, locator.fingerprint_dbm_  # −97.5: silence counts as −105 dBm
        (array([[0., 0.]]), array([[-51. , -97.5]]))
        """
        self._check_vote_parameters()
        rss_dbm = check_rss(rss_dbm)
        position_m = check_positions(position_m, n_scans=len(rss_dbm))
        self.n_features_in_ = rss_dbm.shape[1]
        self.support_ = np.ones(rss_dbm.shape[1], dtype=bool)
        places = None if floor_id is None else distinct_places(position_m, floor_id)
        self.grid_floor_ = None if places is None else places.floor
        if self.selector is not None:
            # A number for each place keeps those of two floors apart.
            where = position_m if places is None else np.tile(places.index[:, None], 2)
            self.selector_ = clone(self.selector).fit(rss_dbm, where)
            self.support_ = np.asarray(self.selector_.get_support())
        grid_m, self.fingerprint_dbm_ = mean_map(rss_dbm, position_m, self.missing_dbm, floor_id)
        self._register(grid_m, self.fingerprint_dbm_[:, self.support_])
        self._remember(rss_dbm, position_m)
        return self

    def registered_map(self) -> RegisteredMap:
        """The mean map and the beacons in use."""
        self._check_one_floor()
        return RegisteredMap(self.fingerprint_dbm_, self.grid_, self.support_, None, self.vote)

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._vote(rss_dbm[:, self.support_])

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._whole_vote(rss_dbm[:, self.support_])

    def _unheard(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray(np.isnan(rss_dbm[:, self.support_]).all(axis=1))
