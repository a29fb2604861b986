"""The settings of a heat-geodesic map, as one value that results are kept under."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HeatSettings:
    """What makes a map.

    The defaults are those of HeatGeodesic. ``t`` None lets the method choose it from the data;
    ``mean`` is that of the volume term.
    """

    n_components: int = 2
    n_neighbors: int = 10
    graph: str = "alpha_decay"
    laplacian: str = "normalized"
    t: float | None = None
    volume: float = 1.0
    mean: str = "geometric"
    triplet: float = 0.0
    keep: str = "lengths"
    metric: str = "euclidean"
    random_state: int = 0
