"""All kernels of a sweep from few products: measures that share a matrix are made together.

What is shared: the eigendecomposition by all measures of A, of L and of S; the basis of series by
all their parameters; a series by the plain measure and its twins (PPR, ModifPPR; NHeat, HeatPR);
a logarithm by measures that are the same distance.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError, KernelscopeError, ParameterError
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.kernels import scaled_kernel
from core.graphs.measures import measure_named
from core.graphs.measures.form import At
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.series_batch import SeriesMatrix, evaluate_many
from core.graphs.series_functions import Series
from core.graphs.shared_series import SharedSeries
from core.graphs.spectral_recipes import Recipe

Matrix = NDArray[np.float64]
Pair = tuple[str, float | None]
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
        return measure_named(self.measure).form.of_series(*self._series())

    def distance_kernel(self) -> Matrix:
        """A matrix with the same squared distances up to a factor, and more of their digits.

        What every node shares is left out where it can be: u1ᵀ + 1uᵀ changes no distance. Measures
        that are the same distance get the same array object.
        """
        if self.whole is not None:
            return self.whole.matrix
        return measure_named(self.measure).form.distances_of_series(*self._series())

    def _series(self) -> tuple[SharedSeries, Recipe]:
        if self.shared is None or self.recipe is None:
            raise self.error or ComputeError(f"{self.measure} has no kernel.")
        return self.shared, self.recipe


@dataclass
class _Job:
    """One series with all measures that are made of it; a second series for RSP."""

    series: tuple[Series, ...]
    members: list[tuple[At, Recipe]] = field(default_factory=list)


def family_kernels(graph: GraphMatrices, pairs: Sequence[Pair]) -> Iterator[FamilyKernel]:
    """Yield the kernel of every (measure, x), in an order that shares most work.

    A kernel that does not exist comes with its reason. Arrays are valid until the next is drawn
    from the iterator only in the sense that nobody else keeps them: copy what must stay.
    """
    jobs: dict[str, dict[Hashable, _Job]] = {walk: {} for walk in WALKS}
    for measure, x in pairs:
        row = measure_named(measure)
        try:
            at = row.at(row.checked_x(x), lambda: graph.spectral_radius)
            plan = row.form.plan(graph, at)
        except (ParameterError, ComputeError) as error:
            yield FamilyKernel(measure, x, error)
            continue
        if plan is None:
            yield _whole(graph, measure, x)
            continue
        recipe, series = plan
        jobs[recipe.walk].setdefault(series, _Job(series)).members.append((at, recipe))
    for walk, planned in jobs.items():
        if planned:
            yield from _of_walk(graph, walk, list(planned.values()))


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
        shared = SharedSeries(graph, walk, job.series, tuple(parts))
        for at, recipe in job.members:
            try:
                measure_named(at.name).form.check(shared, at)
                if not isfinite(parts[0].matrix[0, 0]):
                    raise ComputeError(f"{at.name} at x = {at.x} is not finite; take another x.")
            except (ParameterError, ComputeError) as error:
                yield FamilyKernel(at.name, at.x, error)
                continue
            yield FamilyKernel(at.name, at.x, shared=shared, recipe=recipe)
    walk.forget_powers()


def _needs_positive(job: _Job) -> bool:
    return any(measure_named(at.name).form.needs_positive for at, _ in job.members)
