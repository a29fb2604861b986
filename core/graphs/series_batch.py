"""Many power series of one matrix at once: all parameters and all measures that share it.

Seen as functions of the eigenvalues, the series of neighbouring parameters are nearly linear
combinations of each other. A pivoted QR factorisation picks the r series of which all others are
combinations to rounding (fifty parameters of three measures need some thirty); only these cost a
product of n³ operations, the others r n² each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from core.graphs.series_functions import Series
from core.graphs.walk_matrix import WalkMatrix

Matrix = NDArray[np.float64]
BASIS_BYTES = 1_000_000_000
BLOCK_BYTES = 260_000_000
CACHED_BYTES = 1_000_000
RANK_TOLERANCE = 1e-15
# Below this share of the leading eigenvalue's term, the others are computed without it.
MINOR = 0.1
NOTHING = 1e-30
NO_TERMS: NDArray[np.float64] = np.empty(0)
BATCH_ROUNDING = 4e-15


@dataclass(slots=True)
class SeriesMatrix:
    """h(G) = ``matrix`` + ``leading`` · u uᵀ, u the leading eigenvector, divided by e^log_scale.

    ``leading`` is 0, or the term of the leading eigenvalue where that dwarfs all others: what is
    left then keeps its digits. ``rounding`` bounds the error of an entry of ``matrix``.
    """

    matrix: Matrix
    leading: float
    rounding: float


@dataclass(slots=True)
class _Row:
    """One series on the eigenvalues: ``values`` (n,) after its first terms ``terms`` (m,)."""

    values: NDArray[np.float64]
    terms: NDArray[np.float64]
    leading: float


def evaluate_many(
    walk: WalkMatrix, series: Sequence[Series], positive: Sequence[bool]
) -> Iterator[SeriesMatrix]:
    """Yield h(G) of every series in turn; ``positive``: small entries must be right as well.

    Memory: at most 1 GB for the basis and twice 260 MB for the results of two blocks. A result is
    overwritten two blocks later: copy what must stay.
    """
    rows = [_row(walk, one, wanted) for one, wanted in zip(series, positive, strict=True)]
    n_powers = max((len(row.terms) for row in rows), default=0)
    allowed = BASIS_BYTES // (8 * walk.n_nodes**2) - n_powers
    yield from _evaluate(walk, rows, n_powers, allowed)


def _evaluate(
    walk: WalkMatrix, rows: list[_Row], n_powers: int, allowed: int
) -> Iterator[SeriesMatrix]:
    values = np.stack([row.values for row in rows])
    heights = np.abs(values).max(axis=1)
    heights[heights == 0] = 1.0
    values /= heights[:, None]
    values[np.abs(values) < NOTHING] = 0.0  # numbers near the smallest are a hundred times slower
    chosen, coefficients = interpolative_rows(values)
    if len(chosen) > allowed and len(rows) > 1:
        half = len(rows) // 2
        yield from _evaluate(walk, rows[:half], n_powers, allowed)
        yield from _evaluate(walk, rows[half:], n_powers, allowed)
        return
    n = walk.n_nodes
    powers = walk.powers[:n_powers] if n_powers else []
    basis = np.empty((len(chosen) + len(powers), n * n))
    for index, row in enumerate(chosen):
        basis[index] = walk.spectral(values[row]).ravel()
    for index, power in enumerate(powers):
        basis[len(chosen) + index] = power.ravel()
    weights = np.zeros((len(rows), len(basis)))
    weights[:, : len(chosen)] = heights[:, None] * coefficients
    for index, row in enumerate(rows):
        weights[index, len(chosen) : len(chosen) + len(row.terms)] = row.terms
    # small blocks stay in the cache; with few rows of large ones the basis is reread too often
    wanted = max(32 if n > 500 else 12, CACHED_BYTES // (8 * n * n))
    step = min(wanted, max(2, BLOCK_BYTES // (8 * n * n)), len(rows))
    # two buffers in turn: fresh memory for every block would cost more than its arithmetic
    buffers = [np.empty((step, n * n)) for _ in range(2 if len(rows) > step else 1)]
    for number, start in enumerate(range(0, len(rows), step)):
        part = weights[start : start + step]
        block = np.matmul(part, basis, out=buffers[number % len(buffers)][: len(part)])
        for index, row in enumerate(rows[start : start + step]):
            rounding = BATCH_ROUNDING * float(heights[start + index])
            yield SeriesMatrix(block[index].reshape(n, n), row.leading, rounding)


def interpolative_rows(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Rows of ``values`` (J, n) that span all: their positions (r,), and weights (J, r).

    >>> chosen, weights = interpolative_rows(np.array([[1.0, 0.0], [2.0, 0.0]]))
    >>> chosen, weights
    (array([1]), array([[0.5],
           [1. ]]))
    """
    rest = values.copy()
    most = min(values.shape)
    projections = np.zeros((len(values), most))
    directions = np.zeros((most, values.shape[1]))
    chosen: list[int] = []
    size = np.einsum("ij,ij->i", rest, rest)
    enough = RANK_TOLERANCE**2 * size.max()
    while len(chosen) < most and (size.max() > enough or not chosen):
        row, rank = int(np.argmax(size)), len(chosen)
        direction = rest[row]
        for _ in range(2):  # orthogonal to rounding
            known = directions[:rank]
            direction = direction - (known @ direction) @ known
        norm = float(np.linalg.norm(direction))
        direction = direction / norm if norm > 0 else direction
        step = rest @ direction
        rest -= step[:, None] * direction
        projections[:, rank] = step
        directions[rank] = direction
        rest[row] = 0.0
        chosen.append(row)
        size = np.einsum("ij,ij->i", rest, rest)
    rank = len(chosen)
    square = projections[chosen, :rank]
    if not np.diag(square).all():
        return np.array(chosen), np.eye(len(values))[:, chosen]
    weights = solve_triangular(square.T, projections[:, :rank].T).T
    weights[chosen] = np.eye(rank)
    return np.array(chosen), weights


def _row(walk: WalkMatrix, series: Series, positive: bool) -> _Row:
    g = walk.eigenvalues
    values = series.values(g)
    leading = float(values[-1])
    if len(g) > 1 and max(values[:-1].max(), -values[:-1].min()) < MINOR * abs(leading):
        values[-1] = 0.0
        return _Row(values, NO_TERMS, leading)
    if positive:
        terms = walk.split_terms(series, leading)
        if len(terms):
            return _Row(series.remainder(g, len(terms)), terms, 0.0)
    return _Row(values, NO_TERMS, 0.0)
