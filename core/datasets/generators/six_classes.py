"""Six classes of very unequal size and density: a model on which measures differ."""

from core.datasets.generators.stochastic_blocks import stochastic_blocks
from core.datasets.graph_data import GraphData

SIZES = (65, 35, 25, 13, 8, 4)
PROBABILITIES = (
    (0.30, 0.20, 0.10, 0.15, 0.07, 0.25),
    (0.20, 0.24, 0.08, 0.13, 0.05, 0.17),
    (0.10, 0.08, 0.16, 0.09, 0.04, 0.12),
    (0.15, 0.13, 0.09, 0.20, 0.02, 0.14),
    (0.07, 0.05, 0.04, 0.02, 0.12, 0.04),
    (0.25, 0.17, 0.12, 0.14, 0.04, 0.40),
)


def six_classes(*, random_state: int | None = 0) -> GraphData:
    """150 nodes in classes of 65, 35, 25, 13, 8 and 4, each block with its own density.

    Source: V. Ivashkin, P. Chebotarev, *Do logarithmic proximity measures outperform plain ones in
    graph clustering?*, arXiv:1605.01046, 2016, section 5.

    >>> six_classes().n_nodes
    150
    """
    return stochastic_blocks(sizes=SIZES, probabilities=PROBABILITIES, random_state=random_state)
