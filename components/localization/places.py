"""The distinct places of the test scans: what can be clicked and lassoed on the map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.localization.experiment import Experiment


@dataclass(frozen=True, eq=False)
class Places:
    """S places: ``position_m`` (S, 2) metres; ``place_of_scan`` (n,) the place of each scan."""

    position_m: NDArray[np.float64]
    place_of_scan: NDArray[np.intp]

    @classmethod
    def of(cls, experiment: Experiment) -> "Places":
        """The places of an experiment's test scans."""
        position_m, place = np.unique(experiment.test.known_position_m, axis=0, return_inverse=True)
        return cls(position_m, place.ravel())

    def mean_over_scans(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """(S,) mean of a per-scan value at each place; NaN where every value is missing."""
        present = np.isfinite(value)
        total = np.bincount(
            self.place_of_scan[present], value[present], minlength=len(self.position_m)
        )
        count = np.bincount(self.place_of_scan[present], minlength=len(self.position_m))
        return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
