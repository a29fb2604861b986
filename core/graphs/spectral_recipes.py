"""How each spectral measure is made: which matrix, which series, and which scaling by degrees."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.series_functions import DoubleFactorial, Exponential, Geometric, Series
from core.graphs.walk_matrix import WalkMatrix


class MeasureGraph(Protocol):
    """What a recipe asks of a graph, small or large."""

    @property
    def spectral_radius(self) -> float: ...  # noqa: D102

    @property
    def largest_degree(self) -> float: ...  # noqa: D102


SPECTRAL = ("Katz", "Comm", "DF", "For", "Heat", "NHeat", "HeatPR", "PPR", "ModifPPR", "Abs")


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


def spectral_recipe(graph: MeasureGraph, plain: str, parameter: float) -> Recipe:
    """The recipe of a plain measure of ``SPECTRAL`` at its own parameter."""
    if plain in ("Katz", "Comm", "DF"):
        y = parameter * graph.spectral_radius
        of_adjacency: dict[str, Series] = {
            "Katz": Geometric(y),
            "Comm": Exponential(y, log_scale=y),
            "DF": DoubleFactorial(y),
        }
        return Recipe("scaled_adjacency", of_adjacency[plain])
    if plain in ("For", "Heat"):
        y = parameter * graph.largest_degree
        series = Exponential(y) if plain == "Heat" else Geometric(y / (1 + y), 1 / (1 + y))
        return Recipe("scaled_laplacian", series)
    if plain in ("NHeat", "HeatPR"):
        power = 0.5 if plain == "HeatPR" else 0.0
        return Recipe("normalized_adjacency", Exponential(parameter), -power, power)
    q = 1 - parameter if plain == "Abs" else parameter
    return Recipe("normalized_adjacency", Geometric(q), -0.5, 0.5 if plain == "PPR" else -0.5)


def degree_scaled(
    graph: GraphMatrices, matrix: np.ndarray, left: float, right: float
) -> np.ndarray:
    """D^left M D^right."""
    if left == right == 0:
        return matrix
    if left == 0:
        return matrix * graph.degree_power(right)
    result = graph.degree_power(left)[:, None] * matrix
    if right:
        result *= graph.degree_power(right)
    return result
