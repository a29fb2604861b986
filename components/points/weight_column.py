"""The column of a visitor's table by which its rows are weighed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from components.controls import control
from components.data_origin import YOURS, names_in_links
from components.memory import once
from components.points.chosen_points import ChosenPoints
from core.datasets import PointCloud
from core.datasets.row_weights import counts_of, split_weight
from core.parameters import Parameter

ALIKE = "none"
MOST_OFFERED = 200  # columns


@dataclass(frozen=True, eq=False)
class WeighedPoints:
    """Points without the column that weighs them.

    ``column`` is "" and ``weight`` None where all rows are alike · ``parameters``: the choice, if
    there is one.
    """

    points: ChosenPoints
    column: str = ""
    weight: NDArray[np.float64] | None = None
    parameters: tuple[Parameter, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows there are, repeated ones as often as their weights say."""
        counts = None if self.weight is None else counts_of(self.weight)
        return len(self.points.cloud.values) if counts is None else int(counts.sum())


def weight_parameter(points: ChosenPoints) -> Parameter | None:
    """The choice of a column; None for built-in points and where no other column would be left."""
    names = points.cloud.feature_names.tolist()
    if points.origin != YOURS or len(set(names)) < max(len(names), 2) or ALIKE in names:
        return None
    options = (ALIKE, *names[:MOST_OFFERED])
    return Parameter(
        "weight",
        "Weight of a row",
        str,
        ALIKE,
        options=options,
        labels=("All rows alike", *options[1:]),
        belongs_to=points.key,
        links=names_in_links(points.key, options),
        help="A column that says how much each row counts. 0: the row is absent. Whole numbers: "
        "how many equal rows it stands for. Other numbers: its share, as in a survey; then the "
        "page says how many rows of equal weight would say as much. It is no feature then.",
    )


def choose_weight(points: ChosenPoints) -> tuple[Parameter | None, str]:
    """Draw the choice in the current container: the parameter, and the column or ""."""
    parameter = weight_parameter(points)
    chosen = ALIKE if parameter is None else control(parameter)
    return parameter, "" if chosen == ALIKE else chosen


def weighed(points: ChosenPoints, parameter: Parameter | None, column: str) -> WeighedPoints:
    """The points by this choice; raises ParameterError for weights that are none."""
    parameters = () if parameter is None else (parameter,)
    if not column:
        return WeighedPoints(points, parameters=parameters)
    cloud, weight = _split(points.cloud, column)
    return WeighedPoints(replace(points, cloud=cloud), column, weight, parameters)


@once
def _split(cloud: PointCloud, column: str) -> tuple[PointCloud, NDArray[np.float64]]:
    return split_weight(cloud, column)


def weight_badges(chosen: WeighedPoints, n_effective: float) -> list[str]:
    """By what the rows are weighed, and how many of equal weight would say as much."""
    if chosen.weight is None:
        return []
    name = f"{chosen.column[:40]}…" if len(chosen.column) > 40 else chosen.column
    return [f"weighed by {name}: {n_effective:,.0f} rows of equal weight would say as much"]
