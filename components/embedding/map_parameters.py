"""The settings of the map views, as parameters, and their controls."""

from components.embedding.kept_control import kept_control
from components.embedding.map_settings import HeatSettings
from core.parameters import Parameter

AUTO_T = Parameter(
    "auto_t",
    "Choose t from the data",
    bool,
    True,
    help="A time long enough to average over many paths, short enough to tell branches apart; the "
    "curve shows why. Switch it off to drag t yourself.",
)
LOG_T = Parameter(
    "log_t",
    "Diffusion time t, its log₁₀",
    float,
    1.5,
    minimum=-1.0,
    maximum=4.0,
    step=0.05,
    help="How long heat spreads. Short: single edges rule, exact on clean data, fooled by "
    "short-cuts. Long: many paths count, and small branches melt together.",
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
    "and what they join comes together on the map.",
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
    "alike. 0 leaves every point an offset from all others, and the map puffs up.",
)
TRIPLET = Parameter(
    "triplet",
    "Triplet distance ρ",
    float,
    0.0,
    minimum=0.0,
    maximum=1.0,
    step=0.1,
    help="Share of the distance that asks whether two points see all others alike. It calms noise, "
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
AXES = Parameter(
    "axes",
    "Axes",
    str,
    "2",
    options=("2", "3"),
    labels=("2-D", "3-D"),
    help="A flat map can be lassoed; in three dimensions it can be turned, and keeps a bit more.",
)
SEED = Parameter(
    "map_seed",
    "Seed",
    int,
    0,
    minimum=0,
    maximum=99,
    step=1,
    help="Starts the drawing of lots. Do not believe what changes with it.",
)
HEAT_PARAMETERS = (AUTO_T, LOG_T, NEIGHBORS, VOLUME, LAPLACIAN, GRAPH, TRIPLET, AXES, SEED)
KERNEL_LOG_T = Parameter(
    "kernel_log_t",
    "Diffusion time t, its log₁₀",
    float,
    1.0,
    minimum=-1.0,
    maximum=4.0,
    step=0.1,
    help="How long heat spreads before the kernel is looked at. The shorter, the faster it falls "
    "with distance, and the more pairs lie below what others can see.",
)
KERNEL_PARAMETERS = (KERNEL_LOG_T, NEIGHBORS, LAPLACIAN, GRAPH)


def choose_settings(*, with_axes: bool = True) -> HeatSettings:
    """Draw the controls of the map in the current container and return the settings."""
    axes = kept_control(AXES) if with_axes else "2"
    auto = kept_control(AUTO_T)
    log_t = kept_control(LOG_T, disabled=auto)
    return HeatSettings(
        n_components=int(axes),
        t=None if auto else float(10**log_t),
        n_neighbors=kept_control(NEIGHBORS),
        volume=kept_control(VOLUME),
        laplacian=kept_control(LAPLACIAN),
        graph=kept_control(GRAPH),
        triplet=kept_control(TRIPLET),
        random_state=kept_control(SEED),
    )


def choose_kernel_settings() -> HeatSettings:
    """Draw the controls of the kernel alone: time, graph and Laplacian."""
    return HeatSettings(
        t=float(10 ** kept_control(KERNEL_LOG_T)),
        n_neighbors=kept_control(NEIGHBORS),
        laplacian=kept_control(LAPLACIAN),
        graph=kept_control(GRAPH),
    )


def choose_side_settings() -> HeatSettings:
    """Draw the controls that all methods share, and the time of the heat maps."""
    auto = kept_control(AUTO_T)
    log_t = kept_control(LOG_T, disabled=auto)
    return HeatSettings(
        t=None if auto else float(10**log_t),
        n_neighbors=kept_control(NEIGHBORS),
        random_state=kept_control(SEED),
    )


def point_parameters(n_points: int, default: int = 1) -> dict[str, Parameter]:
    """The point that heat starts from and the step of the player, by name."""
    rows = (
        Parameter(
            "point",
            "Point (row)",
            int,
            min(default, n_points),
            minimum=1,
            maximum=n_points,
            step=1,
            help="Heat starts here, and its neighbours are compared. A click on a map chooses it.",
        ),
        Parameter(
            "heat_step",
            "Moment",
            int,
            14,
            minimum=1,
            maximum=24,
            step=1,
            help="The time since heat was let go: from a small part of t (1) to four times t (24).",
        ),
    )
    return {row.name: row for row in rows}


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


def colour_parameter(choices: dict[str, str]) -> Parameter:
    """What the map is coloured by; the first choice is the default."""
    return Parameter(
        "colour",
        "Colour by",
        str,
        next(iter(choices)),
        options=tuple(choices),
        labels=tuple(choices.values()),
        help="What each point's colour shows. Distortion: how far off its distances are.",
    )
