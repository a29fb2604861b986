"""Proximity measures between the nodes of a graph, their logarithms, and clustering with them."""

from core.graphs.baselines import BASELINES, find_communities
from core.graphs.clusterers import CLUSTERERS, METHODS, QUICK_METHODS
from core.graphs.clustering import cluster
from core.graphs.copeland_count import copeland
from core.graphs.exact_kmeans import Certificate, certificate
from core.graphs.flat_parameter import parameter
from core.graphs.kernel_kmeans import KernelKMeans
from core.graphs.kernels import kernel_matrix, squared_distance
from core.graphs.large_graphs import LargeClustering, cluster_large
from core.graphs.large_sweeps import sweep_large
from core.graphs.louvain_communities import louvain
from core.graphs.measures import (
    LARGE_MEASURES,
    LOGARITHM_PAIRS,
    MEASURE_TABLE,
    MEASURES,
    family_of,
    measure_named,
)
from core.graphs.measures.measure import Measure
from core.graphs.partition_scores import SCORE_TITLES, SCORES, modularity, partition_score
from core.graphs.ranking import RANK_SCORES, nearest_group, rank_from
from core.graphs.reject_curves import reject_area, reject_curve
from core.graphs.sweeps import DEFAULT_X, SweepCell, sweep, sweep_cells
from core.graphs.tournaments import PlainVersusLog, TournamentResult, tournament
from core.graphs.ward import WardTree, ward_tree

__all__ = [
    "BASELINES",
    "CLUSTERERS",
    "DEFAULT_X",
    "LARGE_MEASURES",
    "LOGARITHM_PAIRS",
    "MEASURES",
    "MEASURE_TABLE",
    "METHODS",
    "QUICK_METHODS",
    "RANK_SCORES",
    "SCORES",
    "SCORE_TITLES",
    "Certificate",
    "KernelKMeans",
    "LargeClustering",
    "Measure",
    "PlainVersusLog",
    "SweepCell",
    "TournamentResult",
    "WardTree",
    "certificate",
    "cluster",
    "cluster_large",
    "copeland",
    "family_of",
    "find_communities",
    "kernel_matrix",
    "louvain",
    "measure_named",
    "modularity",
    "nearest_group",
    "parameter",
    "partition_score",
    "rank_from",
    "reject_area",
    "reject_curve",
    "squared_distance",
    "sweep",
    "sweep_cells",
    "sweep_large",
    "tournament",
    "ward_tree",
]
