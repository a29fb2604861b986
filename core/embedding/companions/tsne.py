"""t-SNE: neighbours stay neighbours, distances between groups mean little."""

import numpy as np
from numpy.typing import NDArray
from sklearn.manifold import TSNE

from core.child_process import in_child_from
from core.embedding.companions.settings import MapSettings
from core.parallel import one_blas_thread

PERPLEXITY_PER_NEIGHBOR = 3.0  # as in the paper's own search: 3 · perplexity neighbours
LONG_POINTS = 800  # from which it takes more than a second


def tsne(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates by scikit-learn's t-SNE (van der Maaten & Hinton, 2008).

    The perplexity is three times the neighbours, at most (n − 1)/3; the start is PCA, so that far
    groups keep some order. One thread, so that the map is the same on any machine.

    >>> tsne(np.random.default_rng(0).normal(size=(12, 3)), MapSettings()).shape
    (12, 2)
    """
    return in_child_from(LONG_POINTS, _tsne, X, settings)


def _tsne(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    n, d = X.shape
    given = settings.metric == "precomputed"
    spread_axes = not given and min(n, d) >= settings.n_components and np.ptp(X) > 0
    with one_blas_thread():
        return (
            TSNE(
                settings.n_components,
                perplexity=min(PERPLEXITY_PER_NEIGHBOR * settings.n_neighbors, (n - 1) / 3),
                metric=settings.metric,
                init="pca" if spread_axes else "random",
                random_state=settings.random_state,
            )
            .fit_transform(X)
            .astype(np.float64)
        )
