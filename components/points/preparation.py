"""The switches that say what is done to the points before a method sees them."""

import numpy as np
from numpy.typing import NDArray

from components.controls import control
from components.data_origin import names_in_links, own_only
from components.memory import Kept, once
from components.points.chosen_points import ChosenPoints
from components.points.preparation_parameters import preparation_parameters
from components.points.set_aside import offer_taking_back, rows_set_aside, set_aside_parameter
from components.points.weight_column import WeighedPoints
from core.datasets import PointCloud
from core.datasets.discrete_columns import discrete_columns
from core.datasets.preparation import (
    DISCRETE_WAYS,
    KEEP,
    Axes,
    PreparedPoints,
    prepare_points,
)
from core.parameters import Parameter

Array = NDArray[np.float64]
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


def scale_parameter(points: ChosenPoints) -> Parameter:
    """Whether columns are scaled by what no single row moves."""
    return Parameter(
        "robust_scale",
        "Scale by median and quartiles",
        bool,
        False,
        belongs_to=own_only(points.key),
        help="On: each column's median becomes 0 and its quartiles lie 1.349 apart, as those of a "
        "normal column with standard deviation 1 do. One wild value then scales nothing. Off: "
        "mean and standard deviation.",
    )


def discrete_parameter(points: ChosenPoints) -> Parameter | None:
    """What is done about columns of few distinct values; None when there are none."""
    if not _discrete_names(points.cloud):
        return None
    return Parameter(
        "discrete",
        "Columns of few distinct values",
        str,
        KEEP,
        options=DISCRETE_WAYS,
        labels=("Keep", "Leave out", "Spread"),
        belongs_to=points.key,
        help="Such columns are grades, counts or rounded: a density between their values is the "
        "kernel's invention. Spread: each value is drawn evenly from its half of the gaps to its "
        "neighbours (seed 0), which undoes rounding.",
    )


@once
def _discrete_names(cloud: PointCloud) -> list[str]:
    """The columns of few distinct values, each with how many there are."""
    return [
        f"{cloud.feature_names[each.column]} ({each.n_values})"
        for each in discrete_columns(cloud.values)
    ]


def discrete_note(points: ChosenPoints) -> str:
    """The sentence on columns of few distinct values, not escaped; "" where there are none."""
    names = _discrete_names(points.cloud)
    if not names:
        return ""
    shown = ", ".join(each[:40] for each in names[:5]) + (", …" if len(names) > 5 else "")
    return (
        f"Few distinct values ({len(names):,} of {len(points.cloud.feature_names):,} columns): "
        f"{shown}. A density between such values is the kernel's invention; leave these columns "
        "out or spread their values in the sidebar."
    )


def choose_preparation(
    weighed: WeighedPoints,
) -> tuple[PreparedPoints, Axes, tuple[Parameter, ...]]:
    """Draw the switches in the current container and apply them.

    Raises ParameterError when nothing is left.
    """
    points = weighed.points
    group = group_parameter(points)
    chosen = EVERYTHING
    if group is not None:
        chosen = control(group)
    scale, axes_kept, sample = preparation_parameters(
        NAMES, standardise=True, largest_sample=200_000, data_key=points.key
    )
    n, d = weighed.n_rows, points.cloud.values.shape[1]
    standardise = control(scale)
    robust, discrete = scale_parameter(points), discrete_parameter(points)
    robust_scale = control(robust, idle="" if standardise else "Columns are not scaled.")
    way = KEEP if discrete is None else control(discrete)
    n_axes = control(axes_kept) if d > 2 else 0
    most = control(sample) if n > int(sample.minimum or 0) * 2 else n
    aside = set_aside_parameter(points)
    offer_taking_back(aside, points)
    make = _kept.of(points.origin)
    prepared, axes = make(
        points.key,
        chosen,
        standardise=standardise,
        robust=robust_scale,
        discrete=way,
        n_axes=n_axes,
        most=most,
        set_aside=rows_set_aside(aside),
        weighed_by=weighed.column,
        _points=points,
        _weight=weighed.weight,
    )
    used = (
        *weighed.parameters,
        *((group,) if group is not None else ()),
        scale,
        robust,
        *((discrete,) if discrete is not None else ()),
        *((axes_kept,) if d > 2 else ()),
        *((sample,) if most != n else ()),
        aside,
    )
    return prepared, axes, used


def _prepare(
    key: str,
    group: str,
    *,
    standardise: bool,
    robust: bool,
    discrete: str,
    n_axes: int,
    most: int,
    set_aside: tuple[int, ...],
    weighed_by: str,
    _points: ChosenPoints,
    _weight: Array | None,
) -> tuple[PreparedPoints, Axes]:
    return prepare_points(
        _points.cloud,
        group=None if group == EVERYTHING else group,
        standardise=standardise,
        robust=robust,
        discrete=discrete,
        n_axes=n_axes,
        most_rows=most,
        set_aside=set_aside,
        weight=_weight,
    )


_kept = Kept(_prepare)
