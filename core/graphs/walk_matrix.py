"""One non-negative symmetric matrix G, |G| ≤ 1, and power series of it, right in the tails.

Σ_k c_k Gᵏ is computed as its first terms, of which only sums of positive numbers are taken, plus
the remainder of the series on the eigenvalues. What rounding adds is then a fraction of the
remainder, not of the largest entry, so that the logarithm of a tiny entry is right as well.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.child_process import LONG_MATRIX, in_child_from
from core.errors import ComputeError
from core.graphs.positive_series import positive_series
from core.graphs.series_functions import Series
from core.parallel import check_wanted

Matrix = NDArray[np.float64]
MAX_POWERS = 40
MAX_POWERS_BYTES = 600_000_000
# A logarithm is trusted while rounding changes its argument by less than this share.
LOG_TOLERANCE = 1e-10
ROUNDING = 1e-15
_ONE = np.ones(1)


class WalkMatrix:
    """G (n, n) sparse with its eigendecomposition g (n,) ascending, U (n, n).

    >>> walk = WalkMatrix(sparse.csr_array([[0.0, 1.0], [1.0, 0.0]]))
    >>> walk.eigenvalues
    array([-1.,  1.])
    """

    def __init__(
        self,
        matrix: sparse.csr_array,
        eigenvalues: NDArray[np.float64] | None = None,
        eigenvectors: Matrix | None = None,
    ) -> None:
        self.matrix = matrix
        if eigenvalues is None or eigenvectors is None:
            eigenvalues, eigenvectors = in_child_from(LONG_MATRIX, np.linalg.eigh, matrix.toarray())
        self.eigenvalues = np.clip(eigenvalues, -1, 1)
        self.eigenvectors = eigenvectors

    @property
    def n_nodes(self) -> int:
        """Number of nodes n."""
        return self.matrix.shape[0]

    @cached_property
    def leading_projector(self) -> Matrix:
        """u uᵀ (n, n) of the leading eigenvector."""
        vector = self.eigenvectors[:, -1]
        return np.outer(vector, vector)

    @cached_property
    def powers(self) -> list[Matrix]:
        """G⁰, G¹, …: until every pair of nodes is joined by a walk, and four more."""
        allowed = min(MAX_POWERS, max(MAX_POWERS_BYTES // (8 * self.n_nodes**2), 2))
        powers = [np.eye(self.n_nodes), self.matrix.toarray()]
        reached = (powers[0] + powers[1]) > 0
        extra = 0
        while len(powers) < allowed and extra < 4:
            check_wanted()
            powers.append(self.matrix @ powers[-1])
            if reached.all():
                extra += 1
            else:
                reached |= powers[-1] > 0
        return powers

    def forget_powers(self) -> None:
        """Free the memory of the powers; they are computed again when asked for."""
        self.__dict__.pop("powers", None)

    def spectral(self, values: NDArray[np.float64]) -> Matrix:
        """U diag(values) Uᵀ (n, n), exactly symmetric; what is too small to count is left out."""
        keep = np.abs(values) > 1e-19 * np.abs(values).max(initial=0)
        result = np.zeros((self.n_nodes, self.n_nodes))
        for sign in (1.0, -1.0):
            check_wanted()
            chosen = keep & (sign * values > 0)
            if chosen.any():
                root = self.eigenvectors[:, chosen] * np.sqrt(sign * values[chosen])
                result += sign * (root @ root.T)
        return result

    def series(self, series: Series, *, positive: bool = False) -> Matrix:
        """Σ_k c_k Gᵏ (n, n), divided by e^log_scale.

        ``positive``: every entry is needed to a small share of itself, because its logarithm
        follows. Raises ComputeError when an entry is too small for a floating-point number.
        """
        if not positive:
            return self.spectral(series.values(self.eigenvalues))
        result, error = self.split_series(series)
        if result.min() * LOG_TOLERANCE >= error:
            return result
        result = positive_series(self.matrix, series)
        if not result.min() > 0:
            raise ComputeError(
                "Some nodes are so far apart that the proximity between them, below 1e-300, has no "
                "logarithm in floating point. Take a larger x."
            )
        return result

    def split_series(self, series: Series) -> tuple[Matrix, float]:
        """The series as first terms plus remainder, and the rounding error of an entry."""
        terms = self.split_terms(series, float(series.values(_ONE)[0]))
        remainder = series.remainder(self.eigenvalues, len(terms))
        result = self.spectral(remainder)
        for coefficient, power in zip(terms, self.powers, strict=False):
            check_wanted()
            result += coefficient * power
        return result, ROUNDING * float(np.abs(remainder).max())

    def split_terms(self, series: Series, total: float) -> NDArray[np.float64]:
        """The first coefficients, to be summed one by one, where they make up most of ``total``.

        ``total`` is the value of the series at 1; the array is empty where they do not.
        """
        terms = series.coefficients(len(self.powers))
        return terms if terms.sum() > 0.9 * abs(total) else terms[:0]
