"""The floor plan's picture, encoded once for each survey and theme."""

from components import palette
from components.localization.floor.image import FloorImage, encode_floor_image
from components.memory import Kept
from core.localization.experiment import Experiment


def floor_image_of(experiment: Experiment) -> FloorImage | None:
    """The plan's picture for the theme on screen, None when the survey has none."""
    encode = _encode_kept.of(experiment.origin)
    return encode(experiment.key, palette.is_dark(), _experiment=experiment)


def _encode(key: str, dark: bool, *, _experiment: Experiment) -> FloorImage | None:
    floor = _experiment.survey.floor
    return None if floor is None else encode_floor_image(floor, dark=dark)


_encode_kept = Kept(_encode, copied=True)
