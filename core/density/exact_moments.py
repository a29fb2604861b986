"""Mean and variance of log ρ̂ and the mean participation ratio, by quadrature instead of chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.density.simulation import KernelOnTable
from core.errors import ParameterError

Array = NDArray[np.float64]
STEPS = 600
MOST_THINNING, FINEST_NATS = 4, 0.2  # of the table's points, while log K moves by less than this
LINEAR, SATURATED = 1e-6, 700.0  # tK below which sums of powers do, above which e^{−tK} is 0
LEAST_TAIL_INDEX = 0.03  # below, the steps of the integrals would have to be finer
LARGER = 20.0  # over μ: how many nats above the typical sum the integrals begin
FAR = 45.0  # how many nats beyond the typical sum the integrals are carried


@dataclass(frozen=True)
class DensityMoments:
    """Of ρ̂(x) over data sets: E log ρ̂ and Var log ρ̂ in nats and nats², and E Σw²."""

    mean_log_density: float
    variance_log_density: float
    participation_ratio: float


def exact_moments(kernel: KernelOnTable) -> DensityMoments:
    """The moments at finite n and d, exact up to quadrature (2e-3 relative or better).

    With X = Σ K(y_i) and L(t) = E e^{−tX} = (1 − E[1 − e^{−tK}])ⁿ: the log t at which tX exceeds
    a unit exponential is −log X + G, G a Gumbel variable, so 1 − L(e^τ) is the distribution
    function of τ; its mean and variance less those of G (−γ, π²/6) are those of −log X. And
    E Σw² = ∫ t n E[K² e^{−tK}] (1 − E[1 − e^{−tK}])ⁿ⁻¹ dt.

    Raises ParameterError for a tail index below 0.03, where the quadrature begins to fail.

    >>> from core.density.distance_table import DistanceTable
    >>> table = DistanceTable.of(0.36 * 400, 400)
    >>> kernel = KernelOnTable.of(table, 0.4, "gaussian", 1.0)
    >>> round(exact_moments(kernel).participation_ratio, 2), round(1 - table.slope * 0.16, 2)
    (0.75, 0.75)
    """
    if kernel.tail_index < LEAST_TAIL_INDEX:
        raise ParameterError(
            f"The tail index is {kernel.tail_index:.3g}; the integrals need at least "
            f"{LEAST_TAIL_INDEX}. Choose a larger bandwidth."
        )
    table = kernel.table
    at_edge = np.searchsorted(table.half_square, table.edge) + np.array([0, 1])
    moved = float(np.abs(np.diff(kernel.log_weight(table.half_square[at_edge])))[0])
    thinning = int(np.clip(FINEST_NATS / moved, 1, MOST_THINNING))
    half_square = table.half_square[::thinning]
    log_s = np.log(half_square)
    step = log_s[1] - log_s[0]
    log_measure = table.log_n + table.log_density[::thinning] + np.log(step)  # n dF at each
    log_k = kernel.log_weight(half_square)
    log_edge = float(np.interp(np.log(table.edge), log_s, log_k))
    typical = max(log_edge, float(kernel.log_first[0]))
    # the chance of a sum so much larger falls like e^(−μ τ)
    low_spread = LARGER / min(kernel.tail_index, 1.0)
    tau = np.linspace(-typical - low_spread, -min(log_edge, typical) + FAR, STEPS)
    n = np.exp(min(table.log_n, 700.0))
    felt, pairs = _felt_and_pairs(tau, log_k, log_measure)
    share = np.minimum(felt / n, 1 - 1e-15)
    log_l = n * np.log1p(-share) if n < 1e12 else -felt
    per_other = -np.log1p(-share) if n < 1e12 else 0.0
    integrand = pairs * np.exp(log_l + per_other)
    gap = tau[1] - tau[0]
    probability = np.clip(-np.diff(np.exp(log_l)), 0.0, None)
    probability /= probability.sum()
    middle = (tau[1:] + tau[:-1]) / 2
    mean = probability @ middle
    variance = probability @ (middle - mean) ** 2 - gap**2 / 12
    return DensityMoments(
        float(-mean - np.euler_gamma - kernel.log_norm),
        float(max(variance - np.pi**2 / 6, 0.0)),
        float(integrand.sum() * gap),
    )


def _felt_and_pairs(tau: Array, log_k: Array, log_measure: Array) -> tuple[Array, Array]:
    """(T,) n E[1 − e^{−tK}] and n E[(tK)² e^{−tK}] at t = e^τ; ``log_k`` falls along the table.

    Where tK is small both are sums for all t together, where it is large the first is the measure
    itself and the second 0; exponentials are taken between.
    """
    measure = np.exp(np.minimum(log_measure, 700.0))
    whole = np.concatenate([[0.0], np.cumsum(measure)])
    beyond = [
        np.append(np.logaddexp.accumulate((log_measure + power * log_k)[::-1])[::-1], -np.inf)
        for power in (1, 2)
    ]
    large = np.searchsorted(-log_k, tau - np.log(SATURATED))
    small = np.searchsorted(-log_k, tau - np.log(LINEAR))
    square = np.exp(np.minimum(2 * tau + beyond[1][small], 700.0))
    felt = whole[large] + np.exp(np.minimum(tau + beyond[0][small], 700.0)) - square / 2
    pairs = square
    for number, each in enumerate(tau):
        some = slice(large[number], small[number])
        tk = np.exp(each + log_k[some])
        decay = np.exp(-tk)
        felt[number] += measure[some] @ -np.expm1(-tk)
        pairs[number] += measure[some] @ (tk**2 * decay)
    return felt, pairs
