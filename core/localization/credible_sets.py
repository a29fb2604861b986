"""How sure: the smallest sets of places that hold a share of the posterior, made to keep it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError

LEVELS = (0.5, 0.68, 0.9, 0.95)


def content_at_truth(
    weights: NDArray[np.float64], grid_m: NDArray[np.float64], true_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) share of the posterior on places more likely than the true one.

    The true place is the registered place nearest to ``true_m`` (n, 2); half of its own weight and
    of its equals is counted, so that the result is uniform for an honest posterior. The highest-
    density set of content s holds the truth where the result is at most s.

    >>> content_at_truth(np.array([[0.7, 0.3]]), np.array([[0.0, 0], [1, 0]]), np.array([[0.0, 0]]))
    array([0.35])
    """
    away = np.linalg.norm(true_m[:, None, :] - grid_m[None, :, :], axis=2)
    at_truth = np.take_along_axis(weights, away.argmin(axis=1)[:, None], axis=1)
    more_likely = np.where(weights > at_truth, weights, 0.0).sum(axis=1)
    equal = np.where(weights == at_truth, weights, 0.0).sum(axis=1)
    return more_likely + 0.5 * equal


@dataclass(frozen=True, eq=False)
class CredibleSets:
    """Highest-density sets whose content was calibrated: a set for 90 % holds the truth in 90 %.

    ``content`` (m,) are the sorted values of :func:`content_at_truth` on calibration scans; the
    set for level q gets the posterior content content_quantile(q). For new scans of the same kind
    the coverage is q up to sampling (split conformal prediction: Vovk, Gammerman, Shafer, 2005).
    """

    content: NDArray[np.float64]

    @classmethod
    def calibrate(
        cls,
        weights: NDArray[np.float64],
        grid_m: NDArray[np.float64],
        true_m: NDArray[np.float64],
    ) -> "CredibleSets":
        """Learn from scans with known positions (n, 2) metres and weights (n, M)."""
        if not len(weights):
            raise ParameterError("No scan to calibrate with; at least one is needed.")
        return cls(np.sort(content_at_truth(weights, grid_m, true_m)))

    @classmethod
    def pooled(cls, parts: list["CredibleSets"]) -> "CredibleSets":
        """One calibration from several buildings."""
        return cls(np.sort(np.concatenate([part.content for part in parts])))

    def content_for(self, level: float) -> float:
        """Posterior content that the set for ``level`` in (0, 1) needs.

        >>> CredibleSets(np.linspace(0, 1, 101)).content_for(0.5)
        0.5
        """
        if not 0 < level < 1:
            raise ParameterError(f"level is {level}; choose between 0 and 1.")
        return float(np.quantile(self.content, level))

    def members(self, weights: NDArray[np.float64], level: float) -> NDArray[np.bool_]:
        """(n, M) which places belong to each scan's set."""
        order = np.argsort(-weights, axis=1, kind="stable")
        ordered = np.take_along_axis(weights, order, axis=1)
        before = np.cumsum(ordered, axis=1) - 0.5 * ordered
        inside = before <= self.content_for(level)
        inside[:, 0] = True
        result = np.zeros(weights.shape, dtype=bool)
        np.put_along_axis(result, order, inside, axis=1)
        return result


def coverage(
    sets: CredibleSets,
    weights: NDArray[np.float64],
    grid_m: NDArray[np.float64],
    true_m: NDArray[np.float64],
    levels: tuple[float, ...] = LEVELS,
) -> dict[float, float]:
    """Share of scans whose set for each level holds the truth."""
    content = content_at_truth(weights, grid_m, true_m)
    return {level: float(np.mean(content <= sets.content_for(level))) for level in levels}
