"""Sums of exponentials kept relative to their largest term, so that none overflows or vanishes."""

import numpy as np

from core.density.kernel_sums import Index, KernelSums, Matrix


class LogSums:
    """Running Σ exp(x) and Σ exp(2x) for m rows and H columns.

    ``peak`` (m, H) is the largest x so far, ``total`` and ``squared`` the sums in units of
    exp(peak) and exp(2 peak).
    """

    def __init__(self, m: int, n_bandwidths: int, *, squares: bool) -> None:
        self.peak = np.full((m, n_bandwidths), -np.inf)
        self.total = np.zeros((m, n_bandwidths))
        self.squared = np.zeros((m, n_bandwidths)) if squares else None

    def add(self, x: Matrix, j: int, rows: Index | slice = slice(None)) -> None:
        """Add the exponentials of x (rows, k), −∞ allowed, to column j. Overwrites x."""
        peak = self.peak[rows, j]
        higher = np.maximum(peak, x.max(axis=1))
        reference = np.where(np.isneginf(higher), 0.0, higher)
        shrink = np.exp(peak - reference)
        np.exp(np.subtract(x, reference[:, None], out=x), out=x)
        self.peak[rows, j] = higher
        self.total[rows, j] = self.total[rows, j] * shrink + x.sum(axis=1)
        if self.squared is not None:
            second = np.einsum("ij,ij->i", x, x)
            self.squared[rows, j] = self.squared[rows, j] * shrink**2 + second

    def add_sums(self, offset: Matrix, total: Matrix, squared: Matrix | None) -> None:
        """Add whole sums (m, H) in units of exp(offset)."""
        offset = np.where(total > 0, offset, -np.inf)
        higher = np.maximum(self.peak, offset)
        reference = np.where(np.isneginf(higher), 0.0, higher)
        mine, theirs = np.exp(self.peak - reference), np.exp(np.minimum(offset - reference, 0))
        self.peak, self.total = higher, self.total * mine + total * theirs
        if self.squared is not None and squared is not None:
            self.squared = self.squared * mine**2 + squared * theirs**2

    def result(self) -> KernelSums:
        """The logs of the sums, and the participation (Σ)²/Σ² where squares were asked for."""
        with np.errstate(divide="ignore", invalid="ignore"):
            log_sum = self.peak + np.log(self.total)
            if self.squared is None:
                return KernelSums(log_sum, np.full_like(log_sum, np.nan))
            return KernelSums(log_sum, np.maximum(self.total**2 / self.squared, 1.0))
