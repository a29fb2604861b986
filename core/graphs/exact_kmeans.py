"""Kernel k-means solved by a semidefinite program, with a proof of how good the answer is.

A partition is the matrix Z = Σ_c 1_c 1_cᵀ / n_c, and its cost tr K − ⟨K, Z⟩. Over all matrices with
Z ⪰ 0, Z ≥ 0, Z1 = 1, tr Z = k instead, the largest ⟨K, Z⟩ can be found (Peng, Wei, 2007), here by
the alternating direction method of multipliers. Its multipliers prove, converged or not, a cost
that no partition undercuts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, ParameterError
from core.graphs.labels import checked_n_clusters, numbered_by_first_appearance
from core.graphs.lloyd import kernel_lloyd
from core.graphs.ward import ward_tree
from core.limits import check_limit
from core.parallel import check_wanted, one_blas_thread

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]
MAX_STEPS = 400
LOOK_EVERY = 25  # steps
TOLERANCE = 1e-5
N_STARTS = 50
NOTHING = 1e-12  # of tr K: a cost below is rounding


@dataclass(frozen=True, eq=False)
class Certificate:
    """The best partition found, and what is proven of it.

    Attributes
    ----------
    labels : (n,) array of int64
        Cluster of each node.
    cost : float
        Sum of squared distances to the means of the clusters, in units of the kernel.
    bound : float
        No partition into as many clusters costs less.
    negative_share : float
        Share of the kernel's absolute eigenvalues that were negative and are left out.
    geometry : (n, n) array of float64
        The kernel that was clustered: centred, without negative eigenvalues.
    """

    labels: Labels
    cost: float
    bound: float
    negative_share: float
    geometry: Matrix

    @property
    def gap(self) -> float:
        """How much cheaper, as a share of ``cost``, another partition could be at most."""
        if self.cost <= NOTHING * self.geometry.trace():
            return 0.0
        return max(self.cost - self.bound, 0.0) / self.cost

    def cost_of(self, labels: Labels) -> float:
        """The cost of any partition (n,) in the same geometry."""
        return _cost(self.geometry, np.asarray(labels))

    def above(self, labels: Labels) -> float:
        """How much more a partition (n,) costs than the best found, as a share of that."""
        if self.cost <= NOTHING * self.geometry.trace():
            nothing = self.cost_of(labels) <= NOTHING * self.geometry.trace()
            return 0.0 if nothing else np.inf
        return self.cost_of(labels) / self.cost - 1


def certificate(kernel: Matrix, n_clusters: int) -> Certificate:
    """Kernel k-means, solved with a bound that proves how far from the optimum it can be.

    Labels are the cheapest after Lloyd's iterations from the rounded solution, from Ward's clusters
    and from fifty k-means++ starts of a fixed seed, so that the same kernel gives the same labels.

    Parameters
    ----------
    kernel : (n, n) array
        A finite kernel of at most 300 nodes. Its symmetric part is centred, and negative
        eigenvalues are set to 0: k-means needs distances of points.
    n_clusters : int
        Number of clusters k, from 1 to n.

    Returns
    -------
    Certificate
        Labels, their cost, and the cost that no partition undercuts.

    Raises
    ------
    LimitError
        Above 300 nodes.
    ParameterError
        When the kernel is not square, or the number of clusters out of range.
    ComputeError
        When the kernel is not finite.

    References
    ----------
    J. Peng, Y. Wei, Approximating k-means-type clustering via semidefinite programming, 2007.

    Examples
    --------
    >>> points = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> found = certificate(points @ points.T, 2)
    >>> found.labels.tolist(), round(found.cost, 6), round(found.bound, 4)
    ([0, 0, 1, 1], 1.0, 1.0)
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ParameterError(f"The kernel has shape {kernel.shape}; it must be square.")
    check_limit("exact_cluster_nodes", len(kernel), what="The graph")
    k = checked_n_clusters(n_clusters, len(kernel))
    if not np.isfinite(kernel).all():
        raise ComputeError("The kernel is not finite here; take a smaller x.")
    with one_blas_thread():  # on small matrices threads only wait for each other
        geometry, norm, negative_share = _euclidean(kernel)
        scaled = geometry / (norm or 1.0)
        relaxed, multiplier = _relaxation(scaled, k)
        reached = min(_upper_bound(scaled, k, each) for each in (multiplier, 0 * multiplier))
        labels = _rounded(scaled, relaxed, k)
    bound = geometry.trace() - norm * reached
    cost = _cost(geometry, labels)
    labels = numbered_by_first_appearance(labels)
    return Certificate(labels, cost, max(float(bound), 0.0), negative_share, geometry)


