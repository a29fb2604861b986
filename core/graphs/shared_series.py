"""One series of one matrix, in every form that the measures made of it ask for."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.errors import ComputeError
from core.graphs.graph_matrices import GraphMatrices
from core.graphs.positive_series import positive_series
from core.graphs.series_batch import SeriesMatrix
from core.graphs.series_functions import Geometric, Series
from core.graphs.walk_matrix import WalkMatrix

Matrix = NDArray[np.float64]
LOG_TOLERANCE = 1e-9


class SharedSeries:
    """The evaluated series of one parameter; the second, if any, is the squared resolvent."""

    def __init__(
        self,
        graph: GraphMatrices,
        walk: WalkMatrix,
        series: tuple[Series, ...],
        parts: tuple[SeriesMatrix, ...],
    ) -> None:
        self.graph = graph
        self.walk = walk
        self.series = series
        self.parts = parts

    @cached_property
    def full(self) -> Matrix:
        """h(G)."""
        return self._full(0)

    @cached_property
    def full_squared(self) -> Matrix:
        """The second series of G."""
        return self._full(1)

    def _full(self, index: int) -> Matrix:
        part = self.parts[index]
        return (
            part.matrix
            if part.leading == 0
            else part.matrix + part.leading * self.walk.leading_projector
        )

    @cached_property
    def positive(self) -> Matrix:
        """h(G) with every entry right to a small share of itself, or not positive at all."""
        return self._positive(0, self.full)

    @cached_property
    def positive_squared(self) -> Matrix:
        """The second series likewise."""
        return self._positive(1, self.full_squared)

    def _positive(self, index: int, full: Matrix) -> Matrix:
        series, rounding = self.series[index], self.parts[index].rounding
        signed = isinstance(series, Geometric) and series.q <= 0
        smallest = float(full.min())
        if signed or smallest * LOG_TOLERANCE >= rounding:
            if index == 0:
                self.smallest = smallest  # what was just found need not be looked for again
            return full
        result = positive_series(self.walk.matrix, series)
        if not result.min() > 0:
            raise ComputeError(
                "Some nodes are so far apart that the proximity between them, below 1e-300, has no "
                "logarithm in floating point. Take a larger x."
            )
        return result

    @cached_property
    def smallest(self) -> float:
        """The smallest entry of h(G)."""
        return float(self.positive.min())

    @cached_property
    def log_positive(self) -> Matrix:
        """ln h(G)."""
        return np.log(self.positive)

    @cached_property
    def logarithm(self) -> Matrix:
        """ln h(G) up to what all entries of a row or column share."""
        part = self.parts[0]
        if part.leading:
            ratio = part.matrix / (part.leading * self.walk.leading_projector)
            if ratio.min() > -1 + 1e-6:
                return np.log1p(ratio, out=ratio)
        return self.log_positive

    @cached_property
    def path_cost(self) -> Matrix:
        """Expected path cost G2/G up to a constant; see ``randomized_path_of``."""
        first, second = self.parts
        if first.leading and second.leading:
            below = first.matrix / (first.leading * self.walk.leading_projector)
            above = second.matrix / (second.leading * self.walk.leading_projector)
            if below.min() > -1 + 1e-6:
                return second.leading / first.leading * (above - below) / (1 + below)
        return self.positive_squared / self.positive
