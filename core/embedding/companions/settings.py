"""What every method that draws a map is told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MapSettings:
    """Settings that mean the same for every method; each uses those that it has.

    ``n_components`` axes of the map; ``n_neighbors`` of the neighbour graph; ``metric``
    "euclidean" (rows are points) or "precomputed" (rows are distances); ``diffusion_time`` of the
    diffusion map; ``random_state`` of methods that draw lots.
    """

    n_components: int = 2
    n_neighbors: int = 10
    metric: str = "euclidean"
    diffusion_time: float = 10.0
    random_state: int = 0
