"""The locator's user-visible parameters."""

from core.localization.kernels import KERNEL_TABLE, KERNELS
from core.localization.methods import METHODS
from core.localization.representations import ON_PAGES
from core.localization.tracker_table import TRACKERS
from core.parameters import Parameter

LOCATOR_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "representation",
        "Representation",
        str,
        "powed",
        options=tuple(row.name for row in ON_PAGES),
        labels=tuple(row.label for row in ON_PAGES),
        depths=tuple(row.depths for row in ON_PAGES),
        help="How scans are compared. Powed and relative power trust strong beacons; plain dBm "
        "takes every beacon at face value, and goes wrong when the phone is held differently.",
    ),
    Parameter(
        "kernel",
        "Kernel",
        str,
        "cosine",
        options=KERNELS,
        labels=tuple(row.label for row in KERNEL_TABLE.values()),
        depths=tuple(row.depths for row in KERNEL_TABLE.values()),
        help="How similarity falls off between two fingerprints. Given the representation, the "
        "choice hardly matters: see for yourself.",
    ),
    Parameter(
        "power",
        "Power",
        int,
        32,
        minimum=1,
        maximum=128,
        step=1,
        help="The similarity is raised to this power. High: the heat shrinks to the most similar "
        "place. Low: it spreads over all voters and the estimate drifts to their middle.",
    ),
    Parameter(
        "n_neighbors",
        "Places that vote",
        int,
        20,
        minimum=1,
        maximum=200,
        step=1,
        help="Only this many of the most similar places get any weight. 1 snaps the estimate to a "
        "registered place.",
    ),
    Parameter(
        "missing_dbm",
        "Level for “not heard”",
        int,
        -105,
        minimum=-120,
        maximum=-80,
        step=1,
        unit="dBm",
        help="What stands for a beacon that was not heard. Nearer to 0 makes weak beacons vanish.",
    ),
)

METHOD_PARAMETER = Parameter(
    "method",
    "Method",
    str,
    "kernel",
    options=tuple(row.key for row in METHODS),
    labels=tuple(row.title for row in METHODS),
    depths=tuple(row.depths for row in METHODS),
    help="How the scan becomes a position. Methods that use more than registered fingerprints say "
    "so beside their numbers.",
)

RESIDUAL_SHARE = Parameter(
    "residual_share",
    "Share of the survey's own detail",
    float,
    0.25,
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    help="For methods on a smoothed map. 0: path loss alone. 1: every bump of the survey is "
    "believed, even those that move when the phone is held in another way.",
)

TRACKER_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "tracker",
        "Along the walk",
        str,
        "none",
        options=tuple(row.key for row in TRACKERS),
        labels=tuple(row.label for row in TRACKERS),
        depths=tuple(row.depths for row in TRACKERS),
        help="What earlier (and later) scans say about this one: nothing, a running average, or "
        "a walker on the floor who cannot jump through walls.",
    ),
    Parameter(
        "walking_speed",
        "Walking speed",
        float,
        1.0,
        minimum=0.2,
        maximum=3.0,
        step=0.1,
        unit="m/s",
        help="How far the tracked phone may get between two scans. Slow: a calm track that lags. "
        "Fast: the track follows every scan.",
    ),
)
