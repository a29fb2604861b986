"""A denoiser that was trained: kernel ridge regression with the kernel of a wide ReLU network."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.diffusion.denoisers import LinearDenoiser
from core.density.validation import check_data
from core.errors import ParameterError
from core.parallel import Progress, check_wanted, no_progress

Array = NDArray[np.float64]
LEARNING_SHARE = 0.8  # of the rows; the others choose the ridge
MOST_TRAINED = 1_500  # noised copies, whose kernel matrix is decomposed at every level
FEW_ROWS, COPIES_OF_FEW = 800, 3
VALIDATION_COPIES = 3
RIDGES = 10.0 ** np.arange(-3, 4)  # times the mean eigenvalue


class RidgeDenoiser:
    """Learns at each noise level what the linear denoiser leaves, with its ridge by other rows.

    What is regressed is row − linear guess on a = (x/√(1 + h²), 1), with the neural tangent kernel
    of a network of two layers, k = ‖a‖‖a'‖ (κ₁(c) + c κ₀(c))/2, c the cosine between a and a'. The
    ridge stands for stopping early: gradient flow for a time T is like a ridge of 1/T. It is chosen
    on noised copies of a fifth of the rows, which the regression does not see.

    Parameters
    ----------
    rows : (n, d) array
        At least 10, finite.
    levels : (L,) array
        The noises at which it is trained, and at which alone it can be asked.
    random_state : int
        Of the split and of the noise.
    progress : callable
        Called at each level.

    Raises
    ------
    ParameterError
        For fewer than 10 rows, and for a noise that is no level.

    References
    ----------
    A. Jacot, F. Gabriel, C. Hongler, Neural tangent kernel, NeurIPS, 2018.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(40, 2))
    >>> RidgeDenoiser(X, [0.5, 1.0]).denoise(X[:3], 0.5).shape
    (3, 2)
    """

    def __init__(
        self,
        rows: ArrayLike,
        levels: ArrayLike,
        *,
        random_state: int = 0,
        progress: Progress = no_progress,
    ) -> None:
        points = check_data(rows)
        if len(points) < 10:
            raise ParameterError(f"There are {len(points)} rows; training needs at least 10.")
        self.levels = np.ravel(np.asarray(levels, dtype=float))
        self.linear, random = LinearDenoiser(points), np.random.default_rng(random_state)
        order = random.permutation(len(points))
        copies = COPIES_OF_FEW if len(points) <= FEW_ROWS else 1
        kept = min(round(LEARNING_SHARE * len(points)), MOST_TRAINED // copies)
        learning = np.repeat(points[order[:kept]], copies, axis=0)
        judging = np.repeat(
            points[order[round(LEARNING_SHARE * len(points)) :]], VALIDATION_COPIES, 0
        )
        self._inputs, self._coefficients, self.ridges = [], [], []
        for number, h in enumerate(self.levels.tolist()):
            progress(number / len(self.levels), f"Training at noise {h:.3g}")
            check_wanted()
            noised, judged = (
                each + h * random.normal(size=each.shape) for each in (learning, judging)
            )
            a = _input(noised, h)
            values, vectors = np.linalg.eigh(tangent_kernel(a, a))
            target = vectors.T @ (learning - self.linear.denoise(noised, h))
            across = tangent_kernel(_input(judged, h), a) @ vectors
            wanted = judging - self.linear.denoise(judged, h)
            ridges = RIDGES * values.mean()
            solved = [target / (np.maximum(values, 0) + ridge)[:, None] for ridge in ridges]
            loss = [float(((across @ each - wanted) ** 2).mean()) for each in solved]
            best = int(np.argmin(loss))
            self._inputs.append(a)
            self._coefficients.append(vectors @ solved[best])
            self.ridges.append(float(RIDGES[best]))

    def denoise(self, x: ArrayLike, h: float) -> Array:
        """(q, d) guesses at one of the levels."""
        places = check_data(x)
        level = int(np.argmin(np.abs(self.levels - h)))
        if abs(self.levels[level] / h - 1) > 1e-6:
            raise ParameterError(f"h is {h:.6g}; it was trained at {self.levels.tolist()}.")
        kernel = tangent_kernel(_input(places, h), self._inputs[level])
        return np.asarray(self.linear.denoise(places, h) + kernel @ self._coefficients[level])


def tangent_kernel(a: Array, b: Array) -> Array:
    """(p, q) neural tangent kernel of a ReLU network of two layers.

    >>> tangent_kernel(np.array([[1.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 1.0]])).round(6)
    array([[2.      , 0.159155]])
    """
    size, other = np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1)
    c = np.clip(a @ b.T / np.outer(size, other), -1, 1)
    angle = np.arccos(c)
    first = (np.sqrt(1 - c**2) + (np.pi - angle) * c) / np.pi
    return np.asarray(np.outer(size, other) * (first + c * (1 - angle / np.pi)) / 2)


def _input(x: Array, h: float) -> Array:
    """Scaled to variance 1 for data of variance 1, and a column of ones."""
    return np.column_stack([x / np.sqrt(1 + h**2), np.ones(len(x))])
