"""The settings of the "Phase diagram" view."""

from core.density.kernel_exponents import SIMULATED
from core.density.kernels import KERNEL_TABLE
from core.parameters import Parameter

DIMENSIONS = Parameter(
    "d",
    "Dimensions d",
    int,
    100,
    minimum=2,
    maximum=500,
    step=1,
    help="Each point has this many coordinates. With more, the transitions sharpen and the solid "
    "lines move onto the dotted ones of the limit.",
)
LOG10_POINTS = Parameter(
    "log10_n",
    "Points n, as a power of ten",
    float,
    5.0,
    minimum=0.5,
    maximum=150.0,
    step=0.1,
    help="log₁₀ n. Only distances are drawn, so n may be far larger than any computer's memory.",
)
BANDWIDTH = Parameter(
    "h",
    "Bandwidth h",
    float,
    0.9,
    minimum=0.05,
    maximum=3.0,
    step=0.01,
    help="In units of the data's standard deviation. Small h: a few points carry the estimate. A "
    "click in the diagram sets h and n together.",
)
_WITH_EXPONENT = {
    row.exponent.name: row for row in KERNEL_TABLE.values() if isinstance(row.exponent, type)
}
KERNEL = Parameter(
    "kernel",
    "Kernel",
    str,
    "gaussian",
    options=tuple(SIMULATED),
    labels=tuple(exponent.label for exponent in SIMULATED.values()),
    depths=tuple(_WITH_EXPONENT[name].depths for name in SIMULATED),
    help="Laplace: exp(−√d |z|). Student: ν = d degrees of freedom. The regimes' borders move, the "
    "optimal tail index does not.",
)
DATA_SETS = Parameter(
    "data_sets",
    "Simulated data sets",
    int,
    1000,
    minimum=200,
    maximum=5000,
    step=100,
    help="How many data sets the histogram is made of; more give a smoother one and take longer.",
)
SEED = Parameter(
    "seed",
    "Seed",
    int,
    0,
    minimum=0,
    maximum=999,
    step=1,
    help="Another seed draws other data sets of the same law.",
)
PHASE_PARAMETERS = (DIMENSIONS, LOG10_POINTS, BANDWIDTH, KERNEL, DATA_SETS, SEED)
