"""The settings of the "Two dimensions" view."""

from components.data_origin import names_in_links, own_only
from components.density.kernel_words import WHO_ENDS
from core.density.kernels import KERNEL_TABLE, KERNELS
from core.parameters import Parameter

NODES = 101  # of the grid in each direction: one per percent of the picture
PLACE = ("place_x", "place_y")
ADDING = "adding"


def column_parameters(names: list[str], data_key: str) -> tuple[Parameter, Parameter]:
    """Which two columns of the data span the plane; constant ones are not offered."""
    across, along = (
        Parameter(
            f"column_{axis}",
            f"Column on {axis}",
            str,
            names[number],
            options=tuple(names),
            belongs_to=data_key,
            links=names_in_links(data_key, names),
            help=f"The measurement that runs along the {axis} axis; all others are ignored.",
        )
        for number, axis in enumerate(("x", "y"))
    )
    return across, along


def _ratio(name: str, label: str, default: float, help_text: str) -> Parameter:
    return Parameter(
        name,
        label,
        float,
        default,
        minimum=0.2,
        maximum=5.0,
        step=0.05,
        unit="× leave-one-out optimum",
        help=help_text,
    )


def _per_cent(name: str, axis: str, extent: str, data_key: str) -> Parameter:
    return Parameter(
        name,
        f"Place, {axis}",
        int,
        50,
        minimum=0,
        maximum=NODES - 1,
        step=1,
        unit=f"% of the {extent}",
        belongs_to=data_key,
        help="The place whose value is split into the points that carry it. A click in the "
        "picture sets it too.",
    )


def view_parameters(data_key: str) -> dict[str, Parameter]:
    """The other settings of the view by name; the place, and one scale for both, are the data's."""
    rows = (
        Parameter(
            "standardised",
            "Standardise both columns",
            bool,
            True,
            belongs_to=own_only(data_key),
            help="Divide each column by its standard deviation, so that one bandwidth serves both. "
            "Otherwise the kernel is round in the columns' own units.",
        ),
        Parameter(
            "kernel",
            "Kernel",
            str,
            "gaussian",
            options=KERNELS,
            labels=tuple(row.label for row in KERNEL_TABLE.values()),
            depths=tuple(row.depths for row in KERNEL_TABLE.values()),
            help=f"The bump that is put on every point. {WHO_ENDS}: beyond it, the density is "
            "exactly 0. How far another sample would move an estimate is told for the Gaussian "
            "only.",
        ),
        _ratio(
            "ratio",
            "Bandwidth",
            1.0,
            "Width of the bump, in units of the one that makes each point most likely given the "
            "others. Small: every point is an island. Large: structure is smeared out.",
        ),
        Parameter(
            "compare",
            "Compare two bandwidths",
            bool,
            False,
            help="Draw a second picture of the same points beside the first.",
        ),
        _ratio("ratio_b", "Second bandwidth", 3.0, "Width of the bump in the second picture."),
        _per_cent(PLACE[0], "x", "width", data_key),
        _per_cent(PLACE[1], "y", "height", data_key),
        Parameter(
            ADDING,
            "Clicks add points",
            bool,
            False,
            help="On: a click puts a new point there, and the estimate updates at once. Off: a "
            "click chooses the place that is examined.",
        ),
    )
    return {row.name: row for row in rows}
