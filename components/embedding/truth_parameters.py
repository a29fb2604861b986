"""The settings of "Is it true?" that are its own."""

from core.parameters import Parameter

N_SEEDS = Parameter(
    "seeds",
    "Seeds tried",
    int,
    3,
    minimum=2,
    maximum=10,
    step=1,
    help="How many times the map is drawn with another seed, to see what is chance.",
)
