"""The methods and settings that can be put side by side."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from components.embedding.heat.job import heat_map_now
from components.embedding.heat.result import heat_result
from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings
from components.embedding.side.maps import SideMethod
from core.depths import Depths
from core.embedding.companions.registry import COMPANIONS, companion_map
from core.embedding.companions.settings import MapSettings
from core.parallel import Progress
from core.parameters import Parameter

ALWAYS = "isomap"  # at low noise it wins, and whoever compares should see that


@dataclass(frozen=True)
class HeatRow:
    """Heat geodesics by one choice of its settings: title, what it keeps, and what it is."""

    title: str
    keeps: str
    depths: Depths


HEAT_ROWS = {
    "heat": HeatRow(
        "Heat geodesics",
        "distances along the data, many paths counting together",
        Depths(
            "Lets heat spread from neighbour to neighbour and reads distances along the data "
            "from how warm it gets.",
            r"On the neighbour graph $d_t(x, y)^2 = -4t \log k_t(x, y)$ with $k_t$ the kernel "
            r"$e^{-tL}$, corrected for the volume that heat has filled; places on the map "
            r"follow these distances by metric scaling. (S. R. S. Varadhan, Communications on "
            r"Pure and Applied Mathematics, 1967.)",
        ),
    ),
    "heat_short": HeatRow(
        "Heat, t / 16",
        "the same, following single edges more",
        Depths(
            "The same with a sixteenth of the time: single edges rule, and one shortcut can "
            "fold the map.",
            r"As $t \to 0$, $-4t \log k_t$ is led by the paths with fewest edges, since a "
            r"path of $h$ edges is worth about $t^h/h!$; averaging over many paths is what a "
            r"longer time buys. (S. R. S. Varadhan, 1967.)",
        ),
    ),
    "heat_plain": HeatRow(
        "Heat, σ = 0",
        "the same without volume correction",
        Depths(
            "The same without asking how crowded a region is: all points then keep a distance "
            "from all others.",
            r"With $\sigma = 0$ the term $2t \sigma \log(k_t(x, x)\, k_t(y, y))$ is missing "
            r"from $d_t^2$; $k_t(x, x)$ is about one over the volume that heat has filled, and "
            r"without it every distance has an offset. (P. Li, S.-T. Yau, Acta Mathematica, 1986.)",
        ),
    ),
    "heat_triplet": HeatRow(
        "Heat, ρ = 1",
        "how alike two points see all others",
        Depths(
            "Compares how two points see all others; that is robust to noise, but its numbers "
            "are no lengths.",
            r"With $\rho = 1$ the distance of $x$ and $y$ is that of two rows, $\lVert d_t(x, "
            r"\cdot) - d_t(y, \cdot) \rVert$, as in the potential distance. (K. R. Moon et "
            r"al., Nature Biotechnology, 2019.)",
        ),
    ),
}
SHORTER = 16.0


def methods_parameter() -> Parameter:
    """Which maps are drawn; what is not installed says so."""
    keys = (*HEAT_ROWS, *COMPANIONS)
    labels = [HEAT_ROWS[key].title if key in HEAT_ROWS else _title(key) for key in keys]
    return Parameter(
        "methods",
        "Maps",
        tuple,
        ("heat", "isomap", "pca", "phate", "diffusion_map", "chance"),
        options=keys,
        labels=tuple(labels),
        depths=(
            *(row.depths for row in HEAT_ROWS.values()),
            *(row.depths for row in COMPANIONS.values()),
        ),
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
    row = HEAT_ROWS[key]

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

    return SideMethod(key, row.title, row.keeps, draw)


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
