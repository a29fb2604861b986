"""The settings of the map views, as parameters, and their controls."""

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from components.controls import control
from components.data_origin import own_only
from components.embedding.map.settings import HeatSettings
from components.embedding.selection import POINT
from components.points.row_names import row_name, row_with_number
from components.text import as_plain_text
from core.datasets import PointCloud
from core.embedding.metrics import METRICS
from core.embedding.time_rules import TIME_RULES
from core.parameters import Parameter

AUTO_T = Parameter(
    "auto_t",
    "Choose t from the data",
    bool,
    True,
    help="A time long enough to average over many paths, short enough to tell branches apart; the "
    "curve shows why. Switch it off to set t yourself.",
    depths=(TIME_RULES["given"].depths, TIME_RULES["auto"].depths),
)
LOG_T = Parameter(
    "log_t",
    "log₁₀ of the diffusion time t",
    float,
    1.5,
    minimum=-1.0,
    maximum=4.0,
    step=0.05,
    help="How long heat spreads. Short: single edges rule, exact on clean data, fooled by "
    "shortcuts. Long: many paths count, and small branches melt together.",
)
NEIGHBORS = Parameter(
    "map_neighbors",
    "Neighbours k",
    int,
    10,
    minimum=2,
    maximum=60,
    step=1,
    help="Edges of each point. Few: the map may fall into pieces. Many: edges jump across gaps, "
    "and what they join is pulled together on the map.",
)
VOLUME = Parameter(
    "volume",
    "Volume correction σ",
    float,
    1.0,
    minimum=0.0,
    maximum=2.0,
    step=0.25,
    help="1 corrects for the volume that heat has filled: dense and sparse regions are drawn "
    "alike. 0 leaves every point at an offset from all others, which inflates the map.",
)
TRIPLET = Parameter(
    "triplet",
    "Triplet distance ρ",
    float,
    0.0,
    minimum=0.0,
    maximum=1.0,
    step=0.1,
    help="Share of the distance that says whether two points see all others alike. It damps noise, "
    "and at 1 distances lose their units.",
)
LAPLACIAN = Parameter(
    "laplacian",
    "Laplacian",
    str,
    "normalized",
    options=("normalized", "combinatorial", "random_walk"),
    labels=("Normalised", "Combinatorial", "Random walk"),
    help="Normalised: every point cools at the same rate. Combinatorial: points with many edges "
    "cool faster, so that the same t reaches further. Random walk: heat is counted per edge.",
)
GRAPH = Parameter(
    "graph",
    "Edges",
    str,
    "alpha_decay",
    options=("alpha_decay", "knn", "mutual_knn", "fuzzy"),
    labels=("Own scale", "k nearest", "Mutual", "Fuzzy"),
    help="Own scale: weights fall off at each point's own distance. k nearest: at one distance for "
    "all. Mutual: only where both choose each other, which cuts bridges. Fuzzy: UMAP's weights.",
)
METRIC = Parameter(
    "map_metric",
    "Distance between rows",
    str,
    "euclidean",
    options=tuple(METRICS),
    labels=tuple(row.label for row in METRICS.values()),
    help="How far apart two rows are, before heat goes from neighbour to neighbour. Cosine and "
    "correlation look at directions, as for texts and expression; Jaccard at which features are "
    "not 0. Tables of distances and graphs have their own.",
)
KEEP = Parameter(
    "keep",
    "The map keeps",
    str,
    "lengths",
    options=("lengths", "neighbors"),
    labels=("Lengths", "Neighbours"),
    help="Lengths: distances on the map are ways along the data. Neighbours: near points attract "
    "and others repel, as in UMAP, from that map on. On surfaces that no plane holds (a tube, a "
    "torus) it keeps about a third more neighbours, and lengths are off by more.",
)
AXES = Parameter(
    "axes",
    "Axes",
    str,
    "2",
    options=("2", "3"),
    labels=("2-D", "3-D"),
    help="A flat map can be lassoed; one in three dimensions can be rotated, and keeps a bit more.",
)
SEED = Parameter(
    "map_seed",
    "Seed",
    int,
    0,
    minimum=0,
    maximum=99,
    step=1,
    help="Seeds the random numbers. Do not trust what changes with it.",
)
HEAT_PARAMETERS = (
    AUTO_T,
    LOG_T,
    NEIGHBORS,
    VOLUME,
    LAPLACIAN,
    GRAPH,
    TRIPLET,
    METRIC,
    KEEP,
    AXES,
    SEED,
)
KERNEL_LOG_T = Parameter(
    "kernel_log_t",
    "log₁₀ of the diffusion time t",
    float,
    1.0,
    minimum=-1.0,
    maximum=4.0,
    step=0.1,
    help="How long heat spreads before the kernel is read. The shorter, the faster it falls "
    "with distance, and the more pairs lie below what other methods can resolve.",
)
TIMES = (AUTO_T, LOG_T, KERNEL_LOG_T)
KERNEL_PARAMETERS = (KERNEL_LOG_T, NEIGHBORS, LAPLACIAN, GRAPH)


