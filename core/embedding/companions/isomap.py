"""Isomap: classical scaling of the shortest paths through the neighbour graph."""

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import KernelPCA

from core.embedding.classical_mds import classical_mds
from core.embedding.companions.settings import MapSettings
from core.embedding.companions.shortest_path import path_distances
from core.parallel import one_blas_thread

DENSE_POINTS = 200


def isomap(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates: kernel PCA of −½ D² with the path lengths D, as scikit-learn's Isomap.

    With a seed and pieces joined one by one, which its own class lacks. J. B. Tenenbaum, V. de
    Silva, J. C. Langford, Science, 2000.

    >>> line = np.arange(6.0)[:, None]
    >>> np.ptp(isomap(line, MapSettings(n_components=1, n_neighbors=2))).round(6)
    np.float64(5.0)
    """
    distance = path_distances(X, settings)
    if len(X) < DENSE_POINTS:
        return classical_mds(distance, settings.n_components)
    with one_blas_thread():  # so that the last digits do not depend on the machine's cores
        scaling = KernelPCA(
            settings.n_components,
            kernel="precomputed",
            eigen_solver="arpack",
            random_state=settings.random_state,
        )
        return scaling.fit_transform(-0.5 * distance**2)
