"""Principal components: the flat view from the side that shows most variance."""

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from core.embedding.classical_mds import classical_mds
from core.embedding.companions.settings import MapSettings


def principal_components(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates on the axes of largest variance; missing axes are 0.

    From distances: classical scaling, which is the same for Euclidean ones. K. Pearson, 1901.

    >>> points = np.array([[0.0, 0.0], [3.0, 4.0]])
    >>> np.abs(principal_components(points, MapSettings(n_components=1))).ravel().round(9)
    array([2.5, 2.5])
    """
    if settings.metric == "precomputed":
        return classical_mds(X, settings.n_components)
    kept = min(settings.n_components, *X.shape)
    Y = np.zeros((len(X), settings.n_components))
    Y[:, :kept] = PCA(kept, svd_solver="full").fit_transform(X)
    return Y
