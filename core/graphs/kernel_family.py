"""All kernels of a sweep from few products: measures that share a matrix are made together.

What is shared: the eigendecomposition by all measures of A, of L and of S; the basis of series by
all their parameters; a series by the plain measure and its twins (PPR, ModifPPR; NHeat, HeatPR);
a logarithm by measures that are the same distance.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, KernelscopeError, ParameterError
from core.graphs.flat_parameter import checked_flat_parameter, own_parameter
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernels import ScaledKernel, scaled_kernel
from core.graphs.measures import LOGARITHMS, measure_named
from core.graphs.series_batch import SeriesMatrix, evaluate_many
from core.graphs.series_functions import Geometric, GeometricSquared, Series
from core.graphs.shared_series import SharedSeries
from core.graphs.spectral_recipes import SPECTRAL, Recipe, spectral_recipe

Matrix = NDArray[np.float64]
Pair = tuple[str, float | None]
NEED_POSITIVE = LOGARITHMS | {"FE", "RSP"}
WALKS = ("scaled_adjacency", "scaled_laplacian", "normalized_adjacency")


@dataclass(slots=True)
class FamilyKernel:
    """One kernel of a sweep, or the reason why there is none.

    ``shared`` is the series that it is made of, None for measures without one; ``error`` is set
    where there is no kernel.
    """

    measure: str
    x: float | None
    error: KernelscopeError | None = None
    whole: ScaledKernel | None = None
    shared: SharedSeries | None = None
    recipe: Recipe | None = None

    def kernel(self) -> ScaledKernel:
        """The kernel as :func:`core.graphs.kernels.scaled_kernel` gives it."""
        if self.whole is not None:
            return self.whole
        return self._of_shared().kernel(self.measure, self.x, self._recipe())

    def distance_kernel(self) -> Matrix:
        """A matrix with the same squared distances up to a factor, and more of their digits.

        What every node shares is left out where it can be: u1ᵀ + 1uᵀ changes no distance. Measures
        that are the same distance get the same array object.
        """
        if self.whole is not None:
            return self.whole.matrix
        return self._of_shared().distance_kernel(self.measure, self.x, self._recipe())

    def _of_shared(self) -> SharedSeries:
        if self.shared is None:
            raise self.error or ComputeError(f"{self.measure} has no kernel.")
        return self.shared

    def _recipe(self) -> Recipe:
        if self.recipe is None:
            raise self.error or ComputeError(f"{self.measure} has no kernel.")
        return self.recipe


@dataclass
class _Job:
    """One series with all measures that are made of it; a second series for RSP."""

    series: list[Series]
    members: list[tuple[str, float, Recipe]] = field(default_factory=list)


def family_kernels(graph: GraphMatrices, pairs: Sequence[Pair]) -> Iterator[FamilyKernel]:
    """Yield the kernel of every (measure, x), in an order that shares most work.

    A kernel that does not exist comes with its reason. Arrays are valid until the next is drawn
    from the iterator only in the sense that nobody else keeps them: copy what must stay.
    """
    jobs: dict[str, dict[Hashable, _Job]] = {walk: {} for walk in WALKS}
    for measure, x in pairs:
        try:
            recipe, series = _planned(graph, measure, x)
        except (ParameterError, ComputeError) as error:
            yield FamilyKernel(measure, x, error)
            continue
        if recipe is None or x is None:
            yield _whole(graph, measure, x)
            continue
        planned_here, key = jobs[recipe.walk], tuple(series)
        job = planned_here.get(key)
        if job is None:
            job = planned_here[key] = _Job(series)
        job.members.append((measure, x, recipe))
    for walk, planned in jobs.items():
        if planned:
            yield from _of_walk(graph, walk, list(planned.values()))


def _planned(
    graph: GraphMatrices, measure: str, x: float | None
) -> tuple[Recipe | None, list[Series]]:
    plain = measure_named(measure).plain or measure
    x = checked_flat_parameter(measure, x)
    if x is None:
        return None, []
    if plain in ("RSP", "FE") and not graph.is_weighted:
        graph.require_connected(measure)
        q = float(np.exp(-own_parameter(measure, x, spectral_radius=np.nan)))
        recipe = Recipe("normalized_adjacency", Geometric(q))
        graph.inverse_root_degree  # noqa: B018 - refuses nodes without edges
        return recipe, [Geometric(q), GeometricSquared(q)] if plain == "RSP" else [Geometric(q)]
    if plain not in SPECTRAL:
        return None, []
    if measure != plain:
        graph.require_connected(measure)
    radius = graph.spectral_radius if plain == "Katz" else np.nan
    recipe = spectral_recipe(graph, plain, own_parameter(measure, x, spectral_radius=radius))
    if recipe.walk == "normalized_adjacency":
        graph.inverse_root_degree  # noqa: B018 - refuses nodes without edges
    return recipe, [recipe.series]


def _whole(graph: GraphMatrices, measure: str, x: float | None) -> FamilyKernel:
    try:
        return FamilyKernel(measure, x, whole=scaled_kernel(graph, measure, x))
    except (ParameterError, ComputeError) as error:
        return FamilyKernel(measure, x, error)


def _of_walk(graph: GraphMatrices, name: str, jobs: list[_Job]) -> Iterator[FamilyKernel]:
    walk = getattr(graph, name)
    flat = [(series, _needs_positive(job)) for job in jobs for series in job.series]
    matrices = evaluate_many(walk, [series for series, _ in flat], [wanted for _, wanted in flat])
    for job in jobs:
        parts: list[SeriesMatrix] = [next(matrices) for _ in job.series]
        shared = SharedSeries(graph, walk, tuple(job.series), tuple(parts))
        for measure, x, recipe in job.members:
            try:
                shared.check(measure, x)
            except (ParameterError, ComputeError) as error:
                yield FamilyKernel(measure, x, error)
                continue
            yield FamilyKernel(measure, x, shared=shared, recipe=recipe)
    walk.forget_powers()


def _needs_positive(job: _Job) -> bool:
    return any(measure in NEED_POSITIVE for measure, _, _ in job.members)
