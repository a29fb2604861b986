"""Names beside their marks on a map, none over another."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.text import as_plain_html

# Plotly's places of a text around its mark, the usual first, and where the text's middle then is:
# to the right and above, in half widths and half heights of the text and of the mark.
PLACES: dict[str, tuple[int, int]] = {
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top right": (1, 1),
    "top left": (-1, 1),
    "bottom right": (1, -1),
    "bottom left": (-1, -1),
}
CHARACTER_PX, LINE_PX, MARK_PX = 6.6, 15.0, 13.0
PANEL_PX, PANEL_HIGH_PX = 900.0, 380.0  # how wide a map usually is, and how high at most


def metres_of_a_pixel(bounds_m: tuple[float, float, float, float]) -> float:
    """How many metres a pixel of a map of usual size shows.

    >>> metres_of_a_pixel((0.0, 0.0, 90.0, 10.0)), metres_of_a_pixel((0.0, 0.0, 9.0, 38.0))
    (0.1, 0.1)
    """
    wide_m, high_m = bounds_m[2] - bounds_m[0], bounds_m[3] - bounds_m[1]
    return max(wide_m / PANEL_PX, high_m / PANEL_HIGH_PX, 1e-12)


def shown_names(
    position_m: NDArray[np.float64],
    names: Sequence[str],
    bounds_m: tuple[float, float, float, float],
) -> dict[str, Any]:
    """Text, its places and hover text of marks at (n, 2) metres, for a plotly scatter.

    A name without a free place is shown when the mark is pointed at: ``%{hovertext}``.
    """
    shown = [as_plain_html(name) for name in names]
    places = free_places(position_m, shown, metres_of_a_pixel(bounds_m), bounds_m)
    return {
        "text": [name if place else "" for name, place in zip(shown, places, strict=True)],
        "textposition": [place or "top center" for place in places],
        "hovertext": shown,
    }


def free_places(
    position_m: NDArray[np.float64],
    labels: Sequence[str],
    metre_per_px: float,
    bounds_m: tuple[float, float, float, float] = (-np.inf, -np.inf, np.inf, np.inf),
) -> list[str]:
    """Where each name stands, a key of ``PLACES``; "" where it would lie over another or a mark.

    ``position_m`` (n, 2) are the marks. Names are given places in their order, the first place in
    which a name meets neither a mark nor a name before it and is not cut by the end of the map.

    >>> free_places(np.array([[0.0, 0.0], [0.5, 0.0]]), ["kitchen", "hall"], 0.1)
    ['top center', 'bottom center']
    """
    middle = np.asarray(position_m, dtype=np.float64) / metre_per_px
    taken = np.column_stack([middle - MARK_PX / 2, middle + MARK_PX / 2])
    low, high = np.array(bounds_m[:2]) / metre_per_px, np.array(bounds_m[2:]) / metre_per_px
    found = []
    for row, label in enumerate(labels):
        half = np.array([CHARACTER_PX * max(len(label), 1), LINE_PX]) / 2
        others = np.delete(taken, row, axis=0)
        place = ""
        for name, away in PLACES.items():
            at = middle[row] + np.array(away) * (half + MARK_PX / 2)
            box = np.concatenate([at - half, at + half])
            cut = (box[:2] < low).any() or (box[2:] > high).any()
            if not cut and not _meets(box, others):
                place = name
                taken = np.vstack([taken, box])
                break
        found.append(place)
    return found


def _meets(box: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Whether a box (left, bottom, right, top) lies over one of others (k, 4)."""
    apart = (others[:, :2] >= box[2:]) | (others[:, 2:] <= box[:2])
    return bool((~apart.any(axis=1)).any())
