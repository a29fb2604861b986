"""Self-distillation of kernel ridge regression: a student learns from its teacher's answers."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError


def distilled_factor(
    eigenvalue: ArrayLike, ridge: float, mix: float = 0.0, rounds: int = 1
) -> NDArray[np.float64]:
    """What is left of y in an eigen-direction after some rounds.

    With g = d / (d + λ): f₀ = g, f_k = g (α + (1 − α) f_{k−1}), a student trained on
    α y + (1 − α) f_{k−1} with its teacher's λ. For α = 0 that is g^{k+1}; for α > 0 it tends to
    d / (d + λ/α), kernel ridge regression with a larger λ (Borup and Andersen, 2021).

    Parameters
    ----------
    eigenvalue : array-like
        Eigenvalues d of the kernel matrix, 0 or more.
    ridge : float
        λ, above 0.
    mix : float
        α, the share of the true answers in what a student learns, 0 to 1.
    rounds : int
        Students k, 0 or more.

    Returns
    -------
    ndarray
        In the shape of ``eigenvalue``, in [0, 1].

    Raises
    ------
    ParameterError
        When λ is not positive, α lies outside [0, 1], k is negative, or an eigenvalue is.

    Examples
    --------
    >>> from core.ideas import distilled_factor
    >>> distilled_factor([1.0], 1.0, rounds=1).tolist()
    [0.25]
    >>> distilled_factor([1.0], 1.0, mix=0.3, rounds=1).round(6).tolist()
    [0.325]
    """
    d = np.asarray(eigenvalue, dtype=np.float64)
    if not ridge > 0 or not 0 <= mix <= 1 or rounds < 0 or not (d >= 0).all():
        raise ParameterError(
            f"λ is {ridge}, α is {mix}, with {rounds} students; choose λ > 0, α in [0, 1], 0 or "
            "more students, and eigenvalues of 0 or more."
        )
    g = d / (d + ridge)
    factor = g
    for _ in range(rounds):
        factor = g * (mix + (1 - mix) * factor)
    return factor


def best_mix(truth: ArrayLike, teacher: ArrayLike, student: ArrayLike) -> float:
    """The ξ that makes (1 − ξ) teacher + ξ student closest to the truth.

    ξ = ⟨y − p₀, p₁ − p₀⟩ / ‖p₁ − p₀‖². Above 1 it says that λ is too small, below 0 too large.

    Parameters
    ----------
    truth, teacher, student : array-like, shape (n,)
        y, p₀ and p₁ on rows that neither has learned from.

    Returns
    -------
    float
        ξ.

    Raises
    ------
    ParameterError
        When teacher and student agree everywhere.

    Examples
    --------
    >>> from core.ideas import best_mix
    >>> best_mix([1.0, 0.0], [2.0, 0.0], [1.5, 0.0])
    2.0
    """
    y, p0, p1 = (np.asarray(each, dtype=np.float64) for each in (truth, teacher, student))
    moved = p1 - p0
    size = float(moved @ moved)
    if size == 0:
        raise ParameterError("Teacher and student agree everywhere; there is nothing to mix.")
    return float((y - p0) @ moved / size)
