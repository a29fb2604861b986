"""The law of log ρ̂ over data sets at finite n and d, by inverting its Laplace transform."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.simulation import KernelOnTable

Array = NDArray[np.float64]
MOST_THINNING, FINEST_NATS = 4, 0.2  # of the table's distances, while K moves by less than this
NEGLIGIBLE = 30.0  # nats: distances that no point has, and twice that for terms that add nothing
DAMPING = 18.4  # Abate and Whitt's A: the error of the sum is e^−A
EULER_TERMS = 11
TERMS = 60  # before Euler's summation: resolves a law a tenth of its place wide
LINEAR, SATURATED = 1e-5, 40.0  # zK below which 1 − e^{−zK} is a parabola, above which it is 1
WIDE_NATS = 1.0  # a law of more is summed place by place, one of less on one grid
GRID_TERMS = 1_500
PLACES_AT_ONCE = 8  # × 72 terms × at most 4,096 distances: 38 MB of complex numbers


def exact_distribution(kernel: KernelOnTable, log_density: ArrayLike) -> Array:
    """P(log ρ̂ ≤ y) at each y, for n independent points at the distances of the table.

    X = Σ K(y_i) has L(s) = E e^{−sX} = (1 − E[1 − e^{−sK}])ⁿ, and P(X ≤ x) is the inverse transform
    of L(s)/s, by the Fourier series of Abate and Whitt with Euler's summation where the law is
    wide; where all of it lies within a nat, by the same series on one grid for all x.

    Parameters
    ----------
    kernel : a kernel on the table of distances, with its bandwidth
    log_density : (m,) values of log ρ̂, in nats

    Source: J. Abate, W. Whitt, ORSA Journal on Computing, 1995.

    >>> from core.density.distance_table import DistanceTable
    >>> kernel = KernelOnTable.of(DistanceTable.of(np.log(1e5), 100), 1.3, "gaussian", 1.0)
    >>> below, middle, above = exact_distribution(kernel, kernel.log_mean + np.array([-9, -0.5, 9]))
    >>> bool(below < 1e-6), bool(0.1 < middle < 0.9), bool(above > 0.999)
    (True, True, True)
    """
    y = np.atleast_1d(np.asarray(log_density, dtype=float)) + kernel.log_norm  # log of X
    if np.ptp(y) < WIDE_NATS:
        found = _on_one_grid(kernel, y)
    else:
        found = np.empty(len(y))
        for start in range(0, len(y), PLACES_AT_ONCE):
            some = slice(start, start + PLACES_AT_ONCE)
            found[some] = _place_by_place(kernel, y[some])
    return np.clip(found, 0.0, 1.0)


class _Transform:
    """log L(s) at s = z e^{−unit} for complex z, by quadrature over the table of distances."""

    def __init__(self, kernel: KernelOnTable) -> None:
        table = kernel.table
        at_edge = np.searchsorted(table.half_square, table.edge) + np.array([0, 1])
        moved = float(np.abs(np.diff(kernel.log_weight(table.half_square[at_edge])))[0])
        thinning = int(np.clip(FINEST_NATS / max(moved, 1e-9), 1, MOST_THINNING))
        half_square = table.half_square[::thinning]
        step = np.log(half_square[1] / half_square[0])
        log_k = kernel.log_weight(half_square)
        log_measure = table.log_n + table.log_density[::thinning] + np.log(step)
        log_count, adds = table.log_count(half_square), log_measure + log_k
        nearest = float(kernel.log_weight(table.edge))
        typical = max(nearest, float(adds[log_count > 0].max(initial=nearest)))
        matters = (log_count > -NEGLIGIBLE) & (adds > typical - 2 * NEGLIGIBLE)
        self._log_k, self._log_measure = log_k[matters], log_measure[matters]
        self._n = float(np.exp(min(table.log_n, 700.0)))

    def log(self, z: NDArray[np.complex128], unit: Array) -> NDArray[np.complex128]:
        """``z`` (p, k), ``unit`` (p,) → (p, k)."""
        felt = np.array([self._felt(*each) for each in zip(z, unit, strict=True)])
        if self._n > 1e12:
            return np.asarray(-felt)
        return np.asarray(self._n * np.log1p(-felt / self._n))

    def _felt(self, z: NDArray[np.complex128], unit: float) -> NDArray[np.complex128]:
        """(k,) n E[1 − e^{−zK}], K in units of e^unit.

        Where zK is small the terms are two sums for all z together, where its real part is large
        they are the measure itself; exponentials are taken between, a few of the distances where
        K falls steeply.
        """
        log_k = self._log_k - unit  # falls with the distance
        large = int(np.searchsorted(-log_k, -np.log(SATURATED / z.real.min())))
        small = int(np.searchsorted(-log_k, -np.log(LINEAR / np.abs(z).max())))
        k = np.exp(log_k[large:small])
        measure = np.exp(np.clip(self._log_measure, -700, 700))
        # n dF (1 − e^{−zK}) is summed where it counts; K dF stays finite however large n is.
        first = np.exp(np.clip(self._log_measure[small:] + log_k[small:], -700, 700))
        second = float(first @ np.exp(np.clip(log_k[small:], -700, 700))) / 2
        between = -np.expm1(-z[:, None] * k) @ measure[large:small]
        return np.asarray(measure[:large].sum() + between + z * (first.sum() - z * second))


def _place_by_place(kernel: KernelOnTable, y: Array) -> Array:
    """P(X ≤ e^y), each with a series of its own whose unit is e^y."""
    k = np.arange(TERMS + EULER_TERMS + 1)
    z = ((DAMPING + 2j * np.pi * k) / 2).astype(np.complex128)
    log_transform = _Transform(kernel).log(np.repeat(z[None], len(y), axis=0), y)
    terms = (np.exp(log_transform) / z).real * np.where(k % 2, -1.0, 1.0)
    terms[:, 0] /= 2
    sums = np.cumsum(terms, axis=1)[:, -EULER_TERMS - 1 :]
    weight = np.array([_binomial(EULER_TERMS, j) for j in range(EULER_TERMS + 1)])
    return np.asarray(np.exp(DAMPING / 2) * (sums @ weight) / 2.0**EULER_TERMS)


def _on_one_grid(kernel: KernelOnTable, y: Array) -> Array:
    """P(X ≤ x) for x within a factor e, by one series.

    It begins three widths of the values below them, where nothing lies, since a sum of positive
    terms has no heavy tail on its left; its period is three times what is left.
    """
    unit = float(y.max())
    x = np.exp(y - unit)
    start = max(float(x.min()) - 3 * max(float(np.ptp(x)), 1e-12), 0.0)
    t = x - start
    period = 3 * float(t.max())
    turns = np.arange(GRID_TERMS)
    z = np.asarray((DAMPING + 2j * np.pi * turns) / period, dtype=np.complex128)
    transform = _Transform(kernel)
    log_transform = np.concatenate(
        [
            transform.log(z[None, first : first + TERMS], np.array([unit]))[0]
            for first in range(0, GRID_TERMS, TERMS)
        ]
    )
    values = (np.exp(log_transform + z * start + z * t[:, None]) / z).real
    values[:, 0] /= 2
    return np.asarray(2 / period * values.sum(axis=1))


def _binomial(n: int, k: int) -> float:
    found = 1.0
    for j in range(k):
        found *= (n - j) / (j + 1)
    return found
