"""What judges rows and queries on "Your data": one bandwidth, or the local kernels in use."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.memory import once
from core.density import KernelDensity
from core.density.diagnosis import Diagnosis
from core.density.local.choices import ESTIMATORS, GLOBAL, Estimator, EstimatorScore


@dataclass(frozen=True, eq=False)
class Judge:
    """Leave-one-out scores of some rows, and the estimator that scores any place.

    ``rows`` (m,) of the prepared points · ``log_density`` (m,) nats, ``k_eff`` (m,) points ·
    ``weight`` (m,) what each row counts, 1 on average or its copies ·
    ``estimator`` fitted, or None where ``bandwidth`` says it all · ``key`` in ESTIMATORS.
    """

    key: str
    rows: NDArray[np.intp]
    log_density: NDArray[np.float64]
    k_eff: NDArray[np.float64]
    weight: NDArray[np.float64]
    bandwidth: float
    estimator: Estimator | None = None

    @property
    def said(self) -> str:
        """What judges, in a clause."""
        if self.estimator is None:
            return f"one bandwidth, h = {self.bandwidth:.3g}"
        return ESTIMATORS[self.key].label[:1].lower() + ESTIMATORS[self.key].label[1:]

    def fitted(
        self, values: NDArray[np.float64], weight: NDArray[np.float64] | None = None
    ) -> Estimator:
        """What scores queries; one bandwidth is fitted to these prepared points."""
        if self.estimator is not None:
            return self.estimator
        return KernelDensity(bandwidth=self.bandwidth, precision="mixed").fit(
            values, sample_weight=weight
        )


@once
def judge_of(found: Diagnosis, score: EstimatorScore | None) -> Judge:
    """The estimator of a score, or without one the single bandwidth at every scored point."""
    if score is not None:
        weight = np.ones(len(score.rows)) if score.weight is None else score.weight
        return Judge(
            score.key,
            score.rows,
            score.log_density,
            score.k_eff,
            weight,
            float("nan"),
            score.estimator,
        )
    scan, h = found.scan, found.bandwidth
    return Judge(GLOBAL, found.rows, scan.log_density_of(h), scan.participation(h), scan.mass, h)
