"""The locator's user-visible parameters."""

from core.localization.kernels import KERNELS
from core.localization.representations import MAIN_REPRESENTATIONS
from core.parameters import Parameter

LOCATOR_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "representation",
        "Representation",
        str,
        "powed",
        options=MAIN_REPRESENTATIONS,
        labels=("Powed", "dBm", "Relative"),
        help="What of a scan is compared. Powed and relative power trust strong beacons; plain dBm "
        "takes every beacon at its word, and goes astray when the phone is held differently.",
    ),
    Parameter(
        "kernel",
        "Kernel",
        str,
        "cosine",
        options=tuple(KERNELS),
        labels=(
            *("Cosine", "Arc-cosine", "Neural tangent (depth 3)", "Gaussian"),
            *("Laplacian", "Matérn 3/2", "Student t (ν = 3)"),
        ),
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
        help="Only this many most similar places get any weight. 1 snaps the estimate to a "
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
