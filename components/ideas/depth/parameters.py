"""The settings of the "How deep?" view."""

from core.ideas import LAYER_MAPS
from core.parameters import Parameter

LAYER = Parameter(
    "layer",
    "Unit",
    str,
    "relu",
    options=tuple(LAYER_MAPS),
    labels=("ReLU", "Hermite"),
    help="What a unit of the network computes. Rectified units see every angle as smaller; the "
    "Hermite pair can keep right angles right.",
)
SHARE = Parameter(
    "share",
    "Linear share a",
    float,
    0.5,
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    help="Of the Hermite unit: how much of it is linear. It is what a right angle's neighbours "
    "keep of their cosine in each layer; 0 leaves one neighbour alone with the decision.",
)
DEGREE = Parameter(
    "degree",
    "Degree m",
    int,
    3,
    minimum=2,
    maximum=8,
    step=1,
    help="Of the Hermite unit's other part: the higher, the faster close points come apart.",
)
DEPTH = Parameter(
    "depth",
    "Layers L",
    int,
    10,
    minimum=1,
    maximum=300,
    step=1,
    help="How often the layer is applied. The thick curve and the dot on the curves of accuracy "
    "move with it.",
)
TANGENT = Parameter(
    "tangent",
    "While it trains",
    bool,
    True,
    help="On: the neural tangent kernel, which governs how the network learns. Off: the covariance "
    "of its outputs before it has learned anything.",
)
WEIGHTS = Parameter(
    "weight_variance",
    "Weight variance C_W",
    float,
    2.0,
    minimum=0.5,
    maximum=4.0,
    step=0.1,
    help="Below 2 the signal of a rectified network dies away layer by layer, above 2 it explodes.",
)
DEPTH_PARAMETERS = (LAYER, SHARE, DEGREE, DEPTH, TANGENT, WEIGHTS)
