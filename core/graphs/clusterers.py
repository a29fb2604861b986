"""The clusterers of a graph's nodes from a kernel: one row each, with its code and its title."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from core.depths import NO_DEPTHS, Depths
from core.errors import ParameterError
from core.graphs.exact_kmeans import certificate
from core.graphs.labels import numbered_by_first_appearance
from core.graphs.lloyd import kernel_lloyd
from core.graphs.random_numbers import random_generator
from core.graphs.ward import ward_tree
from core.limits import LIMITS

DENSE_UP_TO = 400  # nodes

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Clusterer:
    """One way to cluster.

    Attributes
    ----------
    name : the name by which ``cluster`` and ``sweep`` know it
    title : its name on pages
    how : what it does, in a clause that begins with its name
    symbol : its mark in pictures
    by_distance : whether only the kernel's distances count, so that a matrix with the same
        distances does; eigenvectors also see what is added to all entries
    is_random : whether the seed counts
    seconds : about how long a clustering of so many nodes takes, on one core of a small machine;
        None where that is next to nothing
    depths : a sentence in plain words, and a paragraph with mathematics
    labels : clusters (n,) of a finite kernel (n, n), their number and a seed
    """

    name: str
    title: str
    how: str
    symbol: str
    by_distance: bool
    is_random: bool
    labels: Callable[[Matrix, int, object], Labels]
    seconds: Callable[[int], float] | None = None
    depths: Depths = NO_DEPTHS


def _ward(kernel: Matrix, n_clusters: int, random_state: object) -> Labels:
    return ward_tree(kernel).labels(n_clusters)


def _kernel_kmeans(kernel: Matrix, n_clusters: int, random_state: object) -> Labels:
    symmetric = (kernel + kernel.T) / 2
    found = kernel_lloyd(symmetric, n_clusters, random_generator(random_state))
    return numbered_by_first_appearance(found.labels)


def _spectral(kernel: Matrix, n_clusters: int, random_state: object) -> Labels:
    labels = spectral_clustering(kernel, n_clusters, random_generator(random_state))
    return numbered_by_first_appearance(labels)


def _exact(kernel: Matrix, n_clusters: int, random_state: object) -> Labels:
    return certificate(kernel, n_clusters).labels


def _exact_seconds(n_nodes: int) -> float:
    if n_nodes > LIMITS["exact_cluster_nodes"].maximum:
        return 0.0  # refused
    return 0.05 + 3.2e-5 * n_nodes**2  # measured 0.1, 0.3, 1.1 and 3.0 s for 50, 100, 200 and 300


CLUSTERERS: dict[str, Clusterer] = {
    row.name: row
    for row in (
        Clusterer(
            name="ward",
            title="Ward",
            how="Ward merges the nearest clusters step by step",
            depths=Depths(
                "Begins with every node alone and, step by step, merges the two groups whose "
                "union spreads least.",
                r"Merging $A$ and $B$ raises the sum of squared distances to the means by "
                r"$\frac{n_A n_B}{n_A + n_B} \lVert \mu_A - \mu_B \rVert^2$; the pair with "
                r"the least rise goes first. All of it follows from the distances $K_{ii} + "
                r"K_{jj} - 2 K_{ij}$, and no step is undone. (J. H. Ward, Journal of the "
                r"American Statistical Association, 1963.)",
            ),
            symbol="circle",
            by_distance=True,
            is_random=False,
            labels=_ward,
        ),
        Clusterer(
            name="kernel_kmeans",
            title="Kernel k-means",
            how="kernel k-means moves nodes between clusters, best of ten starts",
            depths=Depths(
                "Moves every node to the group with the nearest centre until nothing changes; "
                "the best of ten starts counts.",
                r"Minimises $\sum_c \sum_{i \in c} \lVert \varphi(i) - \mu_c \rVert^2$, where "
                r"the kernel alone gives $\lVert \varphi(i) - \mu_c \rVert^2 = K_{ii} - "
                r"\frac{2}{n_c} \sum_{j \in c} K_{ij} + \frac{1}{n_c^2} \sum_{j, l \in c} "
                r"K_{jl}$. Each start ends in a minimum that need not be the least. (B. "
                r"Schölkopf, A. Smola, K.-R. Müller, Neural Computation, 1998.)",
            ),
            symbol="diamond",
            by_distance=True,
            is_random=True,
            labels=_kernel_kmeans,
        ),
        Clusterer(
            name="spectral",
            title="Spectral",
            how="spectral clusters the leading eigenvectors",
            depths=Depths(
                "Describes every node by a few leading patterns of the kernel, then groups "
                "nodes with like descriptions.",
                r"The patterns are the eigenvectors of $(K + K^{\top})/2$ with the $k$ "
                r"largest eigenvalues; row $i$ of this $n \times k$ matrix describes node "
                r"$i$, and $k$-means, best of ten starts, groups the rows. (U. von Luxburg, "
                r"Statistics and Computing, 2007; K. Avrachenkov, P. Chebotarev, D. Rubanov, "
                r"2017.)",
            ),
            symbol="square",
            by_distance=False,
            is_random=True,
            labels=_spectral,
        ),
        Clusterer(
            name="sdp",
            title="Exact (SDP)",
            how="exact solves k-means by a semidefinite program, slowly and with a proof",
            depths=Depths(
                "Looks for the best of all groupings and proves how far from it the answer "
                "can be at most.",
                r"A partition is the matrix $Z = \sum_c 1_c 1_c^{\top} / n_c$ and costs "
                r"$\mathrm{tr} K - \langle K, Z \rangle$. Over all $Z \succeq 0$, $Z \ge 0$, "
                r"$Z 1 = 1$, $\mathrm{tr} Z = k$ the largest $\langle K, Z \rangle$ can be "
                r"found, and no partition costs less. (J. Peng, Y. Wei, SIAM Journal on "
                r"Optimization, 2007.)",
            ),
            symbol="star",
            by_distance=True,
            is_random=False,
            labels=_exact,
            seconds=_exact_seconds,
        ),
    )
}
METHODS: tuple[str, ...] = tuple(CLUSTERERS)
QUICK_METHODS: tuple[str, ...] = tuple(row.name for row in CLUSTERERS.values() if not row.seconds)


def clusterer_named(name: str) -> Clusterer:
    """The row of the table; ParameterError lists the names when there is none.

    >>> clusterer_named("ward").title
    'Ward'
    """
    if name not in CLUSTERERS:
        raise ParameterError(f"method is {name!r}; choose one of: {', '.join(METHODS)}.")
    return CLUSTERERS[name]


def spectral_clustering(
    kernel: Matrix, n_clusters: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Clusters (n,): k-means, best of ten starts, on the k eigenvectors of the largest eigenvalues.

    A kernel that is not symmetric is replaced by (K + Kᵀ)/2, so that eigenvectors are real
    (Avrachenkov, Chebotarev, Rubanov, 2017).
    """
    vectors = leading_eigenvectors((kernel + kernel.T) / 2, n_clusters)
    return kernel_lloyd(vectors @ vectors.T, n_clusters, rng).labels


def leading_eigenvectors(symmetric: Matrix, count: int) -> Matrix:
    """Eigenvectors (n, count) of the ``count`` algebraically largest eigenvalues."""
    n = len(symmetric)
    scaled = symmetric / (float(np.abs(symmetric).max()) or 1.0)
    if n <= DENSE_UP_TO or 3 * count > n:
        return np.linalg.eigh(scaled)[1][:, n - count :]
    try:
        start = np.linspace(1, 2, n)
        return eigsh(scaled, k=count, which="LA", v0=start, maxiter=50, tol=1e-9)[1]
    except ArpackNoConvergence:
        return eigh(scaled, subset_by_index=(n - count, n - 1))[1]
