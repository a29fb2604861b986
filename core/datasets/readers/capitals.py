"""An example of distances: along the surface of the Earth, between capitals."""

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6_371.0
# Degrees north and east, to a tenth.
CAPITALS_DEG = {
    "Athens": (38.0, 23.7),
    "Berlin": (52.5, 13.4),
    "Dublin": (53.3, -6.3),
    "Helsinki": (60.2, 24.9),
    "Lisbon": (38.7, -9.1),
    "London": (51.5, -0.1),
    "Madrid": (40.4, -3.7),
    "Paris": (48.9, 2.4),
    "Rome": (41.9, 12.5),
    "Stockholm": (59.3, 18.1),
    "Vienna": (48.2, 16.4),
    "Warsaw": (52.2, 21.0),
}


def distances_csv() -> str:
    """A square table of great-circle distances in kilometres, with a header and no first column.

    >>> distances_csv().splitlines()[1].split(",")[:2]
    ['0', '1799']
    """
    north, east = np.radians(np.array(list(CAPITALS_DEG.values()))).T
    chord = (
        np.sin((north[:, None] - north) / 2) ** 2
        + np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    )
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return pd.DataFrame(np.rint(km).astype(int), columns=list(CAPITALS_DEG)).to_csv(index=False)
