"""Does this bandwidth still estimate a density? The answer for a data set and one bandwidth."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.advice import estimate_sentence, notes, recommendation
from core.density.bandwidth_scan import BandwidthScan, scan_bandwidths
from core.density.deciding_row import bandwidth_decider, deciding_notes, scale_decider
from core.density.regimes import has_regimes, regime_shares
from core.density.validation import check_bandwidth
from core.parallel import Progress, no_progress

QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What a bandwidth does to a data set.

    Attributes
    ----------
    bandwidth : float
        h, in the unit of the data.
    regime_shares : dict
        Share of the scored rows that are "condensed", "heavy" and "gaussian"; sums to 1.
    k_eff_quantiles : dict
        10, 50 and 90% quantile over the rows of k_eff = 1/Σw², by quantile.
    sampling_noise : float
        Median over the scored rows of how far another sample would move the log density, in nats.
    tail_index : (m,) array
        μ̂ of each scored point.
    rows : (m,) array
        Row of each scored point in the table.
    local_condensation : (m,) array
        h_G around each scored point, in the unit of the data.
    intrinsic_dimension : float
        By Levina and Bickel, k = 20.
    h_loo, h_loo_error : float
        Leave-one-out optimum and its standard error, in the unit of the data.
    log_likelihood, loo_log_likelihood, loo_standard_error : float
        Mean leave-one-out log density at h, and at h_loo with its error, in nats per point.
    h_scott, h_silverman : float
        Rules of thumb, in the unit of the data.
    n_duplicates : int
        Rows that repeat another.
    constant_columns : (c,) array
        Positions of columns left out.
    notes : tuple of str
        What to do or to know, a sentence each.
    sentence : str
        The verdict.
    scan : BandwidthScan
        The curves behind it.
    """

    bandwidth: float
    regime_shares: dict[str, float]
    k_eff_quantiles: dict[float, float]
    sampling_noise: float
    tail_index: NDArray[np.float64]
    rows: NDArray[np.intp]
    local_condensation: NDArray[np.float64]
    intrinsic_dimension: float
    h_loo: float
    h_loo_error: float
    log_likelihood: float
    loo_log_likelihood: float
    loo_standard_error: float
    h_scott: float
    h_silverman: float
    n_duplicates: int
    constant_columns: NDArray[np.intp]
    notes: tuple[str, ...]
    sentence: str
    scan: BandwidthScan


def diagnose(
    X: ArrayLike,
    bandwidth: float | None = None,
    *,
    sample_weight: ArrayLike | None = None,
    n_scored: int | None = None,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> Diagnosis:
    """Regime, effective numbers and the best bandwidth of a Gaussian kernel on a table.

    Each point's tail index is μ̂ = h²/h_G(x)² with h_G(x) by Hill's estimator from its ten nearest
    neighbours: below 1 a few points carry the estimate, above 2 the central limit theorem holds.
    That is a theory of many dimensions: up to four the verdict says how many rows carry an estimate
    and how far another sample would move it, and leaves the regimes out. Rows that repeat count as
    rows throughout; only the leave-one-out likelihood leaves the copies of a row out with it.
    Columns are taken as they are; standardise those of different units first.

    Parameters
    ----------
    X : (n, d) array
        Points, finite.
    bandwidth : float or None, optional
        h in the unit of X; None: the leave-one-out optimum.
    sample_weight : (n,) array or None, optional
        Weights of 0 or more: 0 is an absent row, whole numbers are repeated rows, others are
        shares; None: all alike.
    n_scored : int or None, optional
        How many distinct points are scored; None: all up to 2,000, fewer when n is large.
    random_state : int, optional
        Seed of the choice of scored points.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    Diagnosis
        The shares of the regimes, quantiles of the effective number, bandwidths and the verdict.

    Raises
    ------
    ParameterError
        For values that are not finite, fewer than three distinct rows, a bandwidth that is not
        positive, or weights that are negative or 0 everywhere.

    References
    ----------
    G. Biroli, M. Mézard, arXiv:2408.05807, 2024.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(500, 10))
    >>> found = diagnose(X, 0.3)
    >>> found.regime_shares["condensed"], round(found.k_eff_quantiles[0.5], 1)
    (1.0, 1.1)
    """
    chosen = None if bandwidth is None else check_bandwidth(bandwidth)
    also = () if chosen is None else (chosen,)
    scan = scan_bandwidths(
        X,
        also=also,
        sample_weight=sample_weight,
        n_scored=n_scored,
        random_state=random_state,
        progress=progress,
    )
    found = diagnosis_at(scan, scan.h_loo if chosen is None else chosen)
    deciding = deciding_notes(
        scale_decider(X) if sample_weight is None else None,
        bandwidth_decider(scan),
        lambda row: f"row {row + 1:,}",
        lambda column: f"column {column + 1:,}",
    )
    return replace(found, notes=(*deciding, *found.notes))


def diagnosis_at(scan: BandwidthScan, bandwidth: float) -> Diagnosis:
    """The diagnosis at another bandwidth, from curves that are there already."""
    tail_index = scan.neighborhoods.tail_index(bandwidth)
    shares = regime_shares(tail_index, scan.mass)
    k_eff = scan.quantile(scan.participation(bandwidth), QUANTILES)
    noise = median_noise(scan, bandwidth)
    told = shares if has_regimes(scan.points.values.shape[1]) else None
    verdict = estimate_sentence(bandwidth, told, float(k_eff[1]), noise)
    return Diagnosis(
        bandwidth=float(bandwidth),
        regime_shares=shares,
        k_eff_quantiles=dict(zip(QUANTILES, k_eff.tolist(), strict=True)),
        sampling_noise=noise,
        tail_index=tail_index,
        rows=scan.points.first_row[scan.rows],
        local_condensation=scan.neighborhoods.local_condensation,
        intrinsic_dimension=scan.neighborhoods.intrinsic_dimension,
        h_loo=scan.h_loo,
        h_loo_error=scan.h_loo_error,
        log_likelihood=scan.log_likelihood_of(bandwidth),
        loo_log_likelihood=scan.loo_log_likelihood,
        loo_standard_error=scan.loo_standard_error,
        h_scott=scan.h_scott,
        h_silverman=scan.h_silverman,
        n_duplicates=scan.points.n_repeated,
        constant_columns=scan.points.constant_columns,
        notes=notes(scan),
        sentence=f"{verdict} {recommendation(scan)}",
        scan=scan,
    )


def median_noise(scan: BandwidthScan, bandwidth: float) -> float:
    """How far another sample would move the log density at a scored row: median, in nats."""
    return float(np.median(scan.noise_places.noise(bandwidth)))
