"""Measures whose kernel is made at once from the graph's own matrices, and shares no series."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.large_form import LargeForm, LeadingVectors
from core.graphs.measures.form import At, Form
from core.graphs.scaled_kernel import ScaledKernel
from core.graphs.sparse_walk import SparseGraph

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class WholeForm(Form):
    """A kernel of its own.

    Attributes
    ----------
    of_graph : the kernel (n, n) of a graph at the measure's own parameter (NaN for none)
    leading_vectors : what is clustered on a large graph, None where all pairs are needed
    """

    of_graph: Callable[[GraphMatrices, float], Matrix]
    leading_vectors: LeadingVectors | None = None

    @property
    def scales_to_large(self) -> bool:  # type: ignore[override]
        """Whether ``leading_vectors`` says how."""
        return self.leading_vectors is not None

    def kernel(self, graph: GraphMatrices, at: At) -> ScaledKernel:
        """The kernel of the row's own function."""
        return ScaledKernel(self.of_graph(graph, at.own))

    def large(self, graph: SparseGraph, at: At) -> LargeForm:
        """The row's leading eigenvectors."""
        return self.leading_vectors or super().large(graph, at)
