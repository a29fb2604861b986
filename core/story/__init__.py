"""One survey through four lenses: a floor, points in signal space, a graph, a map from radio."""

from core.story.concentration import Concentration, concentration_of
from core.story.floor_from_radio import FloorFromRadio, floor_from_radio
from core.story.zones import ZoneScore, zone_scores, zones_of

__all__ = [
    "Concentration",
    "FloorFromRadio",
    "ZoneScore",
    "concentration_of",
    "floor_from_radio",
    "zone_scores",
    "zones_of",
]
