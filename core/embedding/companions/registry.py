"""The methods that stand beside heat geodesics: one row each."""

import importlib.util
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depths import NO_DEPTHS, Depths
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
    says what its map is meant to keep; ``depths`` holds a sentence in plain words and a paragraph
    with mathematics.
    """

    key: str
    title: str
    keeps: str
    embed: Callable[[NDArray[np.float64], MapSettings], NDArray[np.float64]]
    package: str | None = None
    installed_as: str | None = None
    limit: str | None = None
    depths: Depths = NO_DEPTHS

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
        depths=Depths(
            "Measures ways from point to neighbouring point and lays the points flat so that "
            "long ways keep their length.",
            r"With $D_{ij}$ the length of the shortest path through the neighbour graph and "
            r"$H = I - \frac1n 1 1^{\top}$, the coordinates are the leading eigenvectors of "
            r"$-\frac12 H D^{\circ 2} H$ times the roots of their eigenvalues (classical "
            r"scaling; $D^{\circ 2}$ squares every entry). (J. B. Tenenbaum, V. de Silva, J. "
            r"C. Langford, Science, 2000.)",
        ),
    ),
    Companion(
        "shortest_path",
        "Shortest paths, metric scaling",
        "lengths of shortest paths, all pairs alike",
        shortest_path_map,
        limit="isomap_points",
        depths=Depths(
            "The same ways as Isomap, but the points are pushed and pulled until all pairs "
            "fit about equally well.",
            r"Minimises $\sum_{i<j} \bigl(\lVert y_i - y_j \rVert - D_{ij}\bigr)^2$ over the "
            r"places $y_i$ by stochastic gradient descent, $D_{ij}$ the length of the "
            r"shortest path through the neighbour graph. (J. B. Kruskal, Psychometrika, 1964; "
            r"J. X. Zheng, S. Pawar, D. F. M. Goodman, 2019.)",
        ),
    ),
    Companion(
        "pca",
        "PCA",
        "straight-line distances along the widest axes",
        principal_components,
        depths=Depths(
            "Looks at the cloud of points from the side from which it is widest; curved "
            "shapes are not unrolled.",
            r"The coordinates are $y_i = V^{\top} (x_i - \bar x)$ with $V$ the eigenvectors "
            r"of the covariance that belong to its largest eigenvalues: of all flat views the "
            r"one with the least squared error. (K. Pearson, Philosophical Magazine, 1901.)",
        ),
    ),
    Companion(
        "tsne",
        "t-SNE",
        "who is near whom",
        tsne,
        limit="tsne_points",
        depths=Depths(
            "Keeps neighbours together; how far apart groups lie, and how large they are, "
            "means little.",
            r"Minimises $\sum_{ij} p_{ij} \log (p_{ij}/q_{ij})$, $p$ a Gaussian affinity "
            r"whose width gives every point as many neighbours as the perplexity says, "
            r"$q_{ij} \propto (1 + \lVert y_i - y_j \rVert^2)^{-1}$ on the map. (L. van der "
            r"Maaten, G. Hinton, Journal of Machine Learning Research, 2008.)",
        ),
    ),
    Companion(
        "umap",
        "UMAP",
        "who is near whom",
        umap_map,
        package="umap",
        installed_as="umap-learn",
        depths=Depths(
            "Pulls neighbours together and pushes sampled others apart; distances between "
            "groups are not to be read.",
            r"Edges $v_{ij} = \exp(-\max(0, d_{ij} - \rho_i)/\sigma_i)$, made symmetric, are "
            r"matched by $w_{ij} = (1 + a \lVert y_i - y_j \rVert^{2b})^{-1}$ on the map: the "
            r"cross entropy of the two is minimised, with repulsion from drawn points. (L. "
            r"McInnes, J. Healy, J. Melville, 2018.)",
        ),
    ),
    Companion(
        "phate",
        "PHATE's distance",
        "how alike two points see all others",
        phate_by_settings,
        limit="isomap_points",
        depths=Depths(
            "Two points lie near each other when heat from both has spread over all others in "
            "the same way.",
            r"The map follows $\lVert \log H_{i\cdot} - \log H_{j\cdot} \rVert$ between rows "
            r"of $H = e^{-tL}$, $L$ the random-walk Laplacian: the potential distance, with "
            r"heat in place of powers of the walk and no small number added before the "
            r"logarithm. (K. R. Moon et al., Nature Biotechnology, 2019.)",
        ),
    ),
    Companion(
        "diffusion_map",
        "Diffusion map",
        "how alike heat spreads",
        diffusion_map,
        depths=Depths(
            "Draws the slowest patterns in which heat evens out; what heat joins quickly lies "
            "together.",
            r"The coordinates are $y_{ik} = e^{-t \lambda_k} \varphi_k(i)$ with the smallest "
            r"eigenvalues $\lambda_k > 0$ and eigenvectors of $L = I - D^{-1} W$; with all $n "
            r"- 1$ of them distances are diffusion distances at time $t$. (R. R. Coifman, S. "
            r"Lafon, Applied and Computational Harmonic Analysis, 2006.)",
        ),
    ),
    Companion(
        "chance",
        "Random placement",
        "nothing: the scores of a meaningless map",
        by_chance,
        depths=Depths(
            "Points thrown down at random: the scores that a map gets without having learned "
            "anything.",
            r"The coordinates are independent normal numbers $y_{ik} \sim N(0, 1)$, the same "
            r"for a seed. Of a point's $k$ nearest neighbours such a map keeps $k/(n - 1)$ on "
            r"average; a score no better than its says nothing for a method. (J. A. Lee, M. "
            r"Verleysen, Neurocomputing, 2009.)",
        ),
    ),
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
