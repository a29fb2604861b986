"""Deep kernel machines with linear layers: a road from the data's kernel to the labels' kernel."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError

RIDGE = 1e-2  # of the mean diagonal, so that the data's kernel can be inverted
FLOOR = 1e-12
MOST_ROWS = 1_000


def kernel_geodesic(data: ArrayLike, labels: ArrayLike, t: float) -> NDArray[np.float64]:
    """G_t = K^½ (K^−½ S K^−½)^t K^½, the point t of the geodesic from K to S.

    With linear layers, layer l of L of a deep kernel machine lies at t = l / (L + 1): the maximum
    of −½ [log|G| + tr G⁻¹S] − ½ [tr K⁻¹G − log|G|] is the geometric mean of its neighbours (Yang,
    Robeyns, Milsom et al., 2023).

    Parameters
    ----------
    data, labels : array-like, shape (n, n)
        K and S, symmetric and positive definite.
    t : float
        0 gives K, 1 gives S.

    Returns
    -------
    ndarray, shape (n, n)
        Symmetric and positive definite; log|G_t| is linear in t.

    Raises
    ------
    ParameterError
        When the matrices do not fit each other, K is not positive definite, there are more than
        1,000 rows, or t lies outside [0, 1].

    Examples
    --------
    >>> from core.ideas import kernel_geodesic
    >>> kernel_geodesic(np.diag([1.0, 4.0]), np.diag([4.0, 1.0]), 0.5).round(9).tolist()
    [[2.0, 0.0], [0.0, 2.0]]
    """
    K, S = np.asarray(data, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    if K.ndim != 2 or K.shape != S.shape or K.shape[0] != K.shape[1] or len(K) > MOST_ROWS:
        raise ParameterError(
            f"The kernels have the shapes {K.shape} and {S.shape}; give two square ones of the "
            f"same size, at most {MOST_ROWS:,} rows."
        )
    if not 0 <= t <= 1:
        raise ParameterError(f"t is {t}; choose between 0 (the data) and 1 (the labels).")
    values, vectors = np.linalg.eigh(K)
    if values[0] <= 0:
        raise ParameterError(
            f"The data's kernel has the eigenvalue {values[0]:.2g}; add a ridge to its diagonal."
        )
    root = (vectors * np.sqrt(values)) @ vectors.T
    back = (vectors / np.sqrt(values)) @ vectors.T
    inner = back @ S @ back
    powers, turned = np.linalg.eigh((inner + inner.T) / 2)
    middle = (turned * np.maximum(powers, FLOOR) ** t) @ turned.T
    G = root @ middle @ root
    return (G + G.T) / 2


def with_ridge(kernel: ArrayLike, ridge: float = RIDGE) -> NDArray[np.float64]:
    """A kernel with a share of its mean diagonal added to the diagonal.

    >>> with_ridge(np.ones((2, 2)), 0.5).tolist()
    [[1.5, 1.0], [1.0, 1.5]]
    """
    K = np.asarray(kernel, dtype=np.float64)
    return K + ridge * float(np.diagonal(K).mean()) * np.eye(len(K))


def label_kernel(labels: ArrayLike, ridge: float = RIDGE) -> NDArray[np.float64]:
    """YYᵀ / p + εI for one-hot rows Y of p classes.

    >>> label_kernel(["a", "b"], 0.0).tolist()
    [[0.5, 0.0], [0.0, 0.5]]
    """
    names, code = np.unique(np.asarray(labels), return_inverse=True)
    Y = np.eye(len(names))[code.ravel()]
    S = Y @ Y.T / len(names)
    return S + ridge * float(np.diagonal(S).mean()) * np.eye(len(S))


def alignment(first: ArrayLike, second: ArrayLike) -> float:
    """⟨A, B⟩ / (‖A‖ ‖B‖), the cosine between two kernels.

    Parameters
    ----------
    first, second : array-like, shape (n, n)
        Two kernels on the same rows.

    Returns
    -------
    float
        1 where one is a multiple of the other.

    Raises
    ------
    ParameterError
        When one of them is zero everywhere.

    Examples
    --------
    >>> from core.ideas import alignment
    >>> round(alignment(np.eye(2), np.ones((2, 2))), 4)
    0.7071
    """
    A, B = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    norms = float(np.linalg.norm(A) * np.linalg.norm(B))
    if norms == 0:
        raise ParameterError("A kernel is zero everywhere; it points nowhere.")
    return float((A * B).sum() / norms)
