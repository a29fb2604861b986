"""Heat distances within one connected component, by the cheapest way that is accurate enough."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.dissimilarity import heat_dissimilarity
from core.embedding.heat.doubling import full_kernel
from core.embedding.heat.kernels import log_columns
from core.embedding.laplacian import Jumps
from core.embedding.spectrum import Spectrum
from core.parallel import Progress, no_progress, one_blas_thread

ALL_PAIRS = 1000  # up to so many points every pair is computed
LOWEST = 1e-280  # entry of a full kernel; lower ones are summed again with exponents of their own


@dataclass(frozen=True, eq=False)
class HeatDistances:
    """``distance`` (n, m) from every point to the ``landmarks`` (m,), node numbers.

    ``log_h`` (n, m) and ``log_diagonal`` (n,) are what it was made from; ``method`` says how, and
    ``exact_diagonal`` whether Hᵢᵢ was computed for every point or for landmarks only. ``stayed``
    (n,) is the share of Hᵢᵢ that never left.
    """

    distance: NDArray[np.float64]
    landmarks: NDArray[np.int64]
    log_h: NDArray[np.float64]
    log_diagonal: NDArray[np.float64]
    method: str
    exact_diagonal: bool
    stayed: NDArray[np.float64]


def heat_distances(
    parts: Jumps,
    spectrum: Spectrum,
    t: float,
    landmarks: NDArray[np.int64],
    *,
    volume: float = 1.0,
    mean: str = "arithmetic",
    density: bool = False,
    known: NDArray[np.float64] | None = None,
    progress: Progress = no_progress,
) -> HeatDistances:
    """Distances of all points of a connected graph from the landmarks at time t.

    ``density`` divides the kernel by √(dᵢdⱼ): the random walk's density against its equilibrium.
    ``known`` is the full kernel (n, n) where it was computed before.
    """
    n = parts.matrix.shape[0]
    log_h, log_diagonal, method = _log_kernel(parts, spectrum, t, landmarks, known, progress)
    exact = log_diagonal is not None
    half = np.log(parts.degree) / 2
    if log_diagonal is None:
        log_diagonal = _spread(log_h, landmarks, 2 * half)
    leaving = parts.rate * (1 - parts.matrix.diagonal())
    stayed = np.exp(np.minimum(-t * leaving - log_diagonal, 0.0))
    if density:
        log_h = log_h - half[:, None] - half[landmarks] + np.log(parts.degree.mean())
        log_diagonal = log_diagonal - 2 * half + np.log(parts.degree.mean())
    distance = heat_dissimilarity(
        log_h, t, volume, mean, log_diagonal=log_diagonal, columns=landmarks
    )
    if len(landmarks) == n:
        distance = (distance + distance.T) / 2
    return HeatDistances(distance, landmarks, log_h, log_diagonal, method, exact, stayed)


def series_work(parts: Jumps, n_columns: int) -> float:
    """Additions for each unit of time, when columns are summed as a series."""
    return parts.rate * parts.matrix.nnz * n_columns


def _log_kernel(
    parts: Jumps,
    spectrum: Spectrum,
    t: float,
    landmarks: NDArray[np.int64],
    known: NDArray[np.float64] | None,
    progress: Progress,
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None, str]:
    n = parts.matrix.shape[0]
    if known is None:
        H = spectrum.kernel(t, landmarks)
        if spectrum.is_accurate(H, t):
            modes = "all" if spectrum.complete else f"{len(spectrum.eigenvalues)} slowest"
            return np.log(H, out=H), np.log(spectrum.diagonal(t)), f"{modes} modes"
    if len(landmarks) == n <= ALL_PAIRS:
        H = known if known is not None else full_kernel(parts, t, progress)
        if H.min() > LOWEST:
            log_h = np.log(H)
            return log_h, np.diagonal(log_h).copy(), "all-positive series, doubled"
    log_h = log_columns(parts, t, landmarks, progress)
    if len(landmarks) == n:
        return log_h, np.diagonal(log_h).copy(), "all-positive series"
    return log_h, None, "all-positive series"


def _spread(
    log_h: NDArray[np.float64], landmarks: NDArray[np.int64], log_degree: NDArray[np.float64]
) -> NDArray[np.float64]:
    """log Hᵢᵢ of all points from the landmarks' own.

    Hᵢᵢ/dᵢ varies slowly along the data; its logarithm is averaged over the landmarks with the heat
    that reaches the point from each as weight.
    """
    known = log_h[landmarks, np.arange(len(landmarks))] - log_degree[landmarks]
    weight = np.exp(log_h - log_h.max(axis=1, keepdims=True))
    with one_blas_thread():
        log_diagonal = (weight @ known) / weight.sum(axis=1) + log_degree
    log_diagonal[landmarks] = known + log_degree[landmarks]
    return log_diagonal
