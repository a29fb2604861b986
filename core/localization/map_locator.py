"""The kernel vote over a latent radio map: fingerprints shrunk towards path loss."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError
from core.localization.kernel_vote import KernelVoter
from core.localization.latent_map import LatentMap, fit_latent_map
from core.localization.registered_map import RegisteredMap


class MapLocator(KernelVoter):
    """Like the kernel locator, but the registered levels come from :func:`fit_latent_map`.

    A survey by a phone on the floor holds little fine detail for a phone in the hand; what carries
    over is the trend. Uses beacon positions.

    Parameters
    ----------
    beacon_position_m : (B, 2) array
        In metres, NaN rows where unknown; ``fit`` refuses None.
    residual_share : float
        Share in [0, 1] of the survey's own detail that is kept; 0 is path loss alone.
    representation, kernel : str
        As in :class:`core.localization.KernelLocator`.
    power : float
        As there.
    n_neighbors : int
        As there.
    missing_dbm : float
        As there, in dBm.

    Attributes
    ----------
    map_ : LatentMap
        The registered levels.
    grid_ : (M, 2) array of float64
        The registered places in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> locator = MapLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
    >>> locator.predict([[-55.0, -88.0]]).round(1)
    array([[0., 0.]])
    """

    def __init__(
        self,
        *,
        beacon_position_m: ArrayLike | None = None,
        residual_share: float = 0.25,
        representation: str = "powed",
        kernel: str = "cosine",
        power: float = 32,
        n_neighbors: int = 20,
        missing_dbm: float = -105,
    ) -> None:
        self.beacon_position_m = beacon_position_m
        self.residual_share = residual_share
        self.representation = representation
        self.kernel = kernel
        self.power = power
        self.n_neighbors = n_neighbors
        self.missing_dbm = missing_dbm

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "MapLocator":
        """Fit the map to the scans of a survey, and register it.

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
        MapLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, parameters out of range, and
            where no beacon positions were given.

        Examples
        --------
        >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
        >>> locator = MapLocator(beacon_position_m=place_m, residual_share=0.0)
        >>> locator.fit([[-60.0, -90.0], [-90.0, -60.0]], place_m).map_.mean_dbm.round(1)
        array([[-64.8, -88.2],
               [-88.2, -64.8]])
        """
        self._check_vote_parameters()
        self.map_: LatentMap = fit_latent_map(
            rss_dbm,
            position_m,
            check_beacon_positions(self.beacon_position_m),
            residual_share=self.residual_share,
            floor_id=floor_id,
        )
        self.grid_floor_ = self.map_.floor
        self.n_features_in_ = self.map_.mean_dbm.shape[1]
        self._register(self.map_.grid_m, self.map_.mean_dbm)
        self._remember(rss_dbm, position_m)
        return self

    def registered_map(self) -> RegisteredMap:
        """The fitted map, all beacons in use."""
        self._check_one_floor()
        everything = np.ones(self.n_features_in_, dtype=bool)
        return RegisteredMap(self.map_.mean_dbm, self.grid_, everything, None, self.vote)

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._vote(rss_dbm)

    def _posterior(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        return self._whole_vote(rss_dbm)


def check_beacon_positions(beacon_position_m: ArrayLike | None) -> NDArray[np.float64]:
    """Return (B, 2) metres, or ParameterError when none were given."""
    if beacon_position_m is None:
        raise ParameterError(
            "This method needs beacon positions; give beacon_position_m in metres, or choose a "
            "method that uses fingerprints only."
        )
    return np.asarray(beacon_position_m, dtype=np.float64)
