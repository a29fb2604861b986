"""The points on a page that needs their coordinates, whatever they come from."""

from dataclasses import dataclass

import numpy as np

from components.data_origin import YOURS
from components.own_data.own_set import OwnSet
from core.datasets import FingerprintSet, PointCloud, as_points
from core.datasets.readers.result import DataSet
from core.errors import UploadError

NEEDS = "a density needs a table of points or a survey"
OF_A_SURVEY = "Each point is the mean fingerprint of a place; not heard counts as −105 dBm."


@dataclass(frozen=True, eq=False)
class ChosenPoints:
    """A cloud with where it comes from: ``origin`` "simulated", "measured" or "yours"."""

    key: str
    title: str
    origin: str
    cloud: PointCloud
    notices: tuple[str, ...] = ()


def chosen_points(dataset: DataSet, key: str, title: str, origin: str) -> ChosenPoints:
    """A data set as points: a survey counts as its mean fingerprints.

    Raises UploadError for a graph.
    """
    if isinstance(dataset, FingerprintSet):
        return ChosenPoints(key, title, origin, as_points(dataset), (OF_A_SURVEY,))
    if not isinstance(dataset, PointCloud):
        raise UploadError(f"'{title}' is a graph, which has no coordinates: {NEEDS}.")
    return ChosenPoints(key, title, origin, dataset)


def own_chosen_points(own: OwnSet) -> ChosenPoints:
    """A visitor's points without the columns that only colour maps.

    Raises UploadError for distances and for a graph, which have no coordinates.
    """
    if own.holds_distances:
        raise UploadError(
            f"{own.what_it_is}, which has no coordinates: {NEEDS}. If its columns are features, "
            "upload it as “Points”."
        )
    found = chosen_points(own.dataset, own.key, own.title, YOURS)
    cloud, notices = found.cloud, (*own.notices, *found.notices)
    if own.colours_only:
        kept = cloud.values.shape[1] - len(own.colours_only)
        cloud = PointCloud(
            np.ascontiguousarray(cloud.values[:, :kept]),
            cloud.feature_names[:kept],
            cloud.labels,
            cloud.time,
            cloud.truth,
        )
        names = ", ".join(repr(name[:40]) for name in own.colours_only[:5])
        notices += (f"Columns used only for colours are left out: {names}.",)
    return ChosenPoints(own.key, own.title, YOURS, cloud, notices)
