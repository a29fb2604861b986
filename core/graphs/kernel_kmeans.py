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
    inertia wins. On an indefinite kernel a start stops where its sum was least.

    Parameters
    ----------
    n_clusters : int
        Number of clusters k.
    kernel : str
        "linear", "rbf" (exp(−γ‖x − y‖²)), or "precomputed": X is the kernel matrix (n, n), of which
        the symmetric part counts.
    gamma : float or None
        γ of the rbf kernel, in one over the squared unit of X; None is 1 / number of features.
    n_init : int
        Number of starts.
    max_iter : int
        The most iterations of each start.
    random_state : int, Generator, RandomState or None
        Seed of the starts.

    Attributes
    ----------
    labels_ : (n,) array of int64
        Cluster of every row.
    inertia_ : float
        The minimised sum, in units of the kernel.
    n_iter_ : int
        Iterations of the best start.
    n_features_in_ : int
        Number of columns of X.

    References
    ----------
    B. Schölkopf, A. Smola, K.-R. Müller, Nonlinear component analysis as a kernel eigenvalue
    problem, 1998. I. Dhillon, Y. Guan, B. Kulis, Kernel k-means, spectral clustering and normalized
    cuts, 2004. D. Arthur, S. Vassilvitskii, k-means++, 2007.

    Examples
    --------
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
        """Cluster the rows of a table, or of a kernel matrix.

        Parameters
        ----------
        X : (n, d) or (n, n) array
            Points, or the kernel matrix where ``kernel`` is "precomputed".
        y : ignored
            Here for scikit-learn.

        Returns
        -------
        KernelKMeans
            The estimator itself.

        Raises
        ------
        ParameterError
            For parameters out of range, or a precomputed kernel that is not square.

        Examples
        --------
        >>> KernelKMeans(n_clusters=2, random_state=0).fit([[0.0], [0.2], [5.0]]).labels_
        array([0, 0, 1])
        """
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
        """The nearest cluster of new rows.

        Parameters
        ----------
        X : (m, d) or (m, n) array
            Points, or kernel values to the n training rows where ``kernel`` is "precomputed".

        Returns
        -------
        (m,) array of int64
            Label of each row, as in ``labels_``.

        Examples
        --------
        >>> model = KernelKMeans(n_clusters=2, random_state=0).fit([[0.0], [0.2], [5.0]])
        >>> model.predict([[4.0], [0.1]])
        array([1, 0])
        """
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
