"""How the flat parameter x in (0, 1) that all measures share becomes a measure's own."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import ParameterError


@dataclass(frozen=True)
class FlatMap:
    """One map of x.

    Attributes
    ----------
    text : the map as a card shows it
    own : the measure's parameter of a checked x and of what gives ρ(A); None without a parameter
    closed : whether 0 and 1 belong to it
    """

    text: str
    own: Callable[[float, Callable[[], float]], float] | None
    closed: bool = False

    def checked(self, name: str, x: float | None) -> float | None:
        """x as a float within the bounds, None for a measure ``name`` without a parameter."""
        if self.own is None:
            return None
        if x is None:
            raise ParameterError(f"{name} needs a parameter: give x between 0 and 1.")
        if not (0 < x < 1 or (self.closed and 0 <= x <= 1)):
            bounds = "between 0 and 1" + ("" if self.closed else ", neither included")
            raise ParameterError(f"x is {x} for {name}; choose it {bounds}.")
        return float(x)


NONE = FlatMap("none", None)
FRACTION = FlatMap("t = ½ x / (1 − x)", lambda x, radius: 0.5 * x / (1 - x))
OVER_RADIUS = FlatMap("t = x / ρ", lambda x, radius: x / radius())
RECIPROCAL = FlatMap("β = (1 − x) / x", lambda x, radius: (1 - x) / x)
DAMPING = FlatMap("α = x", lambda x, radius: x)
MIXTURE = FlatMap("λ = x", lambda x, radius: x, closed=True)
