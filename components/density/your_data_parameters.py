"""The settings of the "Your data" view."""

from core.parameters import Parameter

BANDWIDTH_RATIO = Parameter(
    "h_ratio",
    "Bandwidth h / leave-one-out optimum",
    float,
    1.0,
    minimum=0.1,
    maximum=6.0,
    step=0.02,
    help="1 is the bandwidth that makes each point most likely given the others. Smaller: "
    "fewer points carry each estimate. The line in the pictures moves with it.",
)
