"""What reading a file gives: the data set, and what the user should know about the reading."""

from dataclasses import dataclass

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud

DataSet = FingerprintSet | PointCloud | GraphData


@dataclass(frozen=True, eq=False)
class Upload:
    """A data set, and one sentence for each thing that was detected, converted or left out."""

    dataset: DataSet
    notices: tuple[str, ...] = ()
