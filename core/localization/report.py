"""How far off: the numbers of an evaluation, and intervals that respect who errs together."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from core.errors import ParameterError
from core.localization.floor_scores import floor_report

LEVEL = 0.95
# The median of a block's error lies between the least and the largest of K blocks with probability
# 1 − 2^(1 − K): 94% for five. From fewer no method draws an interval of 95% without assumptions.
LEAST_BLOCKS = 5


def localization_report(
    true_m: ArrayLike,
    predicted_m: ArrayLike,
    true_floor: ArrayLike | None = None,
    predicted_floor: ArrayLike | None = None,
) -> dict[str, float]:
    """Statistics of the error ‖x̂ − x‖ in metres, over the scans that got a position.

    Parameters
    ----------
    true_m : (n, 2) array
        Where the scans were made, in metres.
    predicted_m : (n, 2) array
        Where they were put, in metres; NaN means "no position".
    true_floor, predicted_floor : (n,) array of str or None, optional
        On which floors; give both or none.

    Returns
    -------
    dict of str to float
        mean, median, p75, p90, p95, max (metres), within_1m, within_2m, within_3m (shares of all
        scans: a scan without a position is within nothing) and available (share with a position).
        With floors also what :func:`core.localization.floor_report` gives.

    Raises
    ------
    ParameterError
        When shapes disagree, and for floors on one side only.

    Examples
    --------
    >>> report = localization_report([[0, 0], [0, 0]], [[0, 0.5], [float("nan")] * 2])
    >>> report["mean"], report["within_1m"], report["available"]
    (0.5, 0.5, 0.5)
    """
    truth = np.asarray(true_m, dtype=np.float64)
    found = np.asarray(predicted_m, dtype=np.float64)
    if truth.ndim != 2 or truth.shape != found.shape:
        raise ParameterError(
            f"true_m has shape {truth.shape}, predicted_m {found.shape}; both need (n, 2)."
        )
    error_m = np.linalg.norm(found - truth, axis=1)
    known = error_m[np.isfinite(error_m)]
    n = max(len(error_m), 1)
    quantiles = {"median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "max": 1.0}
    report = {"mean": float(known.mean()) if len(known) else float("nan")}
    for name, share in quantiles.items():
        report[name] = float(np.quantile(known, share)) if len(known) else float("nan")
    for metres in (1, 2, 3):
        report[f"within_{metres}m"] = float(np.sum(known <= metres)) / n
    report["available"] = len(known) / n
    if (true_floor is None) != (predicted_floor is None):
        raise ParameterError("Floors are given on one side only; give both or none.")
    if true_floor is not None and predicted_floor is not None:
        report |= floor_report(truth, found, true_floor, predicted_floor)
    return report


def bootstrap_mean(
    error_m: ArrayLike, blocks: ArrayLike, *, n_resamples: int = 1000, random_state: int = 0
) -> tuple[float, float]:
    """95% interval of the mean error, resampling whole blocks (stops, walks).

    The percentile interval, its levels moved out for few blocks.

    Parameters
    ----------
    error_m : (n,) array
        Errors in metres, NaN left out.
    blocks : (n,) array
        The stop or the walk of each scan.
    n_resamples : int, optional
        How often blocks are drawn.
    random_state : int, optional
        Seed of the draws.

    Returns
    -------
    tuple of float
        Lower and upper end in metres; NaN for fewer than five blocks.

    Raises
    ------
    ParameterError
        Where no scan has a position.

    References
    ----------
    T. Hesterberg, What teachers should know about the bootstrap, The American Statistician, 2015.

    Examples
    --------
    >>> low, high = bootstrap_mean(np.ones(10), np.arange(10))
    >>> low, high
    (1.0, 1.0)
    >>> bootstrap_mean(np.ones(10), np.zeros(10))
    (nan, nan)
    """
    total, count, draws = _block_sums(error_m, blocks, n_resamples, random_state)
    if len(count) < LEAST_BLOCKS:
        return float("nan"), float("nan")
    low, high = np.quantile((draws @ total) / (draws @ count), _levels(len(count)))
    return float(low), float(high)


def bootstrap_cdf(
    error_m: ArrayLike,
    blocks: ArrayLike,
    *,
    n_points: int = 120,
    n_resamples: int = 400,
    random_state: int = 0,
) -> pd.DataFrame:
    """Share of scans with an error ≤ e, with a pointwise 95% band over blocks (stops, walks).

    Scans without a position (NaN) count as errors beyond every e.

    Parameters
    ----------
    error_m : (n,) array
        Errors in metres, NaN where there is no position.
    blocks : (n,) array
        The stop or the walk of each scan.
    n_points : int, optional
        Number of errors e, from 0 to the largest.
    n_resamples : int, optional
        How often blocks are drawn.
    random_state : int, optional
        Seed of the draws.

    Returns
    -------
    DataFrame
        Columns error_m (metres), share, lower, upper; the last two are NaN for fewer than five
        blocks.

    References
    ----------
    T. Hesterberg, What teachers should know about the bootstrap, The American Statistician, 2015.

    Examples
    --------
    >>> bootstrap_cdf(np.array([1.0, 2.0]), np.array([0, 1]), n_points=2)["share"].tolist()
    [0.0, 1.0]
    """
    error = np.asarray(error_m, dtype=np.float64)
    finite = error[np.isfinite(error)]
    grid = np.linspace(0, finite.max() if len(finite) else 1.0, n_points)
    within = (error[:, None] <= grid).astype(np.float64)
    block = np.unique(np.asarray(blocks), return_inverse=True)[1].ravel()
    n_blocks = int(block.max()) + 1 if len(block) else 0
    hits = np.zeros((n_blocks, n_points))
    np.add.at(hits, block, within)
    size = np.bincount(block, minlength=n_blocks).astype(np.float64)
    draws = _draws(n_blocks, n_resamples, random_state)
    shares = (draws @ hits) / (draws @ size)[:, None]
    lower, upper = np.full((2, n_points), np.nan)
    if n_blocks >= LEAST_BLOCKS:
        lower, upper = np.quantile(shares, _levels(n_blocks), axis=0)
    return pd.DataFrame(
        {"error_m": grid, "share": within.mean(axis=0), "lower": lower, "upper": upper}
    )


def _levels(n_blocks: int) -> tuple[float, float]:
    """Percentiles Φ(∓ t √(K / (K − 1))), t the 97.5% point of Student's law with K − 1 degrees."""
    wide = stats.t.ppf((1 + LEVEL) / 2, n_blocks - 1) * np.sqrt(n_blocks / (n_blocks - 1))
    return float(stats.norm.cdf(-wide)), float(stats.norm.cdf(wide))


def _block_sums(
    error_m: ArrayLike, blocks: ArrayLike, n_resamples: int, random_state: int
) -> tuple[NDArray, NDArray, NDArray]:
    error = np.asarray(error_m, dtype=np.float64)
    present = np.isfinite(error)
    block = np.unique(np.asarray(blocks)[present], return_inverse=True)[1].ravel()
    if not len(block):
        raise ParameterError("No scan has a position, so there is no mean error.")
    total, count = np.bincount(block, error[present]), np.bincount(block).astype(np.float64)
    return total, count, _draws(len(count), n_resamples, random_state)


def _draws(n_blocks: int, n_resamples: int, random_state: int) -> NDArray[np.float64]:
    """(n_resamples, n_blocks): how often each block is drawn with replacement."""
    generator = np.random.default_rng(random_state)
    chance = np.full(n_blocks, 1 / n_blocks)
    return generator.multinomial(n_blocks, chance, size=n_resamples).astype(np.float64)
