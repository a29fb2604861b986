"""Methods tried on the same scans: one row each, with an interval that respects stops."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.localization.experiment import (
    Experiment,
    holdings_of,
    independent_blocks,
    with_holding,
)
from core.localization.methods import UNLABELLED, Method, fit_method
from core.localization.report import bootstrap_mean, localization_report
from core.parallel import Progress, no_progress


@dataclass(frozen=True, eq=False)
class MethodResult:
    """Where a method puts every test scan.

    Attributes
    ----------
    method : Method
        The row that was tried.
    predicted_m : (n, 2) array of float64
        In metres, NaN where there is no position.
    error_m : (n,) array of float64
        Distance from the truth in metres, NaN where there is no position.
    """

    method: Method
    predicted_m: NDArray[np.float64]
    error_m: NDArray[np.float64]


def try_methods(
    methods: Iterable[Method], experiment: Experiment, *, progress: Progress = no_progress
) -> Iterator[MethodResult]:
    """Fit and try one method after the other; what was yielded stays when progress stops it.

    Parameters
    ----------
    methods : iterable of Method
        Rows of ``METHODS``.
    experiment : Experiment
        Survey and test scans.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    MethodResult
        One for each method, in the same order.

    Raises
    ------
    ParameterError
        For a method that needs beacon positions where the survey has none.

    Examples
    --------
    >>> from core.datasets import FingerprintSet
    >>> from core.localization import method
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> for result in try_methods([method("kernel"), method("neighbors")], experiment):
    ...     print(result.method.key, result.error_m.round(2).tolist())
    kernel [0.0, 0.0]
    neighbors [5.0, 5.0]
    """
    rows = tuple(methods)
    true_m = experiment.test.known_position_m
    for done, row in enumerate(rows):
        progress(done / len(rows), row.title)
        predicted_m = _predicted_m(row, experiment)
        yield MethodResult(row, predicted_m, np.linalg.norm(predicted_m - true_m, axis=1))


def _predicted_m(row: Method, experiment: Experiment) -> NDArray[np.float64]:
    """(n, 2) metres. What adapts to the phone in use adapts to each way of holding it by itself."""
    holdings = holdings_of(experiment.test) if UNLABELLED in row.marks else ()
    if len(holdings) < 2:
        return fit_method(row, experiment).predict(experiment.test.rss_dbm)
    predicted_m = np.full((experiment.test.n_scans, 2), np.nan)
    for holding in holdings:
        held = with_holding(experiment, holding)
        rows = np.asarray(experiment.test.holding) == holding
        predicted_m[rows] = fit_method(row, held).predict(held.test.rss_dbm)
    return predicted_m


def comparison_table(results: Iterable[MethodResult], experiment: Experiment) -> pd.DataFrame:
    """One row per method, best mean first.

    Parameters
    ----------
    results : iterable of MethodResult
        What ``try_methods`` yields.
    experiment : Experiment
        The one they were tried on.

    Returns
    -------
    DataFrame
        Columns method, uses (its marks), mean_m with its 95% interval low_m, high_m (bootstrap over
        stops or walks, NaN for fewer than five), median_m, p75_m (the third quartile, by which the
        IPIN competitions rank; one floor, so without their floor penalty), p90_m, p95_m, max_m, all
        in metres, and the shares within_1m, within_2m, within_3m, available.

    Examples
    --------
    >>> from core.datasets import FingerprintSet
    >>> from core.localization import method
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> experiment = Experiment("two", "Two places", "yours", scans, scans, "the survey itself")
    >>> results = try_methods([method("neighbors"), method("kernel")], experiment)
    >>> table = comparison_table(results, experiment).round(2)
    >>> table[["method", "mean_m"]].to_numpy().tolist()
    [['Kernel vote', 0.0], ['50 nearest scans', 5.0]]
    """
    blocks = independent_blocks(experiment.test)
    rows = []
    for result in results:
        report = localization_report(experiment.test.known_position_m, result.predicted_m)
        low, high = float("nan"), float("nan")
        if np.isfinite(result.error_m).any():
            low, high = bootstrap_mean(result.error_m, blocks, random_state=0)
        quantiles = {f"{name}_m": report[name] for name in ("median", "p75", "p90", "p95", "max")}
        shares = {k: report[k] for k in ("within_1m", "within_2m", "within_3m", "available")}
        rows.append(
            {
                "method": result.method.title,
                "uses": ", ".join(result.method.marks) or "fingerprints only",
                "mean_m": report["mean"],
                "low_m": low,
                "high_m": high,
                **quantiles,
                **shares,
            }
        )
    return pd.DataFrame(rows).sort_values("mean_m", ignore_index=True) if rows else pd.DataFrame()
