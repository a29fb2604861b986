"""What reading a file gives: the data set, and what the user should know about the reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.missing_values import MissingCells
from core.datasets.point_cloud import PointCloud

DataSet = FingerprintSet | PointCloud | GraphData


@dataclass(frozen=True, eq=False)
class Upload:
    """A data set, and one sentence for each thing that was detected, converted or left out.

    ``node_attributes`` holds, for a graph, what its file says of each node: name → (n,) text, empty
    where nothing is said. ``position_px`` holds, for scans whose positions are pixels of a plan
    that is not known yet, (n, 2) pixels from the left and from the top. Of an array with empty
    values, ``missing`` counts them, and ``completed`` gives the upload with another of
    :data:`core.datasets.missing_values.MISSING_CHOICES` than leaving rows out.
    """

    dataset: DataSet
    notices: tuple[str, ...] = ()
    node_attributes: Mapping[str, NDArray[np.str_]] = field(default_factory=dict)
    position_px: NDArray[np.float64] | None = None
    missing: MissingCells | None = None
    completed: Callable[[str], "Upload"] | None = field(default=None, repr=False)
