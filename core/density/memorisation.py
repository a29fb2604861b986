"""From which noise on a model that has learned its data perfectly only gives them back."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from core.errors import ParameterError


def collapse_bandwidth(covariance_eigenvalues: ArrayLike, n: int) -> float:
    """The noise h_C below which a noised row is nearer to itself than to all others together.

    The law of a row plus h z, z standard normal, is the Gaussian kernel estimate with bandwidth h,
    and a diffusion model that has learned its rows perfectly has it as its density at every h. At
    x = x_i + h z the row's own term weighs as much as all others together where what x tells of its
    row equals log n. For normal data with covariance eigenvalues λ that is

    log n = ½ Σ_i log(1 + λ_i/h_C²).

    Real data have less room, and collapse at smaller noise. It is not h_G, which is for a place
    that is no noised row.

    Parameters
    ----------
    covariance_eigenvalues : (d,) array
        0 or more, not all 0, in the square of the data's unit.
    n : int
        Number of rows, at least 2.

    Returns
    -------
    float
        h_C, in the data's unit.

    Raises
    ------
    ParameterError
        For eigenvalues that are negative, not finite or all 0, and for fewer than 2 rows.

    References
    ----------
    G. Biroli, T. Bonnaire, V. de Bortoli, M. Mézard, Dynamical regimes of diffusion models, Nature
    Communications, 2024: the isotropic case, h_C = (n^(2/d) − 1)^(−½).

    Examples
    --------
    >>> round(collapse_bandwidth(np.ones(10), 1_000), 6)
    0.57918
    >>> round(collapse_bandwidth([4.0, 1.0, 0.25], 100), 6)
    0.224431
    """
    eigenvalues = np.atleast_1d(np.asarray(covariance_eigenvalues, dtype=float)).ravel()
    if not (np.isfinite(eigenvalues) & (eigenvalues >= 0)).all() or not eigenvalues.any():
        raise ParameterError(
            f"The eigenvalues of the covariance are {str(covariance_eigenvalues)[:60]}; give "
            "finite numbers of 0 or more, not all 0."
        )
    if not n >= 2:
        raise ParameterError(f"There are {n} rows; collapse needs at least 2.")
    log_n, largest = float(np.log(float(n))), float(eigenvalues.max())
    ratio = eigenvalues[eigenvalues > 0] / largest

    def excess(log_h2: float) -> float:
        """Of what a noised row tells, over log n; h² in units of the largest eigenvalue."""
        return float(np.logaddexp(0.0, np.log(ratio) - log_h2).sum() / 2 - log_n)

    # One eigenvalue alone, and all of them as large as the largest, enclose the root.
    low = -np.log(np.expm1(2 * log_n)) - 1 if log_n < 200 else -2 * log_n - 1
    high = -np.log(np.expm1(2 * log_n / len(ratio))) + 1
    log_h2 = brentq(excess, low, high, xtol=1e-14, rtol=1e-14)
    return float(np.sqrt(largest) * np.exp(log_h2 / 2))
