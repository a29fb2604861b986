"""Randomised shortest paths: the expected cost of paths drawn at a temperature 1/β."""

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices, centered
from core.graphs.measures.flat_maps import RECIPROCAL
from core.graphs.measures.measure import Measure
from core.graphs.measures.path_distances import randomized_path_distance
from core.graphs.measures.path_form import PathForm
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.series_functions import Geometric, GeometricSquared, Series
from core.graphs.shared_series import SharedSeries
from core.graphs.spectral_recipes import Recipe

Matrix = NDArray[np.float64]


class RandomisedPathForm(PathForm):
    """D_ij = s_ij − (s_ii + s_jj)/2 with expected costs s = G2/G − 1, G the resolvent of S."""

    def distance(self, graph: GraphMatrices, beta: float) -> Matrix:
        """D (n, n)."""
        return randomized_path_distance(graph, beta)

    def series(self, q: float) -> tuple[Series, ...]:
        """G and G²."""
        return Geometric(q), GeometricSquared(q)

    def of_series(self, shared: SharedSeries, recipe: Recipe) -> ScaledKernel:
        """−½ H D H: what a row or column shares goes with H."""
        return ScaledKernel(centered(-0.5 * (shared.positive_squared / shared.positive)))

    def distances_of_series(self, shared: SharedSeries, recipe: Recipe) -> Matrix:
        """−s up to a constant."""
        return -shared.path_cost


RANDOMISED_PATHS = Measure(
    name="RSP",
    title="Randomised shortest paths",
    in_words=(
        "The expected cost of a way that wanders when it is hot and takes the shortest path "
        "when it is cold."
    ),
    meaning=(
        r"$\tilde P$ is the law of the random walk from $i$ until it reaches $j$, the cost of "
        r"an edge $1/a_{ij}$, and $1/\beta$ the temperature. $D$ is the expected cost, "
        r"averaged over both directions, and $K = -\tfrac12 H D H$; $\beta \to \infty$ gives "
        r"the shortest path, $\beta \to 0$ half the commute time."
    ),
    formula="expected cost of a path under P(path) ∝ P̃(path) e^(−β cost), cost 1/a_ij, "
    "made symmetric; K = −½ H D H",
    tex=r"\mathbb{E}[\text{cost of a path}],\ P(\text{path}) \propto \tilde "
    r"P(\text{path})\, e^{-\beta\,\text{cost}}",
    form=RandomisedPathForm(),
    flat=RECIPROCAL,
    parameter="β",
    parameter_range="β > 0",
    limit_low="shortest path",
    limit_high="half the commute time",
    metric="no guarantee (a semi-metric)",
    positive_semidefinite="no guarantee",
    cost="spectral without weights: two products per parameter; with weights a factorisation",
    source="Yen, Saerens, Mantrach, Shimbo, 2008; Kivimäki, Shimbo, Saerens, 2014",
    family="RSP",
)
ROWS = (RANDOMISED_PATHS,)
