"""The surveyed corridor of the University of Guelph: its frame, beacons and floor plan as numbers.

The frame has its origin at the corridor's corner; x grows along the long leg (to the left in the
published plan) and y along the short leg (downwards). Positions were read from the published plan
and are accurate to about 0.5 m.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

from core.datasets.floor_plan import FloorPlan

GUELPH_ENTRY: dict[str, str] = {
    "key": "guelph",
    "kind": "fingerprints",
    "title": "Engineering corridor, University of Guelph",
    "source": "P. Spachos and K. N. Plataniotis, RSSI_BLE_Localization_UoG, "
    "https://github.com/pspachos/RSSI_BLE_Localization_UoG",
    "licence": "none stated",
    "origin": "measured",
    "description": "A measured survey of 276 points on an L-shaped corridor with 15 BLE beacons: "
    "phone on the floor for the survey, in the hand for the test. The data carry no licence, so "
    "they are not part of Kernelscope: load your own copy or download it from its public home. "
    "Beacon 10, heard in the test only, is left out.",
}

PIXELS_PER_METRE = 38.55
ORIGIN_PIXEL = (1669.0, 486.5)
PIXEL_TO_METRE = np.array(
    [
        [-1 / PIXELS_PER_METRE, 0.0, ORIGIN_PIXEL[0] / PIXELS_PER_METRE],
        [0.0, 1 / PIXELS_PER_METRE, -ORIGIN_PIXEL[1] / PIXELS_PER_METRE],
    ]
)
WALKING_PATH = LineString([(0.0, 12.0), (0.0, 0.0), (43.0, 0.0)])

BEACON_POSITION_M: dict[str, tuple[float, float]] = {
    "1": (28.63, -0.01),
    "3": (4.84, -0.31),
    "4": (0.04, -0.08),
    "5": (9.14, -0.22),
    "6": (0.04, 5.47),
    "8": (33.27, 0.0),
    "9": (15.33, -0.12),
    "10": (7.92, 4.28),
    "11": (2.92, 3.68),
    "12": (0.04, 10.43),
    "13": (0.04, 14.89),
    "19": (24.23, -0.12),
    "20": (19.83, -0.22),
    "22": (37.82, -0.12),
    "24": (41.13, 0.0),
    "25": (3.88, -4.77),
}


def beacon_positions(beacon_ids: Any) -> NDArray[np.float64]:
    """Positions of the named beacons, (B, 2) metres; NaN for one that the plan does not show.

    >>> beacon_positions(["4", "2"])
    array([[ 0.04, -0.08],
           [  nan,   nan]])
    """
    unknown = (np.nan, np.nan)
    return np.array([BEACON_POSITION_M.get(str(beacon), unknown) for beacon in beacon_ids])


def guelph_floor(image: NDArray[np.uint8] | None = None) -> FloorPlan:
    """The corridor as a FloorPlan; ``image`` is the published plan, if there is a copy of it."""
    return FloorPlan(
        image=image,
        pixel_to_metre=None if image is None else PIXEL_TO_METRE,
        walkable=WALKING_PATH,
    )


def stop_code(position_m: NDArray[np.float64]) -> NDArray[np.str_]:
    """The published name of each place: x and y as three digits of decimetres.

    >>> stop_code(np.array([[36.4, 0.0], [0.0, 12.0]])).tolist()
    ['364000', '000120']
    """
    decimetre = np.rint(np.asarray(position_m) * 10).astype(int)
    return np.array([f"{x:03d}{y:03d}" for x, y in decimetre], dtype=str)
