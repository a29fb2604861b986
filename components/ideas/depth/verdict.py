"""What depth does here, in a sentence."""

from components.ideas.depth.view import Accuracies, Network
from components.text import counted
from core.ideas import LAYER_MAPS
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
    if network.depth == 1:
        first = f"With one layer the kernel's weights tell **{percent(here)}** of the digits"
    else:
        more = "more" if here > one else "no more" if here == one else "fewer"
        first = (
            f"With {counted(network.depth, 'layer')} the kernel's weights tell "
            f"**{percent(here)}** of the digits, {more} than with one ({percent(one)})"
        )
    than = "less than" if here < nearest else "as much as" if here == nearest else "more than"
    return (
        f"{first} and {than} the single nearest example ({percent(nearest)}). "
        f"Deeper still, {limit}."
    )
