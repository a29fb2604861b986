"""One column of the heat kernel down to a smallest entry, in far fewer products than the series."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive

from core.embedding.laplacian import Jumps

TAIL = 0.01  # of the smallest entry that is wanted may be left out
ROUNDING = 1e-14  # entries below it are noise: no smaller one can be wanted


def quick_column(parts: Jumps, t: float, column: int, lowest: float) -> NDArray[np.float64]:
    """Column (n,) of exp(−tL), symmetric L; entries below ``lowest`` (at least 1e-14) are 0.

    With m = t · rate and P in [−1, 1], exp(−tL) = e^(−m) e^(mP) is the sum
    e^(−m) [I₀(m) + 2 Σ_k I_k(m) T_k(P)] of Chebyshev's polynomials. About √(2 m log 1/ε) products
    leave out less than ε of the heat; the positive series, which keeps every digit of the smallest
    entries, takes more than m.

    >>> from core.embedding.laplacian import check_adjacency, jumps
    >>> parts = jumps(check_adjacency([[0, 1], [1, 0]]), "combinatorial")
    >>> quick_column(parts, 1.0, 0, 1e-12).round(4)
    array([0.5677, 0.4323])
    """
    weights = _weights(t * parts.rate, TAIL * max(lowest, ROUNDING))
    P = parts.matrix
    before = np.zeros(P.shape[0])
    before[column] = 1.0
    now = P @ before
    H = weights[0] * before
    for weight in weights[1:]:
        H += weight * now
        before, now = now, 2 * (P @ now) - before
    H[max(lowest, ROUNDING) > H] = 0.0
    return H


def _weights(mean: float, left_out: float) -> NDArray[np.float64]:
    """e^(−m) I₀(m), 2 e^(−m) I₁(m), …, until what is left out sums to less than ``left_out``."""
    n_terms = int(np.sqrt(2 * mean * np.log(1 / left_out)) + np.log(1 / left_out)) + 20
    weights = 2 * ive(np.arange(n_terms), mean)
    weights[0] /= 2
    rest = np.cumsum(weights[::-1])[::-1]
    return np.asarray(weights[: max(2, int((rest > left_out).sum()))])
