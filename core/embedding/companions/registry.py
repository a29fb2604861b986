"""The methods that stand beside heat geodesics: one row each."""

import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.companions.chance import by_chance
from core.embedding.companions.diffusion_map import diffusion_map
from core.embedding.companions.isomap import isomap
from core.embedding.companions.pca import principal_components
from core.embedding.companions.phate import phate_by_settings
from core.embedding.companions.settings import MapSettings
from core.embedding.companions.shortest_path import shortest_path_map
from core.embedding.companions.tsne import tsne
from core.embedding.companions.umap_map import umap_map
from core.errors import ComputeError, ParameterError
from core.limits import check_limit


@dataclass(frozen=True)
class Companion:
    """One method: ``embed(X, settings)`` gives its map (n, m).

    ``package`` is the optional package that it needs, as it is imported, and ``installed_as`` what
    pip calls it; ``limit`` is the name of the limit on points that guards its memory; ``keeps``
    says what its map is meant to keep.
    """

    key: str
    title: str
    keeps: str
    embed: Callable[[NDArray[np.float64], MapSettings], NDArray[np.float64]]
    package: str | None = None
    installed_as: str | None = None
    limit: str | None = None

    @property
    def is_installed(self) -> bool:
        """Whether its optional package is here."""
        return self.package is None or importlib.util.find_spec(self.package) is not None


_TABLE = (
    Companion(
        "isomap",
        "Isomap (shortest paths)",
        "lengths of shortest paths, the long ones most",
        isomap,
        limit="isomap_points",
    ),
    Companion(
        "shortest_path",
        "Shortest paths, metric scaling",
        "lengths of shortest paths, all pairs alike",
        shortest_path_map,
        limit="isomap_points",
    ),
    Companion("pca", "PCA", "straight-line distances along the widest axes", principal_components),
    Companion("tsne", "t-SNE", "who is near whom", tsne, limit="tsne_points"),
    Companion(
        "umap", "UMAP", "who is near whom", umap_map, package="umap", installed_as="umap-learn"
    ),
    Companion(
        "phate",
        "PHATE's distance",
        "how alike two points see all others",
        phate_by_settings,
        limit="isomap_points",
    ),
    Companion("diffusion_map", "Diffusion map", "how alike heat spreads", diffusion_map),
    Companion("chance", "Random placement", "nothing: the scores of a meaningless map", by_chance),
)
COMPANIONS: dict[str, Companion] = {row.key: row for row in _TABLE}


def companion_map(
    key: str, X: NDArray[np.float64], settings: MapSettings | None = None
) -> NDArray[np.float64]:
    """The map of one method, checked: finite and (n, m).

    Parameters
    ----------
    key : a key of ``COMPANIONS``
    X : (n, d) points, or (n, n) distances when ``settings.metric`` is "precomputed"; n ≥ 2

    Raises ParameterError for an unknown key, a package that is not installed, or data out of
    range; LimitError for more points than the method can hold; ComputeError when its library
    fails or its map is not finite.

    >>> companion_map("pca", np.eye(4)).shape
    (4, 2)
    """
    if key not in COMPANIONS:
        raise ParameterError(f"The method is {key!r}; choose one of {', '.join(COMPANIONS)}.")
    row, settings = COMPANIONS[key], settings or MapSettings()
    points = _checked(X, settings)
    if not row.is_installed:
        raise ParameterError(
            f"{row.title} needs the package {row.installed_as}, which is not installed: "
            f"pip install {row.installed_as}."
        )
    if row.limit:
        check_limit(row.limit, len(points), what=row.title)
    with warnings.catch_warnings():
        # Libraries warn programmers; what users must know is checked on the result.
        warnings.simplefilter("ignore")
        try:
            embedding = row.embed(points, settings)
        except (ValueError, TypeError, np.linalg.LinAlgError) as error:
            raise ComputeError(
                f"{row.title} gives no map of these data ({error}). Other methods may."
            ) from error
    if not np.isfinite(embedding).all():
        raise ComputeError(f"{row.title} gives a map that is not finite. Other methods may not.")
    return embedding


def _checked(X: NDArray[np.float64], settings: MapSettings) -> NDArray[np.float64]:
    points = np.asarray(X, dtype=np.float64)
    if points.ndim != 2 or len(points) < 2 or points.shape[1] < 1:
        raise ParameterError(f"The data have shape {points.shape}; a map needs 2 points or more.")
    if not np.isfinite(points).all():
        raise ParameterError("The data hold values that are not finite; leave those rows out.")
    if settings.metric == "precomputed" and points.shape[0] != points.shape[1]:
        raise ParameterError(f"The distances have shape {points.shape}; they must be square.")
    if settings.n_neighbors < 1 or settings.n_components < 1:
        raise ParameterError(
            f"n_neighbors is {settings.n_neighbors} and n_components {settings.n_components}; "
            "both must be at least 1."
        )
    return points
