"""What the lower part of the "Phase diagram" view shows, and its settings."""

from core.density.empirical_rates import CASES
from core.parameters import Parameter

NUMBERS, ENERGY, SPECTRUM, DRAWN = "numbers", "energy", "spectrum", "drawn"
FURTHER = Parameter(
    "further",
    "Below the diagram",
    str,
    NUMBERS,
    options=(NUMBERS, ENERGY, SPECTRUM, DRAWN),
    labels=(
        "Simulation against theory",
        "Along h: free energy and divergence",
        "Other variances, other places, compact kernels",
        "Data that are not Gaussian",
    ),
    help="The numbers at this place of the diagram; the curves along h with their kink; where the "
    "borders move when directions differ or x is an outlier; or drawn points of another law.",
)
VARIANCE_RATIO = Parameter(
    "variance_ratio",
    "Variance of half of the directions / of the others",
    float,
    9.0,
    minimum=1.0,
    maximum=100.0,
    step=1.0,
    help="1: all directions alike. The mean variance stays 1.",
)
SQUARED_NORM = Parameter(
    "squared_norm",
    "|x|² / that of a typical x",
    float,
    1.0,
    minimum=0.1,
    maximum=4.0,
    step=0.1,
    help="1: x is a point like the others. Above, an outlier; below, near the middle.",
)
CASE = Parameter(
    "case",
    "Points drawn",
    str,
    "mixture",
    options=tuple(CASES),
    labels=("Gaussian", "Mixture of two scales", "Sphere", "Bent manifold of d/10 dimensions"),
    help="3,000 points of this law in d dimensions (at most 200), seen from 200 others.",
)
FURTHER_PARAMETERS = (FURTHER, VARIANCE_RATIO, SQUARED_NORM, CASE)
