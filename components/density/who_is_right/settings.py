"""The settings of the "Who is right?" view."""

from core.density.reference import COORDINATES
from core.parameters import Parameter

PARAMETERS = {
    row.name: row
    for row in (
        Parameter(
            "d",
            "Dimensions",
            int,
            50,
            minimum=1,
            maximum=200,
            step=1,
            help="Columns of the data. A tree bounds what it does not visit; the more dimensions, "
            "the worse its bounds and the smaller the densities.",
        ),
        Parameter(
            "n",
            "Points",
            int,
            1000,
            minimum=50,
            maximum=5000,
            step=50,
            help="Simulated points, standard normal in every dimension.",
        ),
        Parameter(
            "h",
            "Bandwidth h",
            float,
            0.9,
            minimum=0.05,
            maximum=3.0,
            step=0.05,
            help="Width of the Gaussian kernel, in standard deviations of the data. Small h makes "
            "the terms of the sum tiny: code that adds before it takes the logarithm rounds them "
            "to 0.",
        ),
        Parameter(
            "queries",
            "Query points",
            int,
            20,
            minimum=5,
            maximum=50,
            step=5,
            help="How many places every library is asked about; each is a dot in the picture.",
        ),
        Parameter(
            "distance",
            "How far out",
            float,
            1.0,
            minimum=0.5,
            maximum=10.0,
            step=0.5,
            unit="× a typical place",
            help="Query points are drawn like the data and multiplied by this: large numbers probe "
            "the far tail.",
        ),
        Parameter(
            "offset",
            "Offset of all points",
            str,
            "0",
            options=("0", "1e4", "1e7"),
            labels=("0", "10⁴", "10⁷"),
            help="Added to every coordinate of data and queries. The density moves along "
            "unchanged; code that squares large numbers and subtracts loses digits.",
        ),
        Parameter(
            "zero_weights",
            "Points of weight 0",
            int,
            0,
            minimum=0,
            maximum=5,
            step=1,
            help="So many of the points get a weight of 0, all others 1: they are absent, and "
            "nothing else changes. The reference leaves them out.",
        ),
        Parameter(
            "seed",
            "Seed",
            int,
            0,
            minimum=0,
            maximum=999,
            step=1,
            help="Draws other points and queries of the same kind.",
        ),
    )
}


def affordable_queries(n: int, d: int, wanted: int) -> int:
    """At most ``wanted``, so that the reference in 50 digits takes seconds, not minutes.

    >>> affordable_queries(5000, 200, 20)
    5
    """
    return max(1, min(wanted, COORDINATES // (n * d)))
