"""Sensitivity bands: what a method scores over all sensible settings, instead of tuned ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.locator import Locator
from core.localization.representations.powed_band import BAND
from core.parallel import Progress, no_progress

REPRESENTATION_BAND = tuple(row.name for row in BAND)  # b = 2, e, 4, 6
POWER_BAND = (16, 32, 64)
NEIGHBORS_BAND = (5, 10, 20, 40, 80)
Fit = Callable[[dict], Locator]


@dataclass(frozen=True, eq=False)
class Band:
    """Mean error of every combination of settings: a table, and its summary.

    Attributes
    ----------
    table : DataFrame
        One row per combination: the settings and mean_m (metres).

    Examples
    --------
    >>> band = Band.of([{"power": p, "mean_m": m} for p, m in ((16, 2.0), (32, 1.5), (64, 3.0))])
    >>> band.median_m, band.range_m
    (2.0, (1.5, 3.0))
    """

    table: pd.DataFrame

    @classmethod
    def of(cls, rows: list[dict]) -> "Band":
        """A band of rows.

        Parameters
        ----------
        rows : list of dict
            Settings and ``mean_m`` (metres) by name.

        Returns
        -------
        Band
            Their table.
        """
        return cls(pd.DataFrame(rows))

    @property
    def median_m(self) -> float:
        """Median over the settings of the mean error, in metres."""
        return float(self.table["mean_m"].median())

    @property
    def range_m(self) -> tuple[float, float]:
        """Lowest and highest mean error over the settings, in metres."""
        return float(self.table["mean_m"].min()), float(self.table["mean_m"].max())


def settings_band() -> Iterator[dict]:
    """Every combination of exponent b ∈ {2, e, 4, 6}, power ∈ {16, 32, 64}, k ∈ {5 … 80}."""
    for representation, power, k in product(REPRESENTATION_BAND, POWER_BAND, NEIGHBORS_BAND):
        yield {"representation": representation, "power": power, "n_neighbors": k}


def sensitivity_band(fit: Fit, test: FingerprintSet, *, progress: Progress = no_progress) -> Band:
    """Mean error of a method over :func:`settings_band`.

    No validation on the survey alone was found to predict the order of methods in use, so one
    tuned number would pretend to know more than anybody does; the band says what to expect.

    Parameters
    ----------
    fit : callable
        Of a dict of settings (representation, power, n_neighbors); a fitted locator.
    test : FingerprintSet
        With positions.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Returns
    -------
    Band
        Errors in metres.

    Raises
    ------
    ParameterError
        Where the scans have no positions.

    Examples
    --------
    >>> from core.localization import KernelLocator
    >>> scans = FingerprintSet([[-50.0, -90.0], [-90.0, -50.0]], [[0, 0], [10, 0]], ["a", "b"])
    >>> def fit(settings):
    ...     return KernelLocator(**settings).fit(scans.rss_dbm, scans.position_m)
    >>> band = sensitivity_band(fit, scans)
    >>> len(band.table), round(band.median_m, 3)
    (60, 0.0)
    """
    true_m = test.known_position_m
    rows, combinations = [], list(settings_band())
    for done, settings in enumerate(combinations):
        progress(done / len(combinations), f"Setting {done + 1} of {len(combinations)}")
        error_m = np.linalg.norm(fit(settings).predict(test.rss_dbm) - true_m, axis=1)
        rows.append({**settings, "mean_m": float(np.nanmean(error_m))})
    return Band.of(rows)
