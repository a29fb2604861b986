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

    def near(self, experiment: Experiment, row: int | None) -> NDArray[np.intp]:
        """Indices of the places to show: those of the same walk as the scan in ``row``, or all.

        Places of a recorded walk are as many as its seconds, and those of other walks hide it.
        """
        test = experiment.test
        if row is None or test.session_id is None or test.time_s is None:
            return np.arange(len(self.position_m))
        return np.unique(self.place_of_scan[test.session_id == test.session_id[row]])

    def mean_over_scans(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """(S,) mean of a per-scan value at each place; NaN where every value is missing."""
        present = np.isfinite(value)
        total = np.bincount(
            self.place_of_scan[present], value[present], minlength=len(self.position_m)
        )
        count = np.bincount(self.place_of_scan[present], minlength=len(self.position_m))
        return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
