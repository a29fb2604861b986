"""Kernel k-means as a scikit-learn estimator."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.metrics.pairwise import linear_kernel, rbf_kernel
from sklearn.utils.validation import check_is_fitted, validate_data

from core.errors import ParameterError
from core.graphs.lloyd import kernel_lloyd
from core.graphs.random_numbers import random_generator

KERNELS = ("linear", "rbf", "precomputed")


class KernelKMeans(ClusterMixin, BaseEstimator):
    """k-means in the feature space of a kernel: minimises Σ_i ‖φ(x_i) − mean of its cluster‖².

    Lloyd's iterations in double precision from ``n_init`` k-means++ starts (centres chosen with
    probability proportional to the squared distance to the nearest one); the start with the least
    inertia wins (Schölkopf, Smola, Müller, 1998; Dhillon, Guan, Kulis, 2004; Arthur,
    Vassilvitskii, 2007). On an indefinite kernel a start stops where its sum was least.

    Parameters
    ----------
    n_clusters : number of clusters k
    kernel : "linear", "rbf" (exp(−γ‖x − y‖²)), or "precomputed": X is the kernel matrix (n, n),
        of which the symmetric part counts
    gamma : γ of the rbf kernel; None is 1 / number of features
    n_init, max_iter : starts, and the most iterations of each
    random_state : seed, Generator or RandomState

    Attributes
    ----------
    labels_ : (n,) cluster of every row
    inertia_ : the minimised sum
    n_iter_ : iterations of the best start

    >>> round(KernelKMeans(n_clusters=2, random_state=0).fit([[0.0], [0.2], [5.0]]).inertia_, 9)
    0.02
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        kernel: str = "linear",
        gamma: float | None = None,
        n_init: int = 10,
        max_iter: int = 300,
        random_state: Any = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.kernel = kernel
        self.gamma = gamma
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None) -> "KernelKMeans":
        """Cluster rows X (n, d), or a kernel matrix (n, n)."""
        data = validate_data(self, X, dtype=np.float64, ensure_min_samples=2)
        self._check_parameters(len(data))
        if self.kernel == "precomputed" and data.shape[0] != data.shape[1]:
            raise ParameterError(f"The kernel matrix has shape {data.shape}; it must be square.")
        matrix = self._kernel_to(data, data)
        matrix = (matrix + matrix.T) / 2
        rng = random_generator(self.random_state)
        best = kernel_lloyd(
            matrix, self.n_clusters, rng, n_init=self.n_init, max_iter=self.max_iter
        )
        self.labels_: NDArray[np.int64] = best.labels
        self.inertia_: float = best.inertia
        self.n_iter_: int = best.n_iter
        self._rows = None if self.kernel == "precomputed" else data
        indicator = np.eye(self.n_clusters)[self.labels_]
        self._mean_weights = indicator / np.maximum(indicator.sum(axis=0), 1)
        self._mean_squares = np.einsum(
            "ik,ij,jk->k", self._mean_weights, matrix, self._mean_weights, optimize=True
        )
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """Nearest cluster (m,) of rows X (m, d), or of kernel rows (m, n) to the training rows."""
        check_is_fitted(self)
        data = validate_data(self, X, dtype=np.float64, reset=False)
        similarity = data if self._rows is None else self._kernel_to(data, self._rows)
        return np.argmin(self._mean_squares - 2 * similarity @ self._mean_weights, axis=1)

    def _kernel_to(
        self, data: NDArray[np.float64], rows: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        if self.kernel == "precomputed":
            return data
        return (
            linear_kernel(data, rows)
            if self.kernel == "linear"
            else rbf_kernel(data, rows, gamma=self.gamma)
        )

    def _check_parameters(self, n_rows: int) -> None:
        if self.kernel not in KERNELS:
            raise ParameterError(f"kernel is {self.kernel!r}; choose one of: {', '.join(KERNELS)}.")
        if not 1 <= self.n_clusters <= n_rows:
            raise ParameterError(
                f"n_clusters={self.n_clusters}; n_samples={n_rows} allows 1 to {n_rows}."
            )
        if self.n_init < 1 or self.max_iter < 1:
            raise ParameterError(
                f"n_init is {self.n_init} and max_iter {self.max_iter}; both must be at least 1."
            )

    def __sklearn_tags__(self) -> Any:
        """Only a precomputed kernel is pairwise."""
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = self.kernel == "precomputed"
        return tags
