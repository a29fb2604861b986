"""What kernels of the angle between two fingerprints share."""

import numpy as np
from numpy.typing import NDArray

from core.localization.kernels.kernel import Matrix


def cosine(q: Matrix, places: Matrix) -> Matrix:
    """⟨q, l⟩ / (‖q‖ ‖l‖); 0 where either is the zero vector."""
    norms = np.linalg.norm(q, axis=1)[:, None] * np.linalg.norm(places, axis=1)[None, :]
    return np.divide(q @ places.T, norms, out=np.zeros(norms.shape), where=norms > 0).clip(0, 1)


def arc_cosine_1(cos: Matrix) -> Matrix:
    """κ₁ = (sin θ + (π − θ) cos θ) / π of cos θ: one layer of infinitely many ReLUs."""
    angle = np.arccos(cos)
    return (np.sin(angle) + (np.pi - angle) * cos) / np.pi


def apart(q: Matrix, places: Matrix) -> NDArray[np.bool_]:
    """Where one of the two hears nothing, so that no angle is defined."""
    return np.logical_not(np.logical_and.outer((q > 0).any(axis=1), (places > 0).any(axis=1)))
