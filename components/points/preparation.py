"""The switches that say what is done to the points before a method sees them."""

import streamlit as st

from components.controls import control
from components.points.chosen_points import ChosenPoints
from core.datasets.preparation import Axes, PreparedPoints, prepare_points
from core.parameters import Parameter

EVERYTHING = "all"

STANDARDISE = Parameter(
    "standardise",
    "Standardise columns",
    bool,
    True,
    help="Every column gets mean 0 and standard deviation 1, so that units do not decide who is "
    "near whom.",
)
PCA_AXES = Parameter(
    "pca_axes",
    "PCA axes (0: off)",
    int,
    0,
    minimum=0,
    maximum=100,
    step=1,
    help="Keep this many axes of largest variance: fewer dimensions, larger neighbourhoods.",
)
MOST_ROWS = Parameter(
    "most_rows",
    "Rows at most",
    int,
    20_000,
    minimum=1_000,
    maximum=200_000,
    step=1_000,
    help="Larger tables are looked at through a random sample of this size (seed 0), and the page "
    "says so.",
)
PREPARATION_PARAMETERS = (STANDARDISE, PCA_AXES, MOST_ROWS)


def group_parameter(points: ChosenPoints) -> Parameter | None:
    """The choice of one group of labelled points; None when there are no labels, or too many."""
    labels = points.cloud.labels
    if labels is None:
        return None
    names = sorted(set(labels.tolist()))
    if not 2 <= len(names) <= 100:
        return None
    return Parameter(
        "group",
        "Group",
        str,
        EVERYTHING,
        options=(EVERYTHING, *(name for name in names if name != EVERYTHING)),
        labels=("All points", *(name for name in names if name != EVERYTHING)),
        help="Look at one group of the label column alone.",
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
        if st.session_state.get("group", EVERYTHING) not in group.options:
            st.session_state.pop("group", None)
        chosen = control(group)
    n, d = points.cloud.values.shape
    standardise = control(STANDARDISE)
    n_axes = control(PCA_AXES) if d > 2 else 0
    most = control(MOST_ROWS) if n > int(MOST_ROWS.minimum or 0) * 2 else n
    make = _private if points.origin == "yours" else _shared
    prepared, axes = make(points.key, chosen, standardise, n_axes, most, _points=points)
    used = (STANDARDISE, *((PCA_AXES,) if d > 2 else ()), *((MOST_ROWS,) if most != n else ()))
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


_shared = st.cache_resource(max_entries=16, show_spinner=False)(_prepare)
_private = st.cache_resource(max_entries=4, show_spinner=False, scope="session")(_prepare)
