"""What of a measure is clustered on a graph of which no n × n matrix can be formed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.graphs.spectral_recipes import Recipe

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class LeadingVectors:
    """K = D^left · f(G) · D^left on the leading eigenvectors of a matrix G.

    Attributes
    ----------
    walk : name of G among the graph's matrices
    spectrum : f at eigenvalues (k,) of G, largest first
    left : power of the degrees
    connected : whether the graph must be
    """

    walk: str
    spectrum: Callable[[Vector], Vector]
    left: float = 0.0
    connected: bool = False


@dataclass(frozen=True)
class LandmarkLogarithms:
    """Logarithms of the kernel's columns at landmark nodes.

    Attributes
    ----------
    recipe : the series of which the columns are made
    way_out : what to do where an entry is not positive
    """

    recipe: Recipe
    way_out: str = "Take a larger x."


LargeForm = LeadingVectors | LandmarkLogarithms
