"""UMAP: neighbours stay neighbours; an optional package."""

import numpy as np
from numpy.typing import NDArray

from core.embedding.companions.settings import MapSettings


def umap_map(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    """(n, m) coordinates by umap-learn (McInnes, Healy & Melville, 2018), its own defaults else.

    Needs the package umap-learn; the registry says so where it is absent.
    """
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
