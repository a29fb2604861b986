"""What one layer of an infinitely wide network does to the cosine between two inputs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class LayerMap:
    """A layer's map κ of cosines, with κ(1) = 1.

    Attributes
    ----------
    name : str
        What it is called.
    of, slope : callable
        κ(c) and κ'(c) for cosines c in [−1, 1].
    gap : callable
        1 − κ(1 − e), exact for small e, where the difference of two numbers near 1 is noise.
    at_zero, slope_at_zero, slope_at_one : float
        κ(0), κ'(0) and κ'(1), which decide what infinitely many layers do.

    Examples
    --------
    >>> relu_map().slope_at_one, hermite_map(0.5, 3).slope_at_one
    (1.0, 2.0)
    """

    name: str
    of: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    gap: Callable[[Array], Array]
    at_zero: float
    slope_at_zero: float
    slope_at_one: float

    @property
    def limit(self) -> str:
        """What a classifier by weights turns into as layers are added without end.

        "majority" where κ(0) > 0; else "nearest" where κ'(0) = 0; else "singular", weights
        ‖x − x'‖^(−α) (Radhakrishnan, Belkin and Uhler, 2023).

        >>> relu_map().limit, hermite_map(0.0, 3).limit, hermite_map(0.5, 3).limit
        ('majority', 'nearest', 'singular')
        """
        if self.at_zero > 0:
            return "majority"
        return "nearest" if self.slope_at_zero == 0 else "singular"

    def order(self, *, tangent: bool) -> float:
        """The exponent α of the singular limit: ``2 |log κ'(0)| / log κ'(1)``, 2 more if tangent.

        Found by linearising at 1, where the gap grows κ'(1)-fold a layer, and at 0, where the
        cosine shrinks κ'(0)-fold. Infinite where one neighbour decides.

        >>> hermite_map(0.5, 3).order(tangent=False), hermite_map(0.5, 3).order(tangent=True)
        (2.0, 4.0)
        """
        if self.limit != "singular" or self.slope_at_one <= 1:
            return float("inf") if self.limit == "nearest" else 0.0
        plain = 2 * abs(np.log(self.slope_at_zero)) / np.log(self.slope_at_one)
        return float(plain + 2 * tangent)


def relu_map() -> LayerMap:
    """The arc-cosine kernel of rectified units (Cho and Saul, 2009).

    κ(c) = (√(1 − c²) + (π − arccos c) c) / π, κ'(c) = 1 − arccos(c) / π.

    Returns
    -------
    LayerMap
        With κ(0) = 1/π and κ'(1) = 1.

    Examples
    --------
    >>> round(float(relu_map().of(np.array(0.0))), 6)
    0.31831
    """

    def of(c: Array) -> Array:
        angle = np.arccos(c)
        return (np.sqrt(np.maximum(1 - c * c, 0.0)) + (np.pi - angle) * c) / np.pi

    def gap(e: Array) -> Array:
        angle = 2 * np.arcsin(np.sqrt(np.minimum(e / 2, 1.0)))
        # sin θ − θ cos θ loses all digits below a thousandth; its series has them.
        series = angle**3 / 3 * (1 - angle**2 / 10)
        rest = np.where(angle < 1e-2, series, np.sin(angle) - angle * np.cos(angle))
        return e - rest / np.pi

    return LayerMap("ReLU", of, lambda c: 1 - np.arccos(c) / np.pi, gap, float(1 / np.pi), 0.5, 1.0)


def hermite_map(a: float = 0.5, m: int = 3) -> LayerMap:
    """A unit √a h₁ + √(1 − a) h_m with orthonormal Hermite polynomials: κ(c) = a c + (1 − a) c^m.

    Parameters
    ----------
    a : float
        Share of the linear part, 0 to 1.
    m : int
        Degree of the other part, at least 2.

    Returns
    -------
    LayerMap
        With κ(0) = 0, κ'(0) = a and κ'(1) = a + (1 − a) m.

    Raises
    ------
    ParameterError
        When the share lies outside [0, 1] or the degree is below 2.

    Examples
    --------
    >>> float(hermite_map(0.5, 3).of(np.array(0.5)))
    0.3125
    """
    if not 0 <= a <= 1 or m < 2:
        raise ParameterError(
            f"The share is {a} and the degree {m}; choose a share in [0, 1] and a degree of at "
            "least 2."
        )

    def gap(e: Array) -> Array:
        near = np.minimum(e, 0.5)
        small = a * near - (1 - a) * np.expm1(m * np.log1p(-near))
        return np.where(e <= 0.5, small, 1 - (a * (1 - e) + (1 - a) * (1 - e) ** m))

    return LayerMap(
        f"Hermite {m}",
        lambda c: a * c + (1 - a) * c**m,
        lambda c: a + (1 - a) * m * c ** (m - 1),
        gap,
        0.0,
        a,
        a + (1 - a) * m,
    )


# Key → the map for a share a and a degree m; ReLU has neither.
LAYER_MAPS: dict[str, Callable[[float, int], LayerMap]] = {
    "relu": lambda a, m: relu_map(),
    "hermite": hermite_map,
}


def as_cosines(values: ArrayLike) -> Array:
    """Cosines within [−1, 1]; raises ParameterError for what is no number."""
    found = np.asarray(values, dtype=np.float64)
    if not np.isfinite(found).all():
        raise ParameterError("A cosine is no finite number; give inputs that are not all zero.")
    return np.clip(found, -1.0, 1.0)
