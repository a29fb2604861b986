"""Data: the model, the catalogue, the simulator and the readers."""

from core.datasets.built_in import CatalogEntry, catalog, load
from core.datasets.distance_matrix import as_distances
from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.floor_plan import FloorPlan
from core.datasets.georeference import Georeference
from core.datasets.graph_data import GraphData
from core.datasets.lenses import as_graph, as_points
from core.datasets.packet_log import PacketLog
from core.datasets.point_cloud import PointCloud
from core.datasets.readers import read_upload
from core.datasets.simulation.building import simulate_building
from core.datasets.workspace import Workspace

__all__ = [
    "CatalogEntry",
    "FingerprintSet",
    "FloorPlan",
    "Georeference",
    "GraphData",
    "PacketLog",
    "PointCloud",
    "Workspace",
    "as_distances",
    "as_graph",
    "as_points",
    "catalog",
    "load",
    "read_upload",
    "simulate_building",
]
