"""What a visitor marks on a floor plan, step by step: the scale, the origin, beacons and places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.datasets.floor_plan import FloorPlan
from core.errors import ParameterError

# What can be marked; the first three are there once, the others have names.
POINTS = ("first point", "second point", "origin")
NAMED = ("beacon", "place")


@dataclass(frozen=True)
class Target:
    """What a mark is of: one of ``POINTS``, or a beacon or place with its name."""

    what: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.what not in POINTS + NAMED:
            raise ParameterError(
                f"A mark of {self.what!r} is not known; choose one of: {', '.join(POINTS + NAMED)}."
            )


@dataclass(frozen=True)
class Mark:
    """Where a target was put: ``at`` in pixels (column, row), or in metres when ``in_metres``.

    A mark in pixels moves with the scale of the plan, one in metres does not.
    """

    target: Target
    at: tuple[float, float]
    in_metres: bool = False


@dataclass(frozen=True)
class PlanMarks:
    """Marks in the order in which they were made; of one target the last counts.

    >>> marks = PlanMarks().put(Target("origin"), (5, 7)).put(Target("origin"), (6, 7))
    >>> marks.of(Target("origin")).at, marks.undone().of(Target("origin")).at
    ((6.0, 7.0), (5.0, 7.0))
    """

    made: tuple[Mark, ...] = ()

    def put(self, target: Target, at: Sequence[float], *, in_metres: bool = False) -> "PlanMarks":
        """With one more mark. Raises ParameterError for a place that is no pair of numbers."""
        place = tuple(float(value) for value in at)
        if len(place) != 2 or not np.isfinite(place).all():
            raise ParameterError(f"A mark stands at two numbers, not at {place}.")
        if in_metres and target.what in POINTS:
            raise ParameterError(f"The {target.what} of a scale is marked in pixels of the plan.")
        return replace(self, made=(*self.made, Mark(target, (place[0], place[1]), in_metres)))

    def undone(self) -> "PlanMarks":
        """Without the last mark; what was marked before it counts again."""
        return replace(self, made=self.made[:-1])

    def of(self, target: Target) -> Mark | None:
        """The mark that counts, None where the target was not marked."""
        return next((mark for mark in reversed(self.made) if mark.target == target), None)

    def pixel_of(self, target: Target, otherwise: tuple[float, float]) -> tuple[float, float]:
        """Where the mark of a point stands on the plan, else ``otherwise``."""
        mark = self.of(target)
        return otherwise if mark is None else mark.at

    def positions_m(
        self, what: str, names: Sequence[str], plan: FloorPlan | None
    ) -> NDArray[np.float64]:
        """(len(names), 2) metres of the marked beacons or places, NaN where there is no mark.

        Marks in pixels need the ``plan``; without one they count as not made.
        """
        position_m = np.full((len(names), 2), np.nan)
        for row, name in enumerate(names):
            mark = self.of(Target(what, str(name)))
            if mark is None:
                continue
            if mark.in_metres:
                position_m[row] = mark.at
            elif plan is not None and plan.pixel_to_metre is not None:
                position_m[row] = plan.to_metre(np.array([mark.at]))[0]
        return position_m
