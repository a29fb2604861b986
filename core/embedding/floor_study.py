"""What a floor below the logarithm of the heat kernel does to distances and map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.dissimilarity import heat_dissimilarity
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.metric_map import metric_map
from core.embedding.point_heat import node_of_rows

FLOOR = 1e-16


@dataclass(frozen=True, eq=False)
class FlooredMap:
    """The largest component mapped with and without the floor.

    Attributes
    ----------
    rows : (c,) one row of the data for each point of the component
    landmarks : (m,) positions among ``rows`` that distances are known to
    plain_distance, floored_distance : (c, m), units of distance
    plain_map, floored_map : (c, axes), same kernel, same seed, same descent
    share_on_floor : share of pairs whose H is below the floor, so that the floor rules
    """

    rows: NDArray[np.intp]
    landmarks: NDArray[np.int64]
    plain_distance: NDArray[np.float64]
    floored_distance: NDArray[np.float64]
    plain_map: NDArray[np.float64]
    floored_map: NDArray[np.float64]
    share_on_floor: float


def floored_map(model: HeatGeodesic, floor: float = FLOOR) -> FlooredMap | None:
    """Take log(H + floor) in place of log H in a fitted model's largest component.

    None when the model has no distances, since all rows are equal. The descent starts from the
    same seed for both, so that nothing else differs.

    >>> model = HeatGeodesic(n_neighbors=2, t=0.5, random_state=0).fit(np.arange(60.0)[:, None])
    >>> floored_map(model).share_on_floor > 0.5
    True
    """
    if not model.maps_ or model.maps_[0].heat is None:
        return None
    each, heat = model.maps_[0], model.maps_[0].heat
    lowest = float(np.log(floor))

    def both(log_h: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        distance = each.unit * heat_dissimilarity(
            log_h,
            model.t_,
            model.volume,
            model.volume_mean,
            log_diagonal=heat.log_diagonal,
            columns=heat.landmarks,
        )
        drawn = metric_map(distance, heat.landmarks, model.n_components, random_state=0)
        return distance, drawn.coordinates

    plain_distance, plain_map = both(heat.log_h)
    floored_distance, floored = both(np.logaddexp(heat.log_h, lowest))
    n, m = heat.log_h.shape
    return FlooredMap(
        rows=np.unique(node_of_rows(model), return_index=True)[1][each.nodes],
        landmarks=heat.landmarks,
        plain_distance=plain_distance,
        floored_distance=floored_distance,
        plain_map=plain_map,
        floored_map=floored,
        share_on_floor=float((heat.log_h < lowest).sum() / max(n * m - m, 1)),
    )
