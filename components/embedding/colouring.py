"""What the points of a map can be coloured by, and the colours themselves."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.datasets import PointCloud

MOST_CATEGORIES = 20
MOST_FEATURES = 300  # offered in the list; the first ones
LABEL, TIME, DISTORTION = "label", "time", "distortion"


@dataclass(frozen=True, eq=False)
class Colouring:
    """One colour per point.

    ``title`` stands at the colour bar or above the legend. Either ``names`` (n,) hold categories,
    or ``values`` (n,) quantities, NaN where unknown. The category ``rest``, if any, is drawn in
    grey and named last.
    """

    title: str
    names: NDArray[np.str_] | None = None
    values: NDArray[np.float64] | None = None
    order: tuple[str, ...] = field(default=())
    rest: str = ""

    @classmethod
    def of_categories(cls, title: str, names: NDArray[np.str_], rest: str = "") -> "Colouring":
        """Categories, the order of the legend being that of their names (numbers by size)."""
        order = sorted(set(names), key=lambda name: (name == rest, _natural(name)))
        return cls(title, names=names, order=tuple(order), rest=rest)


def colour_choices(cloud: PointCloud) -> dict[str, str]:
    """Key → name of everything that the points can be coloured by; the first is the best start."""
    found: dict[str, str] = {}
    if cloud.labels is not None and 2 <= len(set(cloud.labels)) <= MOST_CATEGORIES:
        found[LABEL] = "Label"
    if cloud.time is not None:
        found[TIME] = "Time or progress"
    if has_true_coordinates(cloud):
        found |= {
            f"truth-{axis}": f"True coordinate {axis}"
            for axis in range(1, cloud.truth.shape[1] + 1)  # type: ignore[union-attr]
        }
    found |= {
        f"feature-{index}": f"Feature {name}"
        for index, name in enumerate(cloud.feature_names[:MOST_FEATURES], start=1)
    }
    found[DISTORTION] = "Distortion of its distances"
    return found


def colouring(
    cloud: PointCloud, choice: str, distortion: NDArray[np.float64] | None = None
) -> Colouring:
    """The colours of a choice; ``distortion`` (n,) is needed for that choice only."""
    title = colour_choices(cloud)[choice]
    if choice == LABEL:
        return Colouring.of_categories(title, np.asarray(cloud.labels))
    if choice == TIME:
        return Colouring(title, values=np.asarray(cloud.time))
    if choice == DISTORTION:
        unknown = np.full(len(cloud.values), np.nan)
        return Colouring("Distortion", values=unknown if distortion is None else distortion)
    kind, number = choice.rsplit("-", 1)
    table = cloud.truth if kind == "truth" else cloud.values
    return Colouring(title, values=np.asarray(table)[:, int(number) - 1])


def has_true_coordinates(cloud: PointCloud) -> bool:
    """Whether ``truth`` holds a few coordinates, not distances of all pairs."""
    return cloud.truth is not None and cloud.truth.shape[1] <= 3 < len(cloud.values)


def _natural(name: str) -> tuple[bool, float, str]:
    try:
        return False, float(name), name
    except ValueError:
        return True, 0.0, name
