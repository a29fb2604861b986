"""Custom shapes: each generator with its settings as parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.datasets.generators.moons import bridged_moons
from core.datasets.generators.sphere import sphere
from core.datasets.generators.swiss_roll import swiss_roll
from core.datasets.generators.torus import torus
from core.datasets.generators.tree import tree
from core.datasets.point_cloud import PointCloud
from core.parameters import Parameter


@dataclass(frozen=True)
class Recipe:
    """A generator: ``make(**arguments)``, and its parameters by the argument that each sets."""

    key: str
    title: str
    make: Callable[..., PointCloud]
    parameters: Mapping[str, Parameter]

    def prepare(self, settings: Mapping[str, Any]) -> PointCloud:
        """The points for settings by parameter name; each is checked against its bounds.

        Raises ParameterError for a setting outside its bounds.
        """
        arguments = {
            argument: row.check(settings[row.name]) for argument, row in self.parameters.items()
        }
        return self.make(**arguments)


def _number(
    name: str, label: str, default: float, low: float, high: float, step: float, help_: str
) -> Parameter:
    kind = int if isinstance(default, int) else float
    return Parameter(name, label, kind, default, minimum=low, maximum=high, step=step, help=help_)


_POINTS = _number(
    "points", "Points", 1000, 100, 5000, 100, "How many points are drawn from the shape."
)
_SEED = _number("seed", "Seed of the data", 0, 0, 999, 1, "Another seed draws other points.")


def _noise(default: float, high: float) -> Parameter:
    return _number(
        "noise",
        "Noise",
        default,
        0.0,
        high,
        high / 40,
        "Standard deviation of the noise in every coordinate. A lot of it closes gaps, and "
        "shortcuts appear on the map.",
    )


def _dimensions(default: int, low: int) -> Parameter:
    return _number(
        "dimensions",
        "Dimensions",
        default,
        low,
        50,
        1,
        "The shape is rotated into this many dimensions before noise is added: the same shape, and "
        "more directions for noise.",
    )


_STRETCH = _number(
    "stretch", "Stretch", 1.0, 0.25, 4.0, 0.25, "Factor of the roll's height: long or wide."
)
_BRANCHES = _number(
    "branches", "Branches", 7, 1, 15, 1, "Each grows from the end of an earlier one."
)
_PER_BRANCH = _number(
    "per_branch", "Points per branch", 100, 20, 400, 10, "Points along each branch."
)
_BRIDGE = _number("bridge", "Points of the bridge", 20, 0, 60, 5, "0 leaves two separate moons.")


def _recipe(
    shape: str, title: str, make: Callable[..., PointCloud], rows: dict[str, Parameter]
) -> Recipe:
    """Settings are named after their shape, since their bounds differ from shape to shape."""
    own = {argument: replace(row, name=f"{shape}_{row.name}") for argument, row in rows.items()}
    return Recipe(f"make_{shape}", title, make, own)


_TABLE = (
    _recipe(
        "swiss_roll",
        "Custom Swiss roll",
        swiss_roll,
        {
            "n_points": _POINTS,
            "noise": _noise(0.1, 2.0),
            "n_dimensions": _dimensions(3, 3),
            "stretch": _STRETCH,
            "random_state": _SEED,
        },
    ),
    _recipe(
        "tree",
        "Custom tree",
        tree,
        {
            "n_branches": _BRANCHES,
            "points_per_branch": _PER_BRANCH,
            "noise": _noise(0.1, 1.0),
            "n_dimensions": _dimensions(10, 2),
            "random_state": _SEED,
        },
    ),
    _recipe(
        "sphere",
        "Custom sphere",
        sphere,
        {
            "n_points": _POINTS,
            "noise": _noise(0.0, 0.4),
            "n_dimensions": _dimensions(3, 3),
            "random_state": _SEED,
        },
    ),
    _recipe(
        "torus",
        "Custom flat torus",
        torus,
        {
            "n_points": _POINTS,
            "noise": _noise(0.0, 0.4),
            "n_dimensions": _dimensions(4, 4),
            "random_state": _SEED,
        },
    ),
    _recipe(
        "moons",
        "Custom two moons",
        bridged_moons,
        {
            "n_points": _POINTS,
            "noise": _noise(0.05, 0.4),
            "n_bridge": _BRIDGE,
            "random_state": _SEED,
        },
    ),
)
RECIPES: dict[str, Recipe] = {recipe.key: recipe for recipe in _TABLE}
