"""What every measure can be asked for, however its kernel is made."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.large_form import LargeForm
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.series_functions import Series
from core.graphs.shared_series import SharedSeries
from core.graphs.sparse_walk import SparseGraph
from core.graphs.spectral_recipes import Recipe

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class At:
    """Where a measure is evaluated.

    Attributes
    ----------
    name : the measure's, for messages
    x : its flat parameter, None where it has none
    own : its own parameter, NaN where it has none
    """

    name: str
    x: float | None
    own: float


class Form(ABC):
    """How a kernel is made: by itself, of a series that others share, and on a large graph."""

    needs_positive = False  # whether entries of the series must be right in the tails
    scales_to_large = False

    @abstractmethod
    def kernel(self, graph: GraphMatrices, at: At) -> ScaledKernel:
        """The kernel (n, n) by itself."""

    def plan(self, graph: GraphMatrices, at: At) -> tuple[Recipe, tuple[Series, ...]] | None:
        """The series that the kernel is made of and others may share; None where there is none.

        Raises ParameterError when the measure is not defined on this graph.
        """
        return None

    def check(self, shared: SharedSeries, at: At) -> None:  # noqa: B027 - most have no condition
        """Raise when the kernel does not exist for this series."""

    def of_series(self, shared: SharedSeries, recipe: Recipe) -> ScaledKernel:
        """The kernel from the evaluated series of its plan."""
        raise NotImplementedError(f"{type(self).__name__} plans no series.")

    def distances_of_series(self, shared: SharedSeries, recipe: Recipe) -> Matrix:
        """A matrix (n, n) with the same squared distances up to a factor, and more digits."""
        raise NotImplementedError(f"{type(self).__name__} plans no series.")

    def large(self, graph: SparseGraph, at: At) -> LargeForm:
        """What is clustered where no n × n matrix can be formed; ``scales_to_large`` only."""
        raise ParameterError(f"{at.name} needs all pairs of nodes, too many for this graph.")
