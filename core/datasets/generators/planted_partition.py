"""Planted partitions: random graphs with communities that are known."""

from collections.abc import Sequence

import numpy as np

from core.datasets.generators.stochastic_blocks import stochastic_blocks
from core.datasets.graph_data import GraphData
from core.errors import ParameterError


def planted_partition(
    *,
    sizes: Sequence[int] = (50, 50),
    p_in: float = 0.3,
    p_out: float = 0.1,
    random_state: int | None = 0,
) -> GraphData:
    """Each pair of nodes is joined with probability p_in inside a class, p_out between classes.

    With equal sizes this is the model G(N, (m) p_in, p_out) of the articles on proximity measures;
    unequal classes are allowed.

    Source: A. Condon, R. M. Karp, *Algorithms for graph partitioning on the planted partition
    model*, 2001.

    >>> planted_partition(sizes=(3, 3), p_in=1.0, p_out=0.0).n_edges
    6
    """
    if min(sizes, default=0) < 1 or not (0 <= p_out <= 1 and 0 <= p_in <= 1):
        raise ParameterError(
            f"sizes are {tuple(sizes)}, p_in {p_in}, p_out {p_out}; choose sizes of at least 1 "
            "and probabilities between 0 and 1."
        )
    m = len(sizes)
    probability = np.full((m, m), float(p_out))
    np.fill_diagonal(probability, p_in)
    return stochastic_blocks(sizes=sizes, probabilities=probability, random_state=random_state)


def equal_sizes(n_nodes: int, n_classes: int) -> tuple[int, ...]:
    """n nodes in m classes as equal as possible, larger ones first.

    >>> equal_sizes(100, 3)
    (34, 33, 33)
    """
    if not 1 <= n_classes <= n_nodes:
        raise ParameterError(
            f"{n_nodes} nodes cannot be {n_classes} classes; choose between 1 and {n_nodes}."
        )
    small, left = divmod(n_nodes, n_classes)
    return tuple(small + (index < left) for index in range(n_classes))
