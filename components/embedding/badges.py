"""The small badges below a verdict on a map."""

from components.data_origin import ORIGIN_COLOURS
from components.embedding.heat_result import HeatResult
from components.embedding.map_data import MapData
from components.embedding.map_settings import HeatSettings


def data_badges(data: MapData) -> list[tuple[str, str]]:
    """Where the data come from and how many points they are."""
    shape = f"{len(data):,} points"
    if data.metric == "euclidean":
        shape += f" × {data.X.shape[1]} features"
    return [(data.origin, ORIGIN_COLOURS[data.origin]), (shape, "gray")]


def map_badges(data: MapData, settings: HeatSettings, result: HeatResult) -> list[tuple[str, str]]:
    """Data, seed, device, time taken, and whether it was stopped."""
    badges = [
        *data_badges(data),
        (f"seed {settings.random_state}", "gray"),
        ("CPU", "gray"),
        (f"{result.took_s:.1f} s", "gray"),
    ]
    if result.stopped:
        badges.append(("stopped: last iterate", "orange"))
    return badges
