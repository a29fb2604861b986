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
    in_words=(
        "The proximity of commute times pressed through an S-shaped curve, so that extreme "
        "values count less."
    ),
    meaning=(
        r"$l^{+}_{ij}$ are the entries of $L^{+}$, $\sigma$ their standard deviation over all "
        r"$n^2$, and $t$ the steepness: small, the kernel is proportional to that of commute "
        r"times; large, a step at 0."
    ),
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
    in_words=(
        "The corrected commute time pressed through the same S-shaped curve: differences near "
        "zero count, extreme ones hardly."
    ),
    meaning=(
        r"$c_{ij}$ are the entries of the CCT kernel, from which the limit $1/d_i + 1/d_j$ "
        r"has been taken, $\sigma$ their standard deviation over all $n^2$, and $t$ the "
        r"steepness of the curve."
    ),
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
