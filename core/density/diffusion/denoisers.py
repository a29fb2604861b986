"""What guesses a row from a noised one: exactly, by a Gaussian, and by rows that are blobs."""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from core.density.validation import check_bandwidth, check_data
from core.parallel import check_wanted

Array = NDArray[np.float64]
QUERIES_AT_ONCE = 256  # × 2,000 rows: 4 MB of weights


class Denoiser(Protocol):
    """Guesses the row behind x = row + h z, z standard normal."""

    def denoise(self, x: ArrayLike, h: float) -> Array:
        """(q, d) guesses for the places x (q, d) at noise h."""


class ExactDenoiser:
    """The mean of the row, given the noised one: what minimises the loss on the rows themselves.

    m_h(x) = Σ_i w_i x_i with w_i ∝ exp(−‖x − x_i‖²/2h²), a convex combination of the rows. A
    generator that follows it ends on them. Rows that repeat count as often as they are there.

    Parameters
    ----------
    rows : (n, d) array
        What was learned, finite.

    Raises
    ------
    ParameterError
        For rows that are not finite numbers.

    References
    ----------
    Y. Song et al., Score-based generative modeling, ICLR, 2021. G. Biroli, T. Bonnaire,
    V. de Bortoli, M. Mézard, Nature Communications, 2024.

    Examples
    --------
    >>> round(float(ExactDenoiser([[0.0], [1.0]]).denoise([[0.3]], 0.5)[0, 0]), 6)
    0.310026
    """

    def __init__(self, rows: ArrayLike) -> None:
        self.rows, copies = np.unique(check_data(rows), axis=0, return_counts=True)
        self._log_copies = np.log(copies)

    def denoise(self, x: ArrayLike, h: float) -> Array:
        """(q, d) weighted means of the rows."""
        places, width = check_data(x), check_bandwidth(h)
        found = np.empty(places.shape)
        for start in range(0, len(places), QUERIES_AT_ONCE):
            check_wanted()
            some = slice(start, start + QUERIES_AT_ONCE)
            found[some] = self.weights(places[some], width) @ self.rows
        return found

    def weights(self, places: Array, h: float) -> Array:
        """(q, m) share of each distinct row of ``rows`` at each place; they sum to 1."""
        exponent = self._log_copies - (cdist(places, self.rows) / h) ** 2 / 2
        weight = np.exp(exponent - exponent.max(axis=1, keepdims=True))
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))


class LinearDenoiser:
    """The exact denoiser of normal data with the rows' mean μ and covariance Σ (Wiener's filter).

    D_h(x) = μ + Σ(Σ + h²)⁻¹(x − μ): a Gaussian generator, which knows no row and gives none back.

    >>> LinearDenoiser([[1.0], [-1.0]]).denoise([[0.5]], 1.0)
    array([[0.25]])
    """

    def __init__(self, rows: ArrayLike) -> None:
        points = check_data(rows)
        self.mean = points.mean(axis=0)
        variance, self.axes = np.linalg.eigh(np.atleast_2d(np.cov(points.T, bias=True)))
        self.variance = np.maximum(variance, 0.0)

    def denoise(self, x: ArrayLike, h: float) -> Array:
        """(q, d) places drawn towards the mean, most along the axes of least variance."""
        places, width = check_data(x), check_bandwidth(h)
        share = 1 / (1 + width**2 / np.maximum(self.variance, np.finfo(float).tiny))
        return np.asarray(self.mean + ((places - self.mean) @ self.axes * share) @ self.axes.T)

    def draw(self, n: int, h: float, random: np.random.Generator) -> Array:
        """(n, d) draws of the normal law noised by h, from which generators start."""
        spread = np.sqrt(self.variance + h**2)
        return np.asarray(self.mean + (random.normal(size=(n, len(spread))) * spread) @ self.axes.T)


class BlobDenoiser:
    """The exact denoiser of rows that are blobs of width b: of the kernel estimate itself.

    With g² = h² + b² and m the mean of :class:`ExactDenoiser`, D_h(x) = x + h² (m_g(x) − x)/g².
    Nothing is trained; at b = 0 it is exact, and gives the rows back.

    Parameters
    ----------
    rows : (n, d) array
        What was learned, finite.
    width : float
        b > 0 in the unit of the rows, the leave-one-out bandwidth for instance.

    Examples
    --------
    >>> round(float(BlobDenoiser([[0.0], [1.0]], 0.5).denoise([[0.3]], 0.5)[0, 0]), 6)
    0.350656
    """

    def __init__(self, rows: ArrayLike, width: float) -> None:
        self.exact, self.width = ExactDenoiser(rows), check_bandwidth(width)

    def denoise(self, x: ArrayLike, h: float) -> Array:
        """(q, d) guesses that stay between the place and the mean of the blobs around it."""
        places, noise = check_data(x), check_bandwidth(h)
        wide = float(np.hypot(noise, self.width))
        return np.asarray(
            places + (noise / wide) ** 2 * (self.exact.denoise(places, wide) - places)
        )
