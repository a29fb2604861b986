"""The methods and settings that can be put side by side."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.embedding.heat.job import heat_map_now
from components.embedding.heat.result import heat_result
from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings
from components.embedding.side.maps import SideMethod
from core.embedding.companions.registry import COMPANIONS, companion_map
from core.embedding.companions.settings import MapSettings
from core.parallel import Progress
from core.parameters import Parameter

ALWAYS = "isomap"  # at low noise it wins, and whoever compares should see that
HEAT_ROWS = {
    "heat": ("Heat geodesics", "distances along the data, many paths counting together"),
    "heat_short": ("Heat, t / 16", "the same, following single edges more"),
    "heat_plain": ("Heat, σ = 0", "the same without volume correction"),
    "heat_triplet": ("Heat, ρ = 1", "how alike two points see all others"),
}
SHORTER = 16.0


def methods_parameter() -> Parameter:
    """Which maps are drawn; what is not installed says so."""
    keys = (*HEAT_ROWS, *COMPANIONS)
    labels = [HEAT_ROWS[key][0] if key in HEAT_ROWS else _title(key) for key in keys]
    return Parameter(
        "methods",
        "Maps",
        tuple,
        ("heat", "isomap", "pca", "phate", "diffusion_map", "chance"),
        options=keys,
        labels=tuple(labels),
        help="Each gets the same points, neighbours and seed. Isomap is always drawn: on clean "
        "data nothing beats shortest paths. t-SNE and UMAP take longest.",
    )


def chosen_methods(keys: tuple[str, ...], settings: HeatSettings) -> list[SideMethod]:
    """The methods in the order of the list, Isomap among them whatever was chosen."""
    wanted = {*keys, ALWAYS}
    heat = [_heat(key, settings) for key in HEAT_ROWS if key in wanted]
    return heat + [_companion(key, settings) for key in COMPANIONS if key in wanted]


def _title(key: str) -> str:
    row = COMPANIONS[key]
    return row.title if row.is_installed else f"{row.title} (not installed)"


def _heat(key: str, settings: HeatSettings) -> SideMethod:
    title, keeps = HEAT_ROWS[key]

    def draw(data: MapData, progress: Progress) -> NDArray[np.float64]:
        own_settings = settings
        if key == "heat_short":
            t = heat_map_now(data, settings, progress).t
            own_settings = replace(settings, t=t / SHORTER)
        elif key == "heat_plain":
            own_settings = replace(settings, volume=0.0)
        elif key == "heat_triplet":
            own_settings = replace(settings, triplet=1.0)
        return heat_result(data, own_settings, progress).embedding

    return SideMethod(key, title, keeps, draw)


def _companion(key: str, settings: HeatSettings) -> SideMethod:
    row = COMPANIONS[key]

    def draw(data: MapData, progress: Progress) -> NDArray[np.float64]:
        own_settings = MapSettings(
            n_neighbors=min(settings.n_neighbors, len(data) - 1),
            metric=data.metric,
            random_state=settings.random_state,
        )
        return companion_map(key, data.X, own_settings)

    return SideMethod(key, _title(key), row.keeps, draw)
