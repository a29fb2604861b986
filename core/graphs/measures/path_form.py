"""What the distances of random paths share: without weights, a resolvent of S at q = e^−β."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices, centered
from core.graphs.measures.form import At, Form
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.series_functions import Geometric, Series
from core.graphs.shared_series import SharedSeries
from core.graphs.spectral_recipes import Recipe

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class PathForm(Form):
    """K = −½ H D H of a distance D (n, n) of random paths at the inverse temperature β."""

    needs_positive = True

    @abstractmethod
    def distance(self, graph: GraphMatrices, beta: float) -> Matrix:
        """D by itself, with weights or without."""

    @abstractmethod
    def series(self, q: float) -> tuple[Series, ...]:
        """What it is made of on a graph without weights."""

    def kernel(self, graph: GraphMatrices, at: At) -> ScaledKernel:
        """−½ H D H."""
        return ScaledKernel(-0.5 * centered(self.distance(graph, at.own)))

    def plan(self, graph: GraphMatrices, at: At) -> tuple[Recipe, tuple[Series, ...]] | None:
        """Resolvents of S; None on a weighted graph, where costs differ from edge to edge."""
        if graph.is_weighted:
            return None
        graph.require_connected(at.name)
        graph.inverse_root_degree  # noqa: B018 - refuses nodes without edges
        q = float(np.exp(-at.own))
        return Recipe("normalized_adjacency", Geometric(q)), self.series(q)

    def check(self, shared: SharedSeries, at: At) -> None:
        """No entry may be too small for a floating-point number."""
        shared.positive  # noqa: B018 - raises
