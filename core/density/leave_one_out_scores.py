"""Leave-one-out log densities: what the other points say about each one, for many bandwidths."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from core.density.float32_tiles import Float32Tiles
from core.density.kernel_sums import Index, Matrix, Vector, WeightedPoints, weighted_points
from core.density.kernels import Kernel, make_kernel
from core.density.passes import prepared_tiles, sum_kernel
from core.density.validation import check_bandwidths, check_data, check_weight
from core.errors import ParameterError
from core.parallel import Progress, no_progress


@dataclass(frozen=True)
class LeaveOneOut:
    """Leave-one-out results for m points and H bandwidths.

    Attributes
    ----------
    bandwidths : (H,) array
        In the unit of the data.
    index : (m,) array
        Rows of the data that were scored.
    log_density : (m, H) array
        In nats, −∞ where no other point reaches.
    participation : (m, H) array or None
        Effective numbers of points, NaN where no other point reaches; None unless asked.
    """

    bandwidths: Vector
    index: Index
    log_density: Matrix
    participation: Matrix | None

    @property
    def mean(self) -> Vector:
        """(H,): mean leave-one-out log likelihood in nats per point, −∞ if any point has −∞."""
        return np.asarray(self.log_density.mean(axis=0))

    @property
    def standard_error(self) -> Vector:
        """(H,): standard error of ``mean``, nats; NaN where it is −∞ or only one was scored."""
        m = len(self.log_density)
        if m < 2:
            return np.full(len(self.bandwidths), np.nan)
        finite = np.isfinite(self.log_density).all(axis=0)
        error = np.full(len(self.bandwidths), np.nan)
        error[finite] = self.log_density[:, finite].std(axis=0, ddof=1) / np.sqrt(m)
        return error


def leave_one_out(
    X: ArrayLike,
    bandwidths: ArrayLike,
    *,
    kernel: str = "gaussian",
    nu: float = 3.0,
    precision: str = "double",
    sample_weight: ArrayLike | None = None,
    index: ArrayLike | None = None,
    participation: bool = False,
    progress: Progress = no_progress,
    n_workers: int | None = None,
) -> LeaveOneOut:
    """Leave-one-out log densities of points, for all bandwidths from one pass.

    ℓ_i(h) = log [ Σ_{j≠i} w_j K((x_i − x_j)/h) / (hᵈ Σ_{j≠i} w_j) ]

    Parameters
    ----------
    X : (n, d) array
        Points, finite.
    bandwidths : (H,) array
        Above 0, in the unit of X.
    kernel : str, optional
        A kernel of :class:`core.density.KernelDensity`.
    nu : float, optional
        Degrees of freedom of the student kernel.
    precision : str, optional
        "double" or "mixed", as in :class:`core.density.KernelDensity`.
    sample_weight : (n,) array or None, optional
        Weights of 0 or more; points of weight 0 are not scored.
    index : (m,) array of int or None, optional
        Rows to score (against all others); None: all.
    participation : bool, optional
        Whether the effective numbers are wanted, too.
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.
    n_workers : int or None, optional
        Number of threads; None: one for each core.

    Returns
    -------
    LeaveOneOut
        Log densities (m, H) in nats.

    Raises
    ------
    ParameterError
        For fewer than two points, bandwidths that are not above 0, and data that are not finite.

    References
    ----------
    J. D. F. Habbema, J. Hermans, K. van den Broek, COMPSTAT, 1974. R. P. W. Duin, IEEE Transactions
    on Computers, 1976.

    Examples
    --------
    >>> result = leave_one_out([[0.0], [1.0]], [1.0])
    >>> result.mean.round(4)  # −½ − ½ log 2π
    array([-1.4189])
    """
    values, h = check_data(X), check_bandwidths(bandwidths)
    weight = check_weight(sample_weight, len(values))
    chosen = np.arange(len(values)) if index is None else np.asarray(index, dtype=np.int64)
    if weight is not None and not (weight > 0).all():
        kept = np.flatnonzero(weight > 0)
        chosen = np.searchsorted(kept, chosen[weight[chosen] > 0])
        values, weight = values[kept], weight[kept]
    else:
        kept = np.arange(len(values))
    points, form = weighted_points(values, weight), make_kernel(kernel, values.shape[1], nu)
    tiles = prepared_tiles(points, precision)
    result = leave_one_out_of(
        points, tiles, h, form, chosen,
        participation=participation, progress=progress, n_workers=n_workers,
    )  # fmt: skip
    return replace(result, index=kept[chosen])


def leave_one_out_of(
    points: WeightedPoints,
    tiles: Float32Tiles | None,
    bandwidths: Vector,
    kernel: Kernel,
    index: Index,
    *,
    participation: bool = False,
    progress: Progress = no_progress,
    n_workers: int | None = None,
) -> LeaveOneOut:
    """Leave-one-out scores of the points at ``index``, for points prepared before."""
    n, d = points.values.shape
    if n < 2:
        raise ParameterError(
            f"Leave-one-out needs at least 2 points with a weight above 0, but got {n}; add points."
        )
    sums = sum_kernel(
        points, tiles, points.values[index], bandwidths, kernel,
        squares=participation, own_index=index, progress=progress, n_workers=n_workers,
    )  # fmt: skip
    if points.log_weight is None:
        log_others: float | Matrix = float(np.log(n - 1.0))
    else:
        log_others = _log_total_of_others(points.log_weight, points.log_total, index)[:, None]
    log_density = sums.log_density(kernel, bandwidths, d, log_others)
    return LeaveOneOut(
        bandwidths, index, log_density, sums.participation if participation else None
    )


def _log_total_of_others(log_weight: Vector, log_total: float, index: Index) -> Vector:
    """(m,) log Σ_{j≠i} w_j for the points at ``index``.

    By a difference, but for the one point that may weigh more than half: there it would cancel.
    """
    share = np.exp(log_weight[index] - log_total)
    heavy = share > 0.5
    log_others = log_total + np.log1p(-np.where(heavy, 0.0, share))
    if heavy.any():
        log_others[heavy] = np.logaddexp.reduce(np.delete(log_weight, index[heavy][0]))
    return np.asarray(log_others)
