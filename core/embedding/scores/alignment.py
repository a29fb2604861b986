"""One map laid on another: turned, mirrored and scaled, never bent."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes

from core.errors import ParameterError


def align(embedding: object, to: object, *, scale: bool = True) -> NDArray[np.float64]:
    """The map b + s (y − ȳ) R nearest to another map in least squares (Procrustes).

    Parameters
    ----------
    embedding, to : (n, m) coordinates of the same points, n ≥ 1
    scale : whether s is fitted; otherwise s = 1 and distances are untouched

    Returns
    -------
    (n, m) float64. A map without spread stays one point.

    Raises ParameterError when the shapes differ.

    >>> turned = align([[0.0, 0.0], [0.0, 2.0]], [[5.0, 1.0], [6.0, 1.0]])
    >>> turned.round(12).tolist()
    [[5.0, 1.0], [6.0, 1.0]]
    """
    moved, target = (np.asarray(array, dtype=np.float64) for array in (embedding, to))
    if moved.shape != target.shape or moved.ndim != 2:
        raise ParameterError(
            f"The maps have shapes {moved.shape} and {target.shape}; both must be equal."
        )
    centre = target.mean(axis=0)
    moved, target = moved - moved.mean(axis=0), target - centre
    rotation, singular_sum = orthogonal_procrustes(moved, target)
    size = float(np.vdot(moved, moved))
    factor = singular_sum / size if scale and size > 0 else 1.0
    return centre + factor * (moved @ rotation)
