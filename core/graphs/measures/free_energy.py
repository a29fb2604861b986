"""Free energy of a bag of paths, between shortest path and commute time (Kivimäki et al., 2014)."""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.graphs.graph_matrices import GraphMatrices, centered
from core.graphs.large_form import LandmarkLogarithms, LargeForm
from core.graphs.measures.flat_maps import RECIPROCAL
from core.graphs.measures.form import At
from core.graphs.measures.measure import Measure
from core.graphs.measures.path_distances import free_energy_distance
from core.graphs.measures.path_form import PathForm
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.series_functions import Geometric, Series
from core.graphs.shared_series import SharedSeries
from core.graphs.sparse_walk import SparseGraph
from core.graphs.spectral_recipes import Recipe

Matrix = NDArray[np.float64]


class FreeEnergyForm(PathForm):
    """D_ij = (ln g_ii + ln g_jj)/(2β) − ln g_ij/β, G the resolvent of S."""

    scales_to_large = True

    def distance(self, graph: GraphMatrices, beta: float) -> Matrix:
        """D (n, n)."""
        return free_energy_distance(graph, beta)

    def series(self, q: float) -> tuple[Series, ...]:
        """G."""
        return (Geometric(q),)

    def of_series(self, shared: SharedSeries, recipe: Recipe) -> ScaledKernel:
        """−½ H D H: what a row or column shares goes with H."""
        beta = -float(np.log(_q(recipe)))
        return ScaledKernel(centered(shared.log_positive * (0.5 / beta)))

    def distances_of_series(self, shared: SharedSeries, recipe: Recipe) -> Matrix:
        """ln G: the array of logPPR at α = e^−β."""
        return shared.logarithm

    def large(self, graph: SparseGraph, at: At) -> LargeForm:
        """Columns of G at landmarks; ParameterError with weights."""
        if graph.is_weighted:
            raise ParameterError(
                f"{at.name} on a weighted graph needs all pairs of nodes; choose logPPR, which is "
                "the same distance without weights."
            )
        q = float(np.exp(-at.own))
        return LandmarkLogarithms(Recipe("normalized_adjacency", Geometric(q)))


def _q(recipe: Recipe) -> float:
    if not isinstance(recipe.series, Geometric):
        raise TypeError("Only resolvents have a q.")
    return recipe.series.q


FREE_ENERGY = Measure(
    name="FE",
    title="Free energy (bag of paths potential)",
    in_words=(
        "Two nodes are near when a way between them is cheap, and nearer when many ways are "
        "about as cheap."
    ),
    meaning=(
        r"$\Phi_{ij}$ is the least of expected cost plus $1/\beta$ times how far the law of "
        r"the paths lies from the random walk $P$ (Kullback–Leibler divergence); $D = (\Phi + "
        r"\Phi^{\top})/2$, $K = -\tfrac12 H D H$. It too lies between the shortest path and "
        r"half the commute time."
    ),
    formula="Φ = −(1/β) log(Z diag(Z)⁻¹), Z = (I − P ∘ e^(−βC))⁻¹, c_ij = 1/a_ij, "
    "D = (Φ + Φᵀ)/2; K = −½ H D H",
    tex=r"\Phi = -\tfrac{1}{\beta} \log\!\big(Z \operatorname{diag}(Z)^{-1}\big),\ Z = (I "
    r"- P \circ e^{-\beta C})^{-1}",
    form=FreeEnergyForm(),
    flat=RECIPROCAL,
    parameter="β",
    parameter_range="β > 0",
    limit_low="shortest path (only like 1/β)",
    limit_high="half the commute time",
    metric="D is a metric",
    positive_semidefinite="no guarantee",
    cost="spectral without weights; with weights one factorisation per parameter",
    source="Kivimäki, Shimbo, Saerens, 2014",
    family="logPPR",  # at α = e^−β, while all edges weigh the same
    weighted_family="FE",
)
ROWS = (FREE_ENERGY,)
