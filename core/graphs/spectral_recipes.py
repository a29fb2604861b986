"""How a spectral measure is made: which matrix, which series, and which scaling by degrees."""

from dataclasses import dataclass
from typing import Protocol

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.series_functions import Series
from core.graphs.walk_matrix import WalkMatrix


class MeasureGraph(Protocol):
    """What a recipe asks of a graph, small or large."""

    @property
    def spectral_radius(self) -> float: ...  # noqa: D102

    @property
    def largest_degree(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Recipe:
    """K = D^left · h(G) · D^right, with h a series of the matrix called ``walk``."""

    walk: str
    series: Series
    left: float = 0.0
    right: float = 0.0

    def walk_matrix(self, graph: GraphMatrices) -> WalkMatrix:
        """G of this graph."""
        matrix: WalkMatrix = getattr(graph, self.walk)
        return matrix
