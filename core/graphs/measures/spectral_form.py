"""Measures that are one power series of one matrix, and their logarithms.

K = D^left · h(G) · D^right with G one of A/ρ, I − L/c and S; see ``core.graphs.series_functions``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.graphs.checked_adjacency import check_connected
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.large_form import LandmarkLogarithms, LargeForm, LeadingVectors
from core.graphs.measures.form import At, Form
from core.graphs.scaled_kernel import ScaledKernel, degree_scaled
from core.graphs.series_functions import Series
from core.graphs.shared_series import SharedSeries
from core.graphs.sparse_walk import SparseGraph
from core.graphs.spectral_recipes import MeasureGraph, Recipe
from core.percentages import percent

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class SpectralForm(Form):
    """A plain measure.

    Attributes
    ----------
    recipe : the series of a graph at the measure's own parameter
    leading_cancels : whether the leading eigenvector adds the same to a whole row or column, and
        so to no distance
    positive_below : the own parameter from which on entries may be negative
    """

    recipe: Callable[[MeasureGraph, float], Recipe]
    leading_cancels: bool = False
    positive_below: float = inf

    scales_to_large = True

    def kernel(self, graph: GraphMatrices, at: At) -> ScaledKernel:
        """h(G), scaled by the degrees."""
        return self.evaluated(graph, at, positive=False)

    def evaluated(self, graph: GraphMatrices, at: At, *, positive: bool) -> ScaledKernel:
        """The kernel; ``positive``: with every entry right to a small share of itself."""
        recipe = self.recipe(graph, at.own)
        positive = positive and at.own < self.positive_below
        with np.errstate(divide="ignore"):
            series = recipe.walk_matrix(graph).series(recipe.series, positive=positive)
        kernel = degree_scaled(graph, series, recipe.left, recipe.right)
        return ScaledKernel(kernel, recipe.series.log_scale)

    def plan(self, graph: GraphMatrices, at: At) -> tuple[Recipe, tuple[Series, ...]]:
        """One series."""
        recipe = self.recipe(graph, at.own)
        if recipe.walk == "normalized_adjacency":
            graph.inverse_root_degree  # noqa: B018 - refuses nodes without edges
        return recipe, (recipe.series,)

    def of_series(self, shared: SharedSeries, recipe: Recipe) -> ScaledKernel:
        """The whole series, scaled by the degrees."""
        kernel = degree_scaled(shared.graph, shared.full, recipe.left, recipe.right)
        return ScaledKernel(kernel, shared.series[0].log_scale)

    def distances_of_series(self, shared: SharedSeries, recipe: Recipe) -> Matrix:
        """Without the leading eigenvector where that adds to no distance."""
        base = shared.parts[0].matrix if self.leading_cancels else shared.full
        return degree_scaled(shared.graph, base, recipe.left, recipe.right)

    def large(self, graph: SparseGraph, at: At) -> LargeForm:
        """The leading eigenvectors of the recipe's matrix."""
        recipe = self.recipe(graph, at.own)
        return LeadingVectors(recipe.walk, recipe.series.values, recipe.left)


@dataclass(frozen=True)
class LogarithmForm(Form):
    """ln of every entry of a plain measure's kernel.

    Attributes
    ----------
    plain : how that kernel is made
    way_out : what to do where an entry is not positive; "" for what is true of most measures
    """

    plain: SpectralForm
    way_out: str = ""

    needs_positive = True
    scales_to_large = True

    def kernel(self, graph: GraphMatrices, at: At) -> ScaledKernel:
        """The logarithm up to what ``log_scale`` adds to every entry."""
        check_connected(graph.n_components, at.name)
        plain = self.plain.evaluated(graph, at, positive=True)
        return ScaledKernel(self._logarithm(plain.matrix, at), plain.log_scale)

    def _logarithm(self, kernel: Matrix, at: At) -> Matrix:
        """ln K element by element; ParameterError when an entry is not positive."""
        if not kernel.min() > 0:
            share = float(np.mean(~(kernel > 0)))
            way_out = self.way_out or "Take an x further from the ends of its range."
            raise ParameterError(
                f"{at.name} at x = {at.x}: {percent(share)} of the entries are not positive and "
                f"have no logarithm. {way_out}"
            )
        return np.log(kernel)

    def plan(self, graph: GraphMatrices, at: At) -> tuple[Recipe, tuple[Series, ...]]:
        """The plain measure's series, on a connected graph."""
        graph.require_connected(at.name)
        return self.plain.plan(graph, at)

    def check(self, shared: SharedSeries, at: At) -> None:
        """Every entry must be positive."""
        if not shared.smallest > 0:
            self._logarithm(shared.positive, at)  # raises, naming the share

    def of_series(self, shared: SharedSeries, recipe: Recipe) -> ScaledKernel:
        """ln(D^left h(G) D^right): the degrees only add."""
        log_scale = shared.series[0].log_scale
        if recipe.left == recipe.right == 0:
            return ScaledKernel(shared.log_positive, log_scale)
        log_degree = shared.graph.log_degree
        result = shared.log_positive + recipe.left * log_degree[:, None]
        result += recipe.right * log_degree
        return ScaledKernel(result, log_scale)

    def distances_of_series(self, shared: SharedSeries, recipe: Recipe) -> Matrix:
        """Without the degrees, which add to no distance: the same array for all that share it."""
        return shared.logarithm

    def large(self, graph: SparseGraph, at: At) -> LargeForm:
        """The plain measure's columns at landmarks."""
        recipe = self.plain.recipe(graph, at.own)
        return (
            LandmarkLogarithms(recipe, self.way_out) if self.way_out else LandmarkLogarithms(recipe)
        )
