"""The likelihood of a scan, silence included, with the phone's common gain integrated out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import log_expit, logsumexp

from core.errors import ParameterError
from core.localization.latent_map import DETECTION_DBM, fit_latent_map
from core.localization.locator import Locator
from core.localization.map_locator import check_beacon_positions

OFFSET_DB = np.arange(-9.0, 16.0, 3.0)  # a phone in the hand is louder, rarely quieter
DETECTION_WIDTH_DB = 3.5  # wider than in the survey: another phone, another window


class LikelihoodLocator(Locator):
    """Posterior over places from a likelihood with "missing not at random" and a common offset.

    log p(q | l) = log Σ_c N(c; 0, 5²) Π_heard N(q_j; μ_lj + c, 6²) Π_unheard (1 − D(μ_lj + c)),

    D(r) = 1 / (1 + exp(−(r + 96.3) / 3.5)) the chance to be heard, c in −9 … 15 dB. The weights
    are p(q | l)^{1/T} / Σ: T > 1 since neighbouring errors are not independent. Uses beacon
    positions. Computed in logarithms throughout.

    With ``tail_nu`` = ν < ∞ a scan has one unknown scale, s² ~ InvGamma(ν/2, ν/2), of its h heard
    levels, so that they follow Student's law, and silence counts at the likeliest c:

        −½ (ν + h) log(1 + m²/ν) + Σ_unheard log(1 − D(μ_lj + ĉ)),    r = q − μ_l over the heard,
        m² = Σ r²/6² − (5²/6⁴) (Σ r)² / (1 + 5² h/6²),    ĉ = 5² Σ r / (6² + 5² h)

    Parameters
    ----------
    beacon_position_m : (B, 2) array
        In metres, NaN rows where unknown; ``fit`` refuses None.
    residual_share : float
        As in :class:`core.localization.MapLocator`.
    offset_sd_db : float
        Standard deviation of the offset c in dB, 5 above.
    noise_sd_db : float
        Standard deviation of a level in dB, 6 above.
    temperature : float
        T > 0.
    tail_nu : float
        Degrees of freedom ν ≥ 1 of a scan's scale; infinite: the normal law above.

    Attributes
    ----------
    map_ : LatentMap
        The levels μ.
    grid_ : (M, 2) array of float64
        The registered places in metres.
    n_features_in_ : int
        Number of beacons B.

    Examples
    --------
    >>> survey_dbm = np.array([[-50.0, -90.0], [-90.0, -50.0]])
    >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    >>> locator = LikelihoodLocator(beacon_position_m=place_m).fit(survey_dbm, place_m)
    >>> bool(locator.weights([[-45.0, -85.0]])[0, 0] > 0.99)  # 5 dB louder changes nothing
    True
    """

    def __init__(
        self,
        *,
        beacon_position_m: ArrayLike | None = None,
        residual_share: float = 0.25,
        offset_sd_db: float = 5.0,
        noise_sd_db: float = 6.0,
        temperature: float = 2.0,
        tail_nu: float = float("inf"),
    ) -> None:
        self.beacon_position_m = beacon_position_m
        self.residual_share = residual_share
        self.offset_sd_db = offset_sd_db
        self.noise_sd_db = noise_sd_db
        self.temperature = temperature
        self.tail_nu = tail_nu

    def fit(
        self, rss_dbm: ArrayLike, position_m: ArrayLike, floor_id: ArrayLike | None = None
    ) -> "LikelihoodLocator":
        """Fit the latent map to the scans of a survey.

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
        LikelihoodLocator
            The locator itself.

        Raises
        ------
        ParameterError
            For shapes that disagree, levels that are not below 0 dBm, parameters out of range, and
            where no beacon positions were given.

        Examples
        --------
        >>> place_m = np.array([[0.0, 0.0], [10.0, 0.0]])
        >>> locator = LikelihoodLocator(beacon_position_m=place_m)
        >>> locator = locator.fit([[-50.0, -90.0], [-90.0, -50.0]], place_m)
        >>> locator.predict([[-50.0, np.nan]]).round(1)  # silence of the other beacon agrees
        array([[0., 0.]])
        """
        for name in ("offset_sd_db", "noise_sd_db", "temperature"):
            if not getattr(self, name) > 0:
                raise ParameterError(f"{name} is {getattr(self, name)}; choose a number above 0.")
        if not self.tail_nu >= 1:
            raise ParameterError(f"tail_nu is {self.tail_nu}; choose 1 or more, infinity included.")
        self.map_ = fit_latent_map(
            rss_dbm,
            position_m,
            check_beacon_positions(self.beacon_position_m),
            residual_share=self.residual_share,
            floor_id=floor_id,
        )
        self.grid_floor_ = self.map_.floor
        self.grid_, self.n_features_in_ = self.map_.grid_m, self.map_.mean_dbm.shape[1]
        self._remember(rss_dbm, position_m)
        return self

    def log_likelihood(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Logarithm of the likelihood of each scan at each place, up to a constant of the scan.

        Parameters
        ----------
        rss_dbm : (n, B) array of float64
            Received powers in dBm, NaN where not heard.

        Returns
        -------
        (n, M) array of float64
            In nats.
        """
        if np.isfinite(self.tail_nu):
            return self._heavy_tailed(rss_dbm)
        heard = np.isfinite(rss_dbm)
        level = np.nan_to_num(rss_dbm, nan=0.0)
        terms = []
        for offset in OFFSET_DB:
            mean = self.map_.mean_dbm + offset
            silence = log_expit(-(mean - DETECTION_DBM) / DETECTION_WIDTH_DB)
            # Σ_heard (q − μ)² by three products, so that no (n, M, B) array is formed.
            square = (level**2).sum(axis=1)[:, None] - 2 * level @ mean.T + heard @ (mean**2).T
            fit = -0.5 * square / self.noise_sd_db**2 + (~heard) @ silence.T
            terms.append(fit - 0.5 * (offset / self.offset_sd_db) ** 2)
        return logsumexp(np.stack(terms), axis=0)

    def _heavy_tailed(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, M) the same with one unknown scale of each scan; the products make no (n, M, B)."""
        heard = np.isfinite(rss_dbm)
        level, mean = np.nan_to_num(rss_dbm, nan=0.0), self.map_.mean_dbm
        noise, gain = self.noise_sd_db**2, self.offset_sd_db**2
        h = heard.sum(axis=1)[:, None]
        total = level.sum(axis=1)[:, None] - heard @ mean.T
        square = (level**2).sum(axis=1)[:, None] - 2 * level @ mean.T + heard @ (mean**2).T
        m2 = square / noise - (gain / noise**2) * total**2 / (1 + h * gain / noise)
        log_p = -0.5 * (self.tail_nu + h) * np.log1p(np.maximum(m2, 0) / self.tail_nu)
        offset = gain * total / (noise + gain * h)
        for beacon in range(mean.shape[1]):
            unheard = ~heard[:, beacon]
            at = mean[None, :, beacon] + offset[unheard]
            log_p[unheard] += log_expit(-(at - DETECTION_DBM) / DETECTION_WIDTH_DB)
        return np.asarray(log_p)

    def _weights(self, rss_dbm: NDArray[np.float64]) -> NDArray[np.float64]:
        score = self.log_likelihood(rss_dbm) / self.temperature
        score[self._unheard(rss_dbm)] = 0.0
        weight = np.exp(score - score.max(axis=1, keepdims=True))
        return weight / weight.sum(axis=1, keepdims=True)
