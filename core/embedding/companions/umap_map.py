"""UMAP: neighbours stay neighbours; an optional package."""

import numpy as np
from numpy.typing import NDArray

from core.child_process import in_child_from
from core.embedding.companions.settings import MapSettings

LONG_POINTS = 800  # from which it takes more than a second


def umap_map(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates by umap-learn (McInnes, Healy & Melville, 2018), its own defaults else.

    Needs the package umap-learn; the registry says so where it is absent.
    """
    return in_child_from(LONG_POINTS, _umap, X, settings)


def _umap(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    from umap import UMAP  # takes seconds to import, and is optional

    n = len(X)
    method = UMAP(
        n_neighbors=max(2, min(settings.n_neighbors, n - 1)),
        n_components=settings.n_components,
        metric=settings.metric,
        init="spectral" if n > settings.n_components + 2 else "random",
        random_state=settings.random_state,
        n_jobs=1,  # which a seed needs
    )
    return method.fit_transform(X).astype(np.float64)
