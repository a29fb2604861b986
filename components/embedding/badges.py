"""The small badges below a verdict on a map."""

from components.badges import Badge
from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings


def data_badges(data: MapData) -> list[Badge]:
    """Where the data come from and how many points they are."""
    shape = f"{len(data):,} points"
    if data.metric == "euclidean":
        shape += f" × {data.X.shape[1]} features"
    return [(data.origin, data.origin), shape]


def map_badges(data: MapData, settings: HeatSettings, result: HeatResult) -> list[Badge]:
    """Data, seed, device, time taken, and whether it was stopped."""
    badges = [
        *data_badges(data),
        f"seed {settings.random_state}",
        "CPU",
        f"{result.took_s:.1f} s",
    ]
    if result.stopped:
        badges.append(("stopped: last iterate", "caution"))
    return badges