def _euclidean(kernel: Matrix) -> tuple[Matrix, float, float]:
    """HKH without its negative part (n, n), its largest eigenvalue, and the share left out."""
    symmetric = (kernel + kernel.T) / 2
    mean = symmetric.mean(axis=0)
    values, vectors = np.linalg.eigh(symmetric - mean[:, None] - mean + mean.mean())
    total = float(np.abs(values).sum()) or 1.0
    root = vectors * np.sqrt(values.clip(0))
    return root @ root.T, float(values[-1].clip(0)), float(-values[values < 0].sum()) / total


def _relaxation(kernel: Matrix, k: int) -> tuple[Matrix, Matrix]:
    """Y ⪰ 0 (n, n) near the optimum, and the multiplier N ≥ 0 (n, n) of Z ≥ 0; ‖K‖₂ ≤ 1."""
    n, rho = len(kernel), 1 / k
    psd = np.full((n, n), k / n**2)
    positive, psd_dual, positive_dual = psd.copy(), np.zeros((n, n)), np.zeros((n, n))
    for step in range(1, MAX_STEPS + 1):
        check_wanted()
        both = _row_sums_and_trace(
            (psd - psd_dual + positive - positive_dual + kernel / rho) / 2, k
        )
        psd = _psd_part(both + psd_dual)
        positive = np.maximum(both + positive_dual, 0)
        psd_dual += both - psd
        positive_dual += both - positive
        if step % LOOK_EVERY == 0:
            apart = max(np.abs(both - psd).max(), np.abs(both - positive).max())
            if apart < TOLERANCE:
                break
    multiplier = np.maximum(-rho * positive_dual, 0)
    return psd, (multiplier + multiplier.T) / 2


def _row_sums_and_trace(matrix: Matrix, k: int) -> Matrix:
    """The nearest symmetric matrix (n, n) with rows that sum to 1 and the trace k."""
    n = len(matrix)
    if n == 1:
        return np.ones((1, 1))
    matrix = (matrix + matrix.T) / 2
    missing = 1 - matrix.sum(axis=1)
    total, trace = missing.sum(), k - matrix.trace()
    added = (total - trace) / (2 * n - 2)
    diagonal = (trace - 2 * added) / n
    row = (missing - added - diagonal) / n
    result = matrix + row[:, None] + row
    result[np.diag_indices(n)] += diagonal
    return result


def _psd_part(matrix: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(matrix)
    chosen = values > 0
    if 2 * chosen.sum() <= len(values):
        root = vectors[:, chosen] * np.sqrt(values[chosen])
        return root @ root.T
    root = vectors[:, ~chosen] * np.sqrt(-values[~chosen])
    return matrix + root @ root.T


def _upper_bound(kernel: Matrix, k: int, multiplier: Matrix) -> float:
    """What no feasible ⟨K, Z⟩ exceeds, for any multiplier N ≥ 0.

    B = K + N, and y takes from B what Z1 = 1 decides: S = B − ½(y1ᵀ + 1yᵀ) has S1 = 0. As
    Z − 11ᵀ/n lies between 0 and the identity, with trace k − 1, ⟨S, Z⟩ is at most the sum of the
    k − 1 largest eigenvalues of S across 1 (Ky Fan).
    """
    n = len(kernel)
    raised = kernel + multiplier
    rows = raised.sum(axis=1)
    shift = rows / n - rows.sum() / (2 * n**2)
    rest = raised - shift[:, None] - shift
    # the eigenvalue of 1, which is 0, goes to the end of the list
    low = 1 + 2 * np.abs(rest).sum(axis=1).max()
    across = np.linalg.eigvalsh(rest - low / n)
    return float(2 * shift.sum() + across[n - k + 1 :].sum())


def _rounded(kernel: Matrix, relaxed: Matrix, k: int) -> Labels:
    """The cheapest labels (n,) after Lloyd's iterations from the relaxation's and other starts."""
    values, vectors = np.linalg.eigh(relaxed)
    root = vectors[:, -k:] * np.sqrt(values[-k:].clip(0))
    rng = np.random.default_rng(0)
    starts = [kernel_lloyd(root @ root.T, k, rng).labels, ward_tree(kernel).labels(k)]
    found = [
        kernel_lloyd(kernel, k, rng, starts=np.array(starts)),
        kernel_lloyd(kernel, k, rng, n_init=N_STARTS),
    ]
    return min(found, key=lambda each: each.inertia).labels


def _cost(kernel: Matrix, labels: Labels) -> float:
    """tr K − Σ_c (Σ_{i, j in c} K_ij) / n_c."""
    indicator = labels[:, None] == np.unique(labels)
    within = ((kernel @ indicator) * indicator).sum(axis=0) / indicator.sum(axis=0)
    return max(float(kernel.trace() - within.sum()), 0.0)
