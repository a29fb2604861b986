"""The settings of the "Memorisation" view."""

import numpy as np

from components.data_origin import own_only
from components.memory import once
from components.points.chosen_points import ChosenPoints
from core.datasets import PointCloud
from core.density.diffusion.rows import MOST_AXES, MOST_LEARNED, image_side
from core.density.diffusion.study import FIRST, GENERATORS, LAST, N_LEVELS
from core.parameters import Parameter

LABELS = {
    "exact": "Learned perfectly",
    "wiener": "Gaussian (linear)",
    "blob": "Rows as blobs",
    "ridge": "Trained (kernel ridge)",
}
# Where the flow may be stopped: from just above collapse down to the last level.
STOPS = np.geomspace(FIRST, LAST, N_LEVELS)[6:]
LEARNED = Parameter(
    "learned",
    "Rows learned",
    int,
    300,
    minimum=20,
    maximum=MOST_LEARNED,
    step=20,
    help="So many rows, drawn at random, are learned; up to 500 of the others are never seen and "
    "judge what was learned. Fewer rows collapse at larger noise.",
)
AXES = Parameter(
    "memorise_axes",
    "PCA axes",
    int,
    16,
    minimum=1,
    maximum=MOST_AXES,
    step=1,
    help="Rows are described by this many axes of largest variance. With more, a noised row tells "
    "more of where it came from, and the collapse comes at larger noise.",
)
SPLIT_SEED = Parameter(
    "split_seed",
    "Seed",
    int,
    0,
    minimum=0,
    maximum=999,
    step=1,
    help="Another seed learns other rows, and draws other noise.",
)
TRAINED = Parameter(
    "trained",
    "Train one, too",
    bool,
    True,
    help="On: kernel ridge regression with the kernel of a wide network learns to denoise, at "
    "fifteen levels of noise; it takes a few seconds. Off: the three that need no training.",
)
GENERATOR = Parameter(
    "generator",
    "Samples shown",
    str,
    "exact",
    options=GENERATORS,
    labels=tuple(LABELS.values()),
    help="Whose samples the picture shows. All four start from the same noise.",
)
STOP = Parameter(
    "stop",
    "Stop the flow at noise h / h_C",
    str,
    f"{STOPS[-1]:.2f}",
    options=tuple(f"{each:.2f}" for each in STOPS),
    labels=tuple(f"{each:.2f}" for each in STOPS),
    help="The flow is followed down to this noise, in units of the predicted collapse, and what is "
    "left of the noise is removed in one step. Stopping early is what keeps some samples from "
    "ending on a row.",
)


@once
def _is_images(cloud: PointCloud) -> bool:
    return image_side(cloud) > 0


def scale_of_columns(points: ChosenPoints) -> Parameter:
    """Whether columns are standardised: pixels share a unit, other columns need not."""
    return Parameter(
        "memorise_standardise",
        "Standardise columns",
        bool,
        not _is_images(points.cloud),
        belongs_to=own_only(points.key),
        help="Every column gets mean 0 and standard deviation 1 before the axes are found, so that "
        "units do not decide who is near whom. Pixels share a unit and are left as they are.",
    )
