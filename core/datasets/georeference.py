"""Where on Earth the origin of a floor's metres lies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError

# WGS 84: equatorial radius in metres, squared eccentricity.
EQUATOR_M, ECCENTRICITY2 = 6_378_137.0, 6.694_379_990_14e-3


@dataclass(frozen=True)
class Georeference:
    r"""The latitude and longitude of (0, 0) metres; x grows to the east, y to the north.

    Degrees become metres by the radii of curvature of the ellipsoid at the origin,

        x = N(φ₀) cos φ₀ · Δλ,    y = M(φ₀) · Δφ        (angles in radians),

    a plane that touches the Earth there. What it leaves out grows with the distance from the
    origin: x is off by about x·y·tan φ₀ / 6,400 km, so by 3 cm at 400 m × 400 m on latitude 50°.

    Attributes
    ----------
    latitude_deg : float
        φ₀, between −89 and 89.
    longitude_deg : float
        λ₀, between −180 and 180.

    Raises
    ------
    ParameterError
        For an origin out of these ranges.

    Examples
    --------
    >>> origin = Georeference(60.0, 10.0)
    >>> origin.to_metres([[60.001, 10.001]]).round(1)  # latitude, longitude → x, y
    array([[ 55.8, 111.4]])
    """

    latitude_deg: float
    longitude_deg: float

    def __post_init__(self) -> None:
        if not (abs(self.latitude_deg) <= 89 and abs(self.longitude_deg) <= 180):
            raise ParameterError(
                f"The origin lies at latitude {self.latitude_deg:g}°, longitude "
                f"{self.longitude_deg:g}°; give a latitude within ±89° and a longitude within "
                "±180°."
            )

    @property
    def metres_per_degree(self) -> NDArray[np.float64]:
        """(2,) metres of one degree to the north and of one degree to the east."""
        latitude = np.radians(self.latitude_deg)
        flat = 1 - ECCENTRICITY2 * np.sin(latitude) ** 2
        north = EQUATOR_M * (1 - ECCENTRICITY2) / flat**1.5
        east = EQUATOR_M / np.sqrt(flat) * np.cos(latitude)
        return np.radians(np.array([north, east]))

    def to_metres(self, degrees: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) latitude and longitude in degrees to (n, 2) x and y in metres."""
        given = np.asarray(degrees, dtype=np.float64)
        away = given - np.array([self.latitude_deg, self.longitude_deg])
        return (away * self.metres_per_degree)[:, ::-1]

    def to_degrees(self, position_m: ArrayLike) -> NDArray[np.float64]:
        """(n, 2) x and y in metres to (n, 2) latitude and longitude in degrees."""
        away = np.asarray(position_m, dtype=np.float64)[:, ::-1] / self.metres_per_degree
        return away + np.array([self.latitude_deg, self.longitude_deg])
