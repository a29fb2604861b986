"""Kernels between fingerprints, as logarithms: log K(q, l) for features q (n, B) and l (M, B).

Logarithms because kernels are raised to a power: 0.3³² is still a number, 0.001³² is noise.
Kernels of a distance measure it in units of the survey's own spread ``scale``.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.errors import ParameterError

Matrix = NDArray[np.float64]
STUDENT_NU = 3.0
NTK_DEPTH = 3


def spread(features: Matrix) -> float:
    """√(2 · mean ‖f − f̄‖²): the root mean square distance of two places of the survey.

    >>> spread(np.array([[0.0], [2.0]]))
    1.4142135623730951
    """
    variance = float(np.mean(np.sum((features - features.mean(axis=0)) ** 2, axis=1)))
    return float(np.sqrt(2 * variance)) or 1.0


def cosine(q: Matrix, places: Matrix) -> Matrix:
    """⟨q, l⟩ / (‖q‖ ‖l‖); 0 where either is the zero vector."""
    norms = np.linalg.norm(q, axis=1)[:, None] * np.linalg.norm(places, axis=1)[None, :]
    return np.divide(q @ places.T, norms, out=np.zeros(norms.shape), where=norms > 0).clip(0, 1)


def log_cosine(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log cos θ, −∞ where the two have no beacon in common."""
    with np.errstate(divide="ignore"):
        return np.log(cosine(q, places))


def log_arc_cosine(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log of (sin θ + (π − θ) cos θ) / π: the arc-cosine kernel of order 1 (Cho, Saul, 2009)."""
    with np.errstate(divide="ignore"):
        return np.where(_apart(q, places), -np.inf, np.log(_arc_cosine_1(cosine(q, places))))


def log_ntk(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log of the neural tangent kernel of a ReLU network of depth 3 (Jacot et al., 2018).

    Σ⁰ = Θ⁰ = cos θ, Σⁱ = κ₁(Σⁱ⁻¹), Θⁱ = Θⁱ⁻¹ κ₀(Σⁱ⁻¹) + Σⁱ, divided by its value at θ = 0.
    """
    covariance = tangent = cosine(q, places)
    for _ in range(NTK_DEPTH):
        derivative = 1 - np.arccos(covariance) / np.pi
        covariance = _arc_cosine_1(covariance)
        tangent = tangent * derivative + covariance
    with np.errstate(divide="ignore"):
        return np.where(_apart(q, places), -np.inf, np.log(tangent / (NTK_DEPTH + 1)))


def log_gaussian(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−‖q − l‖² / (2 s²)."""
    return -0.5 * cdist(q, places, "sqeuclidean") / scale**2


def log_laplacian(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−‖q − l‖₁ / (s √B): the exponential of the city-block distance."""
    return -cdist(q, places, "cityblock") / (scale * np.sqrt(q.shape[1]))


def log_matern(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log((1 + √3 z) e^{−√3 z}), z = ‖q − l‖ / s: the Matérn kernel with ν = 3/2."""
    z = np.sqrt(3.0) * cdist(q, places) / scale
    return np.log1p(z) - z


def log_student(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−(ν + 1)/2 · Σ_j log(1 + B (q_j − l_j)² / (ν s²)), ν = 3: forgiving to single beacons."""
    result = np.zeros((len(q), len(places)))
    for j in range(q.shape[1]):
        z2 = q.shape[1] * ((q[:, j, None] - places[None, :, j]) / scale) ** 2
        result -= 0.5 * (STUDENT_NU + 1) * np.log1p(z2 / STUDENT_NU)
    return result / q.shape[1]


def _arc_cosine_1(cos: Matrix) -> Matrix:
    angle = np.arccos(cos)
    return (np.sin(angle) + (np.pi - angle) * cos) / np.pi


def _apart(q: Matrix, places: Matrix) -> NDArray[np.bool_]:
    """Where one of the two hears nothing, so that no angle is defined."""
    return np.logical_not(np.logical_and.outer((q > 0).any(axis=1), (places > 0).any(axis=1)))


KERNELS: dict[str, Callable[[Matrix, Matrix, float], Matrix]] = {
    "cosine": log_cosine,
    "arc_cosine": log_arc_cosine,
    "ntk": log_ntk,
    "gaussian": log_gaussian,
    "laplacian": log_laplacian,
    "matern": log_matern,
    "student": log_student,
}


def log_kernel(name: str, q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log K (n, M) of the kernel called ``name``; ParameterError lists the names."""
    if name not in KERNELS:
        raise ParameterError(f"kernel is {name!r}; choose one of: {', '.join(KERNELS)}.")
    return KERNELS[name](q, places, scale)
