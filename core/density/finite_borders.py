"""The borders between regimes at a given number of dimensions, by the exact law of distances."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.distance_table import DistanceTable
from core.density.kernel_exponents import kernel_exponent
from core.density.regimes import CLT, CONDENSATION
from core.errors import ParameterError

Array = NDArray[np.float64]
BANDWIDTHS = np.geomspace(0.01, 20.0, 200)


def finite_borders(
    alphas: ArrayLike, n_dimensions: int, *, kernel: str = "gaussian"
) -> tuple[Array, Array]:
    """(A,) bandwidths at which the tail index μ is 1 and 2, for n = e^{αd} normal points.

    μ = λ h²/(2φ'(r/h²)) with the exact local slope λ = d log F/dS of the law of S = |x − y|²/2
    where one point is expected, and r = 2S/d there: what a verdict at one place says. The law does
    not depend on n, so that one table serves all α.

    Parameters
    ----------
    alphas : (A,) (log n)/d, positive
    n_dimensions : d
    kernel : as in :func:`core.density.thresholds`, one that is simulated

    Raises ParameterError for α that are not positive, LimitError for too many dimensions.

    >>> condensation, clt = finite_borders([0.36], 400)
    >>> condensation.round(3).tolist(), (clt / condensation).round(3).tolist()
    ([0.799], [1.414])
    """
    alpha = np.atleast_1d(np.asarray(alphas, dtype=float))
    if not (np.isfinite(alpha) & (alpha > 0)).all():
        raise ParameterError(f"alphas are {alpha}; choose finite numbers above 0.")
    d = int(n_dimensions)
    table = DistanceTable.of(float(alpha.max()) * d, d)
    edge = table.half_square_of(table.log_n - alpha * d)  # n F(S) = 1 for each n
    log_s = np.log(table.half_square)
    log_density = np.interp(np.log(edge), log_s, table.log_density)
    slope = np.exp(alpha * d + log_density) / edge
    found = [
        borders_at(float(s), float(each), d, kernel) for s, each in zip(slope, edge, strict=True)
    ]
    return np.array([each[0] for each in found]), np.array([each[1] for each in found])


def borders_at(slope: float, edge: float, n_dimensions: int, kernel: str) -> tuple[float, float]:
    """h at which μ is 1 and 2, for the slope λ at the half square distance where n F = 1.

    0.01 where μ is above already, as Student's may be.
    """
    r = 2 * edge / n_dimensions
    derivative = kernel_exponent(kernel).derivative(r / BANDWIDTHS**2)
    log_mu = np.log(slope * BANDWIDTHS**2 / (2 * derivative))
    borders = np.log([CONDENSATION, CLT])
    first, second = np.exp(np.interp(borders, log_mu, np.log(BANDWIDTHS)))
    return float(first), float(second)
