"""What depth does here, in a sentence."""

from math import sqrt

from components.ideas.depth.view import Accuracies, Network
from components.text import counted
from core.ideas import LAYER_MAPS
from core.ideas.depth_study import N_TEST
from core.percentages import percent

LIMITS = {
    "majority": "without end it forgets the data: everything is called what most examples are",
    "nearest": "without end the one nearest example decides alone",
    "singular": "without end its weights become a power of the distance, whose order is {order}",
}


def depth_sentence(network: Network, found: Accuracies) -> str:
    """Accuracy here, against one layer and one nearest neighbour, and the limit."""
    layer = LAYER_MAPS[network.layer](network.share, network.degree)
    one, here, nearest = found.rows[0].smoother, found.here.smoother, found.nearest
    limit = LIMITS[network.limit].format(order=f"{layer.order(tangent=network.tangent):.1f}")
    first = (
        f"With {counted(network.depth, 'layer')} the kernel's weights name **{percent(here)}** of "
        f"{N_TEST} new digits rightly (95% interval of this share: ±{100 * _sure(here):.0f} points)"
    )
    if network.depth > 1:
        first += f", {_against(here, one)} with one layer ({percent(one)})"
    return (
        f"{first} and {_against(here, nearest)} the single nearest example ({percent(nearest)}). "
        f"Deeper still, {limit}."
    )


def _sure(*shares: float) -> float:
    """Half the width of a 95% interval of a share of the test digits, or of a difference of two.

    Both name the same digits, so that the difference is surer than this says.

    >>> round(_sure(0.6), 3), round(_sure(0.6, 0.61), 3)
    (0.055, 0.078)
    """
    return float(1.96 * sqrt(sum(share * (1 - share) for share in shares) / N_TEST))


def _against(here: float, other: float) -> str:
    """More, fewer, or about as many where the test digits are too few to tell.

    >>> _against(0.6, 0.61), _against(0.6, 0.94), _against(0.97, 0.6)
    ('about as many as', 'fewer than', 'more than')
    """
    if abs(here - other) <= _sure(here, other):
        return "about as many as"
    return "more than" if here > other else "fewer than"
