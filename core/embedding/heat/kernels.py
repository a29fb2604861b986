"""The heat kernel exp(−tL) of a graph and its logarithm, accurate in relative terms."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from core.embedding.heat.series import TINY, sum_series, sum_series_extended
from core.embedding.laplacian import Jumps, check_adjacency, jumps
from core.embedding.poisson_weights import n_terms_wanted, poisson_weights
from core.errors import ParameterError
from core.limits import check_limit
from core.parallel import Progress, map_blocks, no_progress

RELATIVE_ERROR = 1e-16
BLOCK = 16


def heat_kernel(
    adjacency: Any,
    t: float,
    laplacian: str = "normalized",
    columns: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """The heat kernel H = exp(−t L) of a graph, every entry accurate in relative terms.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    t : float
        Diffusion time ≥ 0, in units of one over the Laplacian's.
    laplacian : str, optional
        "normalized" I − D^−½ W D^−½, "combinatorial" D − W or "random_walk" I − D^−1 W.
    columns : (m,) sequence of int or None, optional
        Node numbers; None for all.

    Returns
    -------
    (n, m) array of float64
        Shares of the heat, at least 0; 0 where below 1e-308.

    Raises
    ------
    ParameterError
        For an adjacency, a time, a Laplacian or columns outside their range.
    LimitError
        When n · m entries exceed the limit.

    Examples
    --------
    >>> heat_kernel([[0, 1], [1, 0]], t=1.0, laplacian="combinatorial").round(4)
    array([[0.5677, 0.4323],
           [0.4323, 0.5677]])
    """
    return np.exp(log_heat_kernel(adjacency, t, laplacian, columns))


def log_heat_kernel(
    adjacency: Any,
    t: float,
    laplacian: str = "normalized",
    columns: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """The logarithm of the heat kernel exp(−t L), exactly −∞ where no path joins two nodes.

    By uniformisation: with q = max Lᵢᵢ and P = I − L/q ≥ 0,
    exp(−tL) = Σ_k e^(−tq) (tq)^k / k! · P^k. All terms are non-negative, nothing cancels.

    Parameters
    ----------
    adjacency : (n, n) array or sparse matrix
        Symmetric, non-negative, of any numeric type; entry (i, j) is the weight of an edge.
    t : float
        Diffusion time ≥ 0, in units of one over the Laplacian's.
    laplacian : str, optional
        "normalized" I − D^−½ W D^−½, "combinatorial" D − W or "random_walk" I − D^−1 W.
    columns : (m,) sequence of int or None, optional
        Node numbers; None for all.

    Returns
    -------
    (n, m) array of float64
        Natural logarithms.

    Raises
    ------
    ParameterError
        For an adjacency, a time, a Laplacian or columns outside their range.
    LimitError
        When n · m entries exceed the limit.

    References
    ----------
    A. Jensen, Markoff chains as an aid in the study of Markoff processes, 1953.

    Examples
    --------
    >>> log_heat_kernel([[0, 1, 0], [1, 0, 0], [0, 0, 0]], t=1.0)[0].round(4)
    array([-0.5662, -0.8386,    -inf])
    """
    W = check_adjacency(adjacency)
    t = check_time(t)
    parts = jumps(W, laplacian)
    n = W.shape[0]
    wanted = check_columns(columns, n)
    check_limit("kernel_entries", n * len(wanted), what="The heat kernel")
    log_h = log_columns(parts, t, wanted)
    if laplacian == "random_walk":
        half = np.log(parts.degree) / 2
        log_h += half[wanted][None, :] - half[:, None]
    return log_h


def check_time(t: Any) -> float:
    """The diffusion time as a float; ParameterError unless it is finite and ≥ 0."""
    try:
        value = float(t)
    except (TypeError, ValueError):
        raise ParameterError(f"t is {t!r}, which is not a number; choose t ≥ 0.") from None
    if not np.isfinite(value) or value < 0:
        raise ParameterError(f"t is {value}; choose a finite diffusion time t ≥ 0.")
    return value


def check_columns(columns: Any, n: int) -> NDArray[np.int64]:
    """Node numbers as an array; ParameterError unless each lies in [0, n)."""
    if columns is None:
        return np.arange(n)
    chosen = np.atleast_1d(np.asarray(columns))
    if chosen.ndim != 1 or (chosen.size and chosen.dtype.kind not in "iu"):
        raise ParameterError("columns must be a list of node numbers.")
    if chosen.size and (chosen.min() < 0 or chosen.max() >= n):
        raise ParameterError(
            f"columns reach from {chosen.min()} to {chosen.max()}; nodes go from 0 to {n - 1}."
        )
    return chosen.astype(np.int64)


def log_columns(
    parts: Jumps,
    t: float,
    columns: NDArray[np.int64],
    progress: Progress = no_progress,
) -> NDArray[np.float64]:
    """log of the columns of exp(−tL) for a symmetric L given by its jumps, (n, m)."""
    n = parts.matrix.shape[0]
    with np.errstate(divide="ignore"):
        log_h = np.log(kernel_columns(parts, [t], columns, progress)[0])
    if t == 0:
        return log_h
    _, component = connected_components(parts.matrix, directed=False)
    lost = (log_h < np.log(TINY)) & (component[:, None] == component[columns])
    redo = np.flatnonzero(lost.any(axis=0))
    P, mean = parts.matrix, t * parts.rate
    n_terms = 2 * (n_terms_wanted(mean, RELATIVE_ERROR) + n) + 200

    def extended(j: int) -> NDArray[np.float64]:
        log_out = np.empty(n)
        sum_series_extended(
            P.indptr, P.indices, P.data, columns[j], mean, -mean, RELATIVE_ERROR, n_terms, log_out
        )
        return log_out

    for index, column in map_blocks(extended, redo.tolist()):
        rows = lost[:, redo[index]]
        log_h[rows, redo[index]] = column[rows]
        progress((index + 1) / len(redo), "entries below 1e-290")
    return log_h


def kernel_columns(
    parts: Jumps,
    times: Sequence[float],
    columns: NDArray[np.int64],
    progress: Progress = no_progress,
    block: int = BLOCK,
) -> NDArray[np.float64]:
    """Columns of exp(−tL) for several times in one pass, (times, n, m).

    All times share the powers P^k; ``times`` must ascend. Threads run over blocks of columns.
    """
    P, n = parts.matrix, parts.matrix.shape[0]
    means = np.asarray(times, float) * parts.rate
    mean = float(means[-1])
    n_terms = 2 * (n_terms_wanted(mean, RELATIVE_ERROR) + n) + 200
    n_terms = min(n_terms, int(mean + 40 * np.sqrt(mean)) + 2 * n + 400)
    weights = np.array([poisson_weights(m, n_terms) for m in means])
    out = np.empty((len(times), n, len(columns)))
    starts = range(0, len(columns), block)

    def one(start: int) -> tuple[int, NDArray[np.float64]]:
        chosen = columns[start : start + block]
        part = np.empty((len(times), n, len(chosen)))
        sum_series(P.indptr, P.indices, P.data, chosen, weights, mean, RELATIVE_ERROR, part)
        return start, part

    done = 0
    for _, (start, part) in map_blocks(one, starts):
        out[:, :, start : start + part.shape[2]] = part
        done += part.shape[2]
        progress(done / len(columns), "heat kernel")
    return out
