"""Commute times through a sigmoid (Yen et al., 2007), plain and corrected."""

import numpy as np
from numpy.typing import NDArray

from core.graphs.graph_matrices import GraphMatrices
from core.graphs.measures.flat_maps import FRACTION
from core.graphs.measures.measure import Measure
from core.graphs.measures.whole_form import WholeForm

Matrix = NDArray[np.float64]


def sigmoid(exponent: Matrix) -> Matrix:
    """1 / (1 + e^exponent), in place."""
    np.exp(exponent, out=exponent)
    exponent += 1
    return np.divide(1.0, exponent, out=exponent)


def sigmoid_commute_time(graph: GraphMatrices, t: float) -> Matrix:
    """1 / (1 + exp(−t l⁺_ij / σ))."""
    return sigmoid(-t * graph.scaled_commute_time_kernel)


def sigmoid_corrected_commute_time(graph: GraphMatrices, t: float) -> Matrix:
    """1 / (1 + exp(−t c_ij / σ))."""
    return sigmoid(-t * graph.scaled_corrected_commute_time_kernel)


SIGMOID_COMMUTE_TIME = Measure(
    name="SCT",
    title="Sigmoid commute time",
    formula="K_ij = 1 / (1 + exp(−t l⁺_ij / σ)), σ the standard deviation of all entries of L⁺",
    tex=r"K_{ij} = \frac{1}{1 + e^{-t\, l^{+}_{ij} / \sigma}}",
    form=WholeForm(sigmoid_commute_time),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="proportional to commute time",
    limit_high="a step: 1 where l⁺ > 0, 0 where l⁺ < 0",
    metric="no guarantee",
    positive_semidefinite="no guarantee",
    cost="L⁺ once, then n² exponentials per parameter",
    source="Yen, Fouss, Decaestecker, Francq, Saerens, 2007",
    family="SCT",
)
SIGMOID_CORRECTED = Measure(
    name="SCCT",
    title="Sigmoid corrected commute time",
    formula="K_ij = 1 / (1 + exp(−t c_ij / σ)), c the CCT kernel, σ its standard deviation",
    tex=r"K_{ij} = \frac{1}{1 + e^{-t\, c_{ij} / \sigma}}",
    form=WholeForm(sigmoid_corrected_commute_time),
    flat=FRACTION,
    parameter="t",
    parameter_range="t > 0",
    limit_low="proportional to corrected commute time",
    limit_high="a step: 1 where c > 0, 0 where c < 0",
    metric="no guarantee",
    positive_semidefinite="no guarantee",
    cost="the CCT kernel once, then n² exponentials per parameter",
    source="Sommer, Fouss, Saerens, 2016",
    family="SCCT",
)
ROWS = (SIGMOID_COMMUTE_TIME, SIGMOID_CORRECTED)
