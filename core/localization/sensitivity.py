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
    """Mean error (metres) of every combination of settings: a table, and its summary."""

    table: pd.DataFrame

    @classmethod
    def of(cls, rows: list[dict]) -> "Band":
        """A band of rows that hold settings and ``mean_m``."""
        return cls(pd.DataFrame(rows))

    @property
    def median_m(self) -> float:
        """Median over the settings of the mean error."""
        return float(self.table["mean_m"].median())

    @property
    def range_m(self) -> tuple[float, float]:
        """Lowest and highest mean error over the settings."""
        return float(self.table["mean_m"].min()), float(self.table["mean_m"].max())


def settings_band() -> Iterator[dict]:
    """Every combination of exponent b ∈ {2, e, 4, 6}, power ∈ {16, 32, 64}, k ∈ {5 … 80}."""
    for representation, power, k in product(REPRESENTATION_BAND, POWER_BAND, NEIGHBORS_BAND):
        yield {"representation": representation, "power": power, "n_neighbors": k}


def sensitivity_band(fit: Fit, test: FingerprintSet, *, progress: Progress = no_progress) -> Band:
    """Mean error of ``fit(settings)``, a fitted locator, over :func:`settings_band`.

    No validation on the survey alone was found to predict the order of methods in use, so one
    tuned number would pretend to know more than anybody does; the band says what to expect.
    """
    true_m = test.known_position_m
    rows, combinations = [], list(settings_band())
    for done, settings in enumerate(combinations):
        progress(done / len(combinations), f"Setting {done + 1} of {len(combinations)}")
        error_m = np.linalg.norm(fit(settings).predict(test.rss_dbm) - true_m, axis=1)
        rows.append({**settings, "mean_m": float(np.nanmean(error_m))})
    return Band.of(rows)