def for_data(rows: Iterable[Parameter], data_key: str) -> tuple[Parameter, ...]:
    """The rows with times that belong to the data where those are a visitor's own."""
    file = own_only(data_key)
    return tuple(replace(row, belongs_to=file) if row in TIMES else row for row in rows)


def choose_settings(data_key: str, *, with_axes: bool = True) -> HeatSettings:
    """Draw the controls of the map in the current container and return the settings."""
    axes = control(AXES) if with_axes else "2"
    keep = control(KEEP)
    metric = control(METRIC)
    auto, log_t = _choose_time(data_key)
    return HeatSettings(
        n_components=int(axes),
        t=None if auto else float(10**log_t),
        n_neighbors=control(NEIGHBORS),
        volume=control(VOLUME),
        laplacian=control(LAPLACIAN),
        graph=control(GRAPH),
        triplet=control(TRIPLET),
        keep=keep,
        metric=metric,
        random_state=control(SEED),
    )


def choose_kernel_settings(data_key: str) -> HeatSettings:
    """Draw the controls of the kernel alone: time, graph and Laplacian."""
    (log_t,) = for_data((KERNEL_LOG_T,), data_key)
    return HeatSettings(
        t=float(10 ** control(log_t)),
        n_neighbors=control(NEIGHBORS),
        laplacian=control(LAPLACIAN),
        graph=control(GRAPH),
    )


def choose_side_settings(data_key: str) -> HeatSettings:
    """Draw the controls that all methods share, and the time of the heat maps."""
    auto, log_t = _choose_time(data_key)
    return HeatSettings(
        t=None if auto else float(10**log_t),
        n_neighbors=control(NEIGHBORS),
        random_state=control(SEED),
    )


CHOSEN_T = "The time is chosen from the data."


def _choose_time(data_key: str) -> tuple[bool, float]:
    automatic, logarithm = for_data((AUTO_T, LOG_T), data_key)
    auto = control(automatic)
    return auto, control(logarithm, idle=CHOSEN_T if auto else "")


def point_parameters(points: PointCloud, data_key: str) -> dict[str, Parameter]:
    """The point that heat starts from, by the number of its row, and the step of the player."""
    first, last = int(points.row_number.min()), int(points.row_number.max())
    rows = (
        Parameter(
            POINT,
            "Point (row)",
            int,
            first,
            minimum=first,
            maximum=last,
            step=1,
            belongs_to=data_key,
            help="The row of the source of heat, whose neighbours are compared, as its file counts "
            "rows. A click on a map chooses it.",
        ),
        Parameter(
            "heat_step",
            "Moment",
            int,
            14,
            minimum=1,
            maximum=24,
            step=1,
            help="The time since heat was released: from a fraction of t (1) to four times t (24).",
        ),
    )
    return {row.name: row for row in rows}


def choose_point(points: PointCloud, row: Parameter) -> int:
    """Draw the choice of a point in the current container; its place among the points.

    A row that was left out, or not drawn, gives the nearest that is there, and says so.
    """
    number = control(row)
    place = row_with_number(points, number)
    if points.row_number[place] != number:
        nearest = as_plain_text(row_name(points, place))
        st.caption(f"Row {number:,} is not among these points; {nearest} is the nearest.")
    return place


def order_parameter() -> Parameter:
    """The order of Chebyshev's polynomials, and the number of Euler's steps."""
    return Parameter(
        "order",
        "Chebyshev order, Euler steps",
        int,
        30,
        minimum=1,
        maximum=256,
        step=1,
        help="The published code uses 30 or 32 whatever the data. Pairs more hops apart than the "
        "order are left at zero.",
    )


def colour_parameter(choices: dict[str, str], data_key: str) -> Parameter:
    """What a map of the data is coloured by; the first choice is the default."""
    return Parameter(
        "colour",
        "Colour by",
        str,
        next(iter(choices)),
        options=tuple(choices),
        labels=tuple(choices.values()),
        belongs_to=own_only(data_key),
        help="What each point's colour shows. Distortion: how far off its distances are.",
    )
