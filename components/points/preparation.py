"""The switches that say what is done to the points before a method sees them."""

from components.controls import control
from components.data_origin import names_in_links
from components.memory import Kept
from components.points.chosen_points import ChosenPoints
from components.points.preparation_parameters import preparation_parameters
from core.datasets.preparation import Axes, PreparedPoints, prepare_points
from core.parameters import Parameter

EVERYTHING = "all"

NAMES = ("standardise", "pca_axes", "most_rows")


def group_parameter(points: ChosenPoints) -> Parameter | None:
    """The choice of one group of labelled points; None when there are no labels, or too many."""
    labels = points.cloud.labels
    if labels is None:
        return None
    names = sorted(set(labels.tolist()))
    if not 2 <= len(names) <= 100:
        return None
    options = (EVERYTHING, *(name for name in names if name != EVERYTHING))
    return Parameter(
        "group",
        "Group",
        str,
        EVERYTHING,
        options=options,
        labels=("All points", *options[1:]),
        belongs_to=points.key,
        links=names_in_links(points.key, options),
        help="Restrict the page to one group of the label column.",
    )


def choose_preparation(
    points: ChosenPoints,
) -> tuple[PreparedPoints, Axes, tuple[Parameter, ...]]:
    """Draw the switches in the current container and apply them.

    Raises ParameterError when nothing is left.
    """
    group = group_parameter(points)
    chosen = EVERYTHING
    if group is not None:
        chosen = control(group)
    scale, axes_kept, sample = preparation_parameters(
        NAMES, standardise=True, largest_sample=200_000, data_key=points.key
    )
    n, d = points.cloud.values.shape
    standardise = control(scale)
    n_axes = control(axes_kept) if d > 2 else 0
    most = control(sample) if n > int(sample.minimum or 0) * 2 else n
    make = _kept.of(points.origin)
    prepared, axes = make(points.key, chosen, standardise, n_axes, most, _points=points)
    used = (scale, *((axes_kept,) if d > 2 else ()), *((sample,) if most != n else ()))
    return prepared, axes, (*((group,) if group is not None else ()), *used)


def _prepare(
    key: str, group: str, standardise: bool, n_axes: int, most: int, *, _points: ChosenPoints
) -> tuple[PreparedPoints, Axes]:
    return prepare_points(
        _points.cloud,
        group=None if group == EVERYTHING else group,
        standardise=standardise,
        n_axes=n_axes,
        most_rows=most,
    )


_kept = Kept(_prepare)
