"""Other ways to the heat kernel, for teaching: what each gets wrong, and by how much.

The project itself uses the all-positive series of :mod:`core.embedding.heat.kernels`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from scipy.sparse.linalg import splu
from scipy.special import ive

from core.embedding.heat.kernels import check_columns, check_time, log_heat_kernel
from core.embedding.laplacian import check_adjacency, jumps
from core.errors import ParameterError


def chebyshev_kernel(
    adjacency: Any,
    t: float,
    order: int,
    laplacian: str = "normalized",
    columns: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Columns (n, m) of c₀/2 + Σ_k c_k T_k(L/φ − I), c_k = 2 (−1)^k e^(−tφ) I_k(tφ), k ≤ order.

    φ is half of a bound on the largest eigenvalue. A polynomial of degree K reaches K hops: an
    order that is right to 10⁻¹⁶ absolutely still leaves every pair further apart at exactly 0.
    D. Hammond, P. Vandergheynst, R. Gribonval, 2011.

    Raises ParameterError as :func:`~core.embedding.heat.kernels.log_heat_kernel` does, and for an
    order below 0.

    >>> H = chebyshev_kernel([[0, 1], [1, 0]], t=1.0, order=20, laplacian="combinatorial")
    >>> H.round(4)
    array([[0.5677, 0.4323],
           [0.4323, 0.5677]])
    """
    sums = _chebyshev_sums(adjacency, t, [order], laplacian, columns)
    return sums[0]


def chebyshev_error(
    adjacency: Any,
    t: float,
    orders: Sequence[int],
    laplacian: str = "normalized",
    column: int = 0,
) -> pd.DataFrame:
    """How wrong one column is at each order: one row per order, in one pass.

    ``absolute`` and ``relative`` are the largest errors of an entry against the all-positive
    series; ``wrong`` is the share of entries that are not even right to a factor of two.

    >>> chebyshev_error([[0, 1], [1, 0]], 1.0, [1, 20])["absolute"].round(3).tolist()
    [0.102, 0.0]
    """
    exact = np.exp(log_heat_kernel(adjacency, t, laplacian, [column])[:, 0])
    rows = []
    for order, found in zip(
        orders, _chebyshev_sums(adjacency, t, orders, laplacian, [column]), strict=True
    ):
        rows.append({"order": order, **_errors(found[:, 0], exact)})
    return pd.DataFrame(rows)


def euler_kernel(
    adjacency: Any,
    t: float,
    n_steps: int,
    laplacian: str = "normalized",
    columns: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Columns (n, m) of (I + tL/K)^(−K), K implicit Euler steps by one sparse factorisation.

    Positive everywhere, but its tail falls off like a power, not like a Gaussian: far entries are
    too large by many orders of magnitude.

    >>> euler_kernel([[0, 1], [1, 0]], 1.0, 1000, "combinatorial").round(3)
    array([[0.568, 0.432],
           [0.432, 0.568]])
    """
    if n_steps < 1:
        raise ParameterError(f"The number of steps is {n_steps}; choose at least 1.")
    L, half, chosen = _symmetric(adjacency, laplacian, columns)
    n = L.shape[0]
    factor = splu(sparse.csc_array(sparse.eye_array(n) + (check_time(t) / n_steps) * L))
    H = np.zeros((n, len(chosen)))
    H[chosen, np.arange(len(chosen))] = 1.0
    for _ in range(n_steps):
        H = factor.solve(H)
    return H * np.exp(half[chosen] - half[:, None])


def exact_kernel(
    adjacency: Any,
    t: float,
    laplacian: str = "normalized",
    columns: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Columns (n, m) of Σ_k e^(−tλ_k) v_k v_kᵀ by all eigenvectors: n³ work.

    The error is absolute, about 10⁻¹⁵: smaller entries are noise of either sign.

    >>> exact_kernel([[0, 1], [1, 0]], 1.0, "combinatorial").round(4)
    array([[0.5677, 0.4323],
           [0.4323, 0.5677]])
    """
    L, half, chosen = _symmetric(adjacency, laplacian, columns)
    values, vectors = eigh(L.toarray())
    H = (vectors * np.exp(-check_time(t) * values)) @ vectors[chosen].T
    return H * np.exp(half[chosen] - half[:, None])


def _chebyshev_sums(
    adjacency: Any,
    t: float,
    orders: Sequence[int],
    laplacian: str,
    columns: Sequence[int] | None,
) -> list[NDArray[np.float64]]:
    if min(orders, default=0) < 0:
        raise ParameterError(f"The order is {min(orders)}; choose at least 0.")
    L, half, chosen = _symmetric(adjacency, laplacian, columns)
    n, t = L.shape[0], check_time(t)
    phi = float(abs(L).sum(axis=1).max()) / 2 or 1.0  # Gershgorin's bound on the spectrum
    k = np.arange(max(orders) + 1)
    c = 2 * (-1.0) ** k * ive(k, t * phi)
    shifted = L / phi - sparse.eye_array(n)
    before = np.zeros((n, len(chosen)))
    before[chosen, np.arange(len(chosen))] = 1.0
    total, now = c[0] / 2 * before, shifted @ before
    scale, found = np.exp(half[chosen] - half[:, None]), {}
    for order in k:
        if order > 0:
            total = total + c[order] * now
            before, now = now, 2 * (shifted @ now) - before
        if order in orders:
            found[int(order)] = total * scale
    return [found[order] for order in orders]


def _symmetric(
    adjacency: Any, laplacian: str, columns: Sequence[int] | None
) -> tuple[sparse.csr_array, NDArray[np.float64], NDArray[np.int64]]:
    """The symmetric Laplacian, half the log degrees that undo the symmetry, and the columns."""
    W = check_adjacency(adjacency)
    parts = jumps(W, laplacian)
    L = sparse.csr_array(parts.rate * (sparse.eye_array(W.shape[0]) - parts.matrix))
    half = np.log(parts.degree) / 2 if laplacian == "random_walk" else np.zeros(W.shape[0])
    return L, half, check_columns(columns, W.shape[0])


def _errors(found: NDArray[np.float64], exact: NDArray[np.float64]) -> dict[str, float]:
    error = np.abs(found - exact)
    positive = exact > 0
    relative = error[positive] / exact[positive]
    return {
        "absolute": float(error.max()),
        "relative": float(relative.max(initial=0.0)),
        "wrong": float((relative > 0.5).mean()) if positive.any() else 0.0,
    }


def column_errors(found: NDArray[np.float64], exact: NDArray[np.float64]) -> dict[str, float]:
    """The errors of one computed column (n,) against the right one; see :func:`chebyshev_error`.

    >>> column_errors(np.array([1.0, 0.3]), np.array([1.0, 0.1]))["wrong"]
    0.5
    """
    return _errors(found, exact)
