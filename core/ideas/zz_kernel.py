"""The ZZ feature map's quantum kernel, simulated exactly (Havlíček et al., 2019)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import LimitError, ParameterError

MOST_QUBITS = 10
MOST_ROWS = 2_000


def zz_kernel(
    X: ArrayLike, Y: ArrayLike | None = None, *, repetitions: int = 2
) -> NDArray[np.float64]:
    """``|⟨ψ(x)|ψ(x')⟩|²``, ``|ψ(x)⟩ = (U(x) H^⊗n)^r |0⟩``, a qubit for each column.

    U is diagonal: exp(i [Σ_j x_j z_j + Σ_{j<k} (π − x_j)(π − x_k) z_j z_k]) for z in {−1, 1}ⁿ. No
    factor 2 stands in the angles; libraries differ in that.

    Parameters
    ----------
    X : array-like, shape (m, n)
        Angles: at most 10 columns, 2,000 rows.
    Y : array-like, shape (k, n), optional
        Other rows; X itself where left out.
    repetitions : int
        How often the map is applied, r.

    Returns
    -------
    ndarray, shape (m, k)
        In [0, 1]; with X alone symmetric, positive semidefinite, with 1 on its diagonal.

    Raises
    ------
    LimitError
        When there are more columns or rows: each row takes 2ⁿ complex numbers.
    ParameterError
        When the map is applied less than once, or an angle is no number.

    Examples
    --------
    >>> from core.ideas import zz_kernel
    >>> round(float(zz_kernel([[0.3, 0.7]], [[1.1, -0.4]])[0, 0]), 8)
    0.12558908
    """
    left = _states(X, repetitions)
    right = left if Y is None else _states(Y, repetitions)
    return np.abs(left.conj() @ right.T) ** 2


def _states(X: ArrayLike, repetitions: int) -> NDArray[np.complex128]:
    angles = np.atleast_2d(np.asarray(X, dtype=np.float64))
    rows, n = angles.shape
    if n > MOST_QUBITS or rows > MOST_ROWS:
        raise LimitError(
            f"The quantum kernel is asked for {rows:,} rows of {n} columns; the limits are "
            f"{MOST_ROWS:,} and {MOST_QUBITS}. Reduce the columns by PCA, or draw fewer rows."
        )
    if repetitions < 1 or not np.isfinite(angles).all():
        raise ParameterError(
            f"The map is applied {repetitions} times to angles that must be finite numbers; give "
            "at least 1."
        )
    # Bit j of an amplitude's number belongs to qubit j, in the phases and in the transform alike.
    z = 1 - 2 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
    phase = angles @ z.T
    for j in range(n):
        for k in range(j + 1, n):
            phase += np.outer((np.pi - angles[:, j]) * (np.pi - angles[:, k]), z[:, j] * z[:, k])
    turn = np.exp(1j * phase)
    state = np.zeros((rows, 2**n), dtype=np.complex128)
    state[:, 0] = 1
    for _ in range(repetitions):
        state = turn * _hadamard(state, n)
    return state


def _hadamard(state: NDArray[np.complex128], n: int) -> NDArray[np.complex128]:
    """H on every qubit: sums and differences of pairs, O(n 2ⁿ) a row."""
    for j in range(n):
        pairs = state.reshape(len(state), 2 ** (n - j - 1), 2, 2**j)
        zero, one = pairs[:, :, 0], pairs[:, :, 1]
        state = np.stack([zero + one, zero - one], axis=2).reshape(len(state), 2**n) / np.sqrt(2)
    return state
