"""Proximity measures between the nodes of a graph, their logarithms, and clustering with them."""

from core.graphs.clustering import METHODS, cluster
from core.graphs.flat_parameter import parameter
from core.graphs.kernels import kernel_matrix, squared_distance
from core.graphs.measure import Measure
from core.graphs.measures import (
    LOGARITHM_PAIRS,
    MEASURE_TABLE,
    MEASURES,
    family_of,
    measure_named,
)
from core.graphs.partition_scores import SCORE_TITLES, SCORES, modularity, partition_score
from core.graphs.sweep import DEFAULT_X, SweepCell, sweep, sweep_cells
from core.graphs.ward import WardTree, ward_tree

__all__ = [
    "DEFAULT_X",
    "LOGARITHM_PAIRS",
    "MEASURES",
    "MEASURE_TABLE",
    "METHODS",
    "SCORES",
    "SCORE_TITLES",
    "Measure",
    "SweepCell",
    "WardTree",
    "cluster",
    "family_of",
    "kernel_matrix",
    "measure_named",
    "modularity",
    "parameter",
    "partition_score",
    "squared_distance",
    "sweep",
    "sweep_cells",
    "ward_tree",
]
