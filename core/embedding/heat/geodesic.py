"""HeatGeodesic: a map whose distances follow the time that heat takes along the data."""

from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from core.embedding.component_map import ComponentMap, component_map
from core.embedding.distinct_points import checked_distances
from core.embedding.gaps import bridged
from core.embedding.heat.distances import ALL_PAIRS
from core.embedding.heat.settings import checked_settings, neighbors_for
from core.embedding.interpolation import interpolate
from core.embedding.neighbor_graph import neighbor_graph
from core.embedding.placement import measured_gaps, placed
from core.embedding.training_points import training_points
from core.limits import check_limit
from core.parallel import Progress, no_progress

SQUARE_ROWS = 2000  # up to so many rows all their pairs are kept


class HeatGeodesic(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Heat-geodesic embedding, without floors and with a t that adapts.

    d_t(i, j)² = −4t log H_ij + 4tσ log √(H_ii H_jj) with H = exp(−tL) on the neighbour graph
    of the data follows the squared geodesic distance. Ways longer than heat can go in t are
    straightened (:mod:`core.embedding.straightening`), ways of a few jumps that heat has not yet
    measured are as long as their shortest path, and a map is found whose Euclidean distances follow
    these lengths.

    Parameters
    ----------
    n_components : int
        Axes of the map.
    n_neighbors : int
        Neighbours of each point in the graph; cut to n − 1 with a warning.
    t : float or str
        Diffusion time, or "auto": up to 1,000 points several times are tried, and the one kept
        whose map keeps most of each point's nearest data points (``time_.candidates``); where the
        data show shortcuts, the longest unless half of it keeps more. Beyond, the heat trace
        Σ e^(−tλ) of the largest component is 3, or 2 where the two times disagree.
    volume : float
        σ, the weight of the volume term, 0 to 2.
    laplacian : str
        "normalized", "combinatorial" or "random_walk".
    n_landmarks : int or str
        Points from which distances to all are computed; "auto": all up to 1,000 points, else 300,
        from 20,000 points on fewer, at least 100.
    metric : str
        "euclidean", "manhattan", "cosine", "correlation", "hamming" (the share of features that
        differ) or "jaccard" (by which features are not 0), or "precomputed": X (n, n) holds
        distances, ∞ where there is no way.
    graph : str
        "alpha_decay", "knn", "mutual_knn" or "fuzzy".
    volume_mean : str
        "geometric" or "arithmetic" mean of H_ii and H_jj in the volume term; with the geometric
        d² is the logarithm of a normalised kernel and never negative for σ = 1.
    triplet : float
        Share ρ of triplet denoising, where all pairs are computed.
    edge_lengths : bool
        Whether edges far longer than their surroundings count with their length
        (:mod:`core.embedding.gaps`); False as published, where every edge is one jump.
    keep : str
        "lengths": distances on the map follow the ways along the data. "neighbors": from that map
        on, neighbours attract and others repel (:mod:`core.embedding.neighbor_layout`), which keeps
        more of them on surfaces that no plane holds, such as tubes and tori, and gives lengths up.
    random_state : int, RandomState or None
        Seed of the landmarks and of the order of the descent.

    Attributes
    ----------
    embedding_ : (n, n_components) array
        The map, in units of distance of X along the data.
    dissimilarity_ : (n, n) or (n, m) array
        These lengths, to all rows or to the rows ``landmark_rows_``, in the same unit; ∞ between
        components.
    landmark_rows_ : (m,) array of int
        Rows that the columns of ``dissimilarity_`` belong to.
    t_ : float
        The diffusion time used.
    time_ : DiffusionTime or None
        The curve behind an automatic time.
    component_ : (n,) array of int
        Component of each row, 0 the largest; each has a map of its own.
    gaps_ : (c, c) array or None
        Distances between the nearest points of two components in the data, which is how far apart
        their maps lie; None where they lie on a shelf, as the distances are unknown or too many.
    duplicate_of_ : (n,) array of int
        The first row equal to each row.
    outlier_ : (n,) array of bool
        Whether a row is far from all its neighbours.
    neighbors_exact_ : bool
        Whether the neighbour search was exact.
    method_ : str
        How the kernel was computed.
    scaling_ : MetricMap or None
        How the map of the largest component follows its distances.
    stopped_ : bool
        Whether the map is the last iterate of a run that was stopped.
    training_points_ : TrainingPoints
        The distinct points that ``transform`` interpolates between; their places on the map are
        ``embedding_[training_points_.first_row]``.
    n_interpolated_ : int
        How many nearest of them each new row is interpolated between, the last one with no weight:
        n_neighbors + 1, or all where there are fewer.

    References
    ----------
    G. Huguet et al., A heat diffusion perspective on geodesic preserving dimensionality reduction,
    arXiv:2305.19043, 2023. S. R. S. Varadhan, On the behavior of the fundamental solution of the
    heat equation with variable coefficients, 1967.

    Examples
    --------
    >>> X = np.column_stack([np.arange(30.0), np.zeros(30)])
    >>> model = HeatGeodesic(n_neighbors=2, random_state=0).fit(X)
    >>> float(np.linalg.norm(model.embedding_[0] - model.embedding_[29]).round(-1))
    30.0
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        n_neighbors: int = 10,
        t: float | str = "auto",
        volume: float = 1.0,
        laplacian: str = "normalized",
        n_landmarks: int | str = "auto",
        metric: str = "euclidean",
        graph: str = "alpha_decay",
        volume_mean: str = "geometric",
        triplet: float = 0.0,
        edge_lengths: bool = True,
        keep: str = "lengths",
        random_state: Any = None,
    ) -> None:
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.t = t
        self.volume = volume
        self.laplacian = laplacian
        self.n_landmarks = n_landmarks
        self.metric = metric
        self.graph = graph
        self.volume_mean = volume_mean
        self.triplet = triplet
        self.edge_lengths = edge_lengths
        self.keep = keep
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None, *, progress: Progress = no_progress) -> Self:
        """Find the map of the rows of a table, or of a matrix of distances.

        Parameters
        ----------
        X : (n, d) or (n, n) array, or (n, d) sparse
            Points, finite, or distances where ``metric`` is "precomputed". Sparse rows stay
            sparse.
        y : ignored
            Here for scikit-learn.
        progress : callable, optional
            Called with the share done and what is being done. When it raises Cancelled while the
            map is being found, the last iterate is kept and ``stopped_`` is True.

        Returns
        -------
        HeatGeodesic
            The estimator itself.

        Raises
        ------
        ParameterError
            For parameters outside their range.
        ValueError
            For NaN or ∞ in X.
        LimitError
            For more than 200,000 points.

        Examples
        --------
        >>> X = np.column_stack([np.arange(30.0), np.zeros(30)])
        >>> HeatGeodesic(n_neighbors=2, random_state=0).fit(X).embedding_.shape
        (30, 2)
        """
        X = self._validated(X, ensure_min_samples=2)
        check_limit("map_points", X.shape[0], what="The data set")
        settings = checked_settings(self)
        if self.metric == "precomputed":
            X = checked_distances(X)
        points = training_points(X, self.metric)
        settings = replace(settings, scale=points.scale)
        n = len(points)
        k = neighbors_for(self.n_neighbors, n)
        self.training_points_, self.n_interpolated_ = points, min(k + 1, n)
        self.duplicate_of_ = points.first_row[points.of_row]
        if n == 1:
            self._fit_one_point(X.shape[0])
            return self
        graph = neighbor_graph(
            points.values,
            k,
            kind=self.graph,
            metric=self.metric,
            random_state=settings.random_state,
        )
        if settings.edge_lengths:
            weights = bridged(graph.weights, graph.lengths, graph.usual_lengths)
            graph = replace(graph, weights=weights)
        component = _by_size(graph.weights)
        maps: list[ComponentMap] = []
        done = 0
        for c in range(component.max() + 1):
            nodes = np.flatnonzero(component == c)
            share = (done / n, (done + len(nodes)) / n)
            time = maps[0].time if maps else None
            part = _within(progress, *share)
            near = self._apart(nodes) if time is None else None
            maps.append(component_map(graph, nodes, settings, time, part, apart=near))
            done += len(nodes)
        self._collect(maps, component, graph)
        return self

    def fit_transform(self, X: Any, y: Any = None, **fit_params: Any) -> NDArray[np.float64]:
        """The map of the rows of X, as :meth:`fit` finds it.

        Parameters
        ----------
        X : (n, d) or (n, n) array
            Points, or distances where ``metric`` is "precomputed"; finite.
        y : ignored
            Here for scikit-learn.
        **fit_params : dict
            Handed to :meth:`fit`.

        Returns
        -------
        (n, n_components) array of float64
            In units of distance of X along the data.

        Examples
        --------
        >>> X = np.column_stack([np.arange(30.0), np.zeros(30)])
        >>> HeatGeodesic(n_components=1, n_neighbors=2, random_state=0).fit_transform(X).shape
        (30, 1)
        """
        return self.fit(X, y, **fit_params).embedding_

    def transform(self, X: Any) -> NDArray[np.float64]:
        """Coordinates of new rows, each interpolated on its own between the nearest training rows.

        A training row gets its own coordinates.

        Parameters
        ----------
        X : (q, d) or (q, n) array
            Points, or distances to the training rows where ``metric`` is "precomputed".

        Returns
        -------
        (q, n_components) array of float64
            In units of distance of X along the data.

        Examples
        --------
        >>> X = np.column_stack([np.arange(30.0), np.zeros(30)])
        >>> model = HeatGeodesic(n_neighbors=2, random_state=0).fit(X)
        >>> bool(np.allclose(model.transform(X[:3]), model.embedding_[:3]))
        True
        """
        check_is_fitted(self, "embedding_")
        X = self._validated(X, reset=False)
        points = self.training_points_
        distances, indices = points.nearest(X, self.n_interpolated_)
        return interpolate(distances, indices, self.embedding_[points.first_row])

    def _apart(self, nodes: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """Distances between these points in the data, where maps are judged by them."""
        if len(nodes) > ALL_PAIRS:
            return None
        return self.training_points_.between(nodes, nodes)

    def _validated(self, X: Any, **settings: Any) -> Any:
        """Finite rows, dense or CSR; distances may be ∞."""
        given = self.metric == "precomputed"
        if not given:
            settings |= {"accept_sparse": "csr"}
        return validate_data(self, X, dtype=np.float64, ensure_all_finite=not given, **settings)

    def _collect(self, maps: list[ComponentMap], component: NDArray, graph: Any) -> None:
        points = self.training_points_
        n, rows = len(component), points.of_row
        gaps = measured_gaps(points, [m.nodes for m in maps])
        gaps = None if gaps is None else points.scale * gaps
        placement = placed([each.coordinates for each in maps], gaps)
        Y = np.empty((n, self.n_components))
        for each, coordinates in zip(maps, placement.maps, strict=True):
            Y[each.nodes] = coordinates
        self.embedding_ = Y[rows]
        self.component_ = component[rows]
        self.gaps_ = placement.gaps
        self.maps_ = maps
        self.graph_ = graph
        self.time_ = maps[0].time
        self.t_ = maps[0].t
        self.unit_ = maps[0].unit
        self.scaling_ = maps[0].scaling
        self.stopped_ = any(each.stopped for each in maps)
        self.neighbors_exact_ = graph.nearest.exact
        self.method_ = maps[0].heat.method if maps[0].heat else "one point"
        k = self.n_interpolated_ - 1
        self.outlier_ = _far_from_all(graph.nearest.distances[:, k - 1])[rows]
        D, landmarks = _together(maps, n)
        self.dissimilarity_, self.landmark_rows_ = D[rows], points.first_row[landmarks]
        if len(landmarks) == n and len(rows) <= SQUARE_ROWS:
            self.dissimilarity_, self.landmark_rows_ = D[np.ix_(rows, rows)], np.arange(len(rows))

    def _fit_one_point(self, n_rows: int) -> None:
        self.embedding_ = np.zeros((n_rows, self.n_components))
        self.dissimilarity_ = np.zeros((n_rows, 1))
        self.landmark_rows_ = np.zeros(1, np.int64)
        self.component_ = np.zeros(n_rows, np.int64)
        self.outlier_ = np.zeros(n_rows, bool)
        self.t_ = 0.0 if self.t == "auto" else float(self.t)
        self.gaps_ = None
        self.maps_, self.graph_, self.time_, self.unit_ = [], None, None, 1.0
        self.scaling_ = None
        self.stopped_, self.neighbors_exact_, self.method_ = False, True, "one point"

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = self.metric == "precomputed"
        tags.input_tags.sparse = self.metric != "precomputed"
        return tags

    @property
    def _n_features_out(self) -> int:
        return self.embedding_.shape[1]


def _together(maps: list[ComponentMap], n: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Distances (n, m) to the landmarks of all components, ∞ between them, and their nodes."""
    chosen = [each.nodes[each.heat.landmarks] if each.heat else each.nodes for each in maps]
    if len(maps) == 1 and maps[0].heat:
        return maps[0].heat.distance, chosen[0]
    landmarks = np.sort(np.concatenate(chosen))
    D = np.full((n, len(landmarks)), np.inf)
    for each, nodes in zip(maps, chosen, strict=True):
        columns = np.searchsorted(landmarks, nodes)
        D[np.ix_(each.nodes, columns)] = each.heat.distance if each.heat else 0.0
    return D, landmarks


def _by_size(W: Any) -> NDArray[np.int64]:
    """Component of each node, 0 the largest; equal sizes in the order of their first nodes."""
    _, label = connected_components(W, directed=False)
    size = np.bincount(label)
    rank = np.empty(len(size), np.int64)
    rank[np.argsort(-size, kind="stable")] = np.arange(len(size))
    return rank[label]


def _far_from_all(distance: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Points whose k-th neighbour is farther than 5 interquartile ranges above the quartile."""
    low, high = np.quantile(distance, [0.25, 0.75])
    return distance > high + 5 * (high - low) + 1e-12 * high


def _within(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
