"""Planted partitions: random graphs with communities that are known."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from core.datasets.graph_data import GraphData
from core.errors import ParameterError


def planted_partition(
    *,
    sizes: Sequence[int] = (50, 50),
    p_in: float = 0.3,
    p_out: float = 0.1,
    random_state: int = 0,
) -> GraphData:
    """Each pair of nodes is joined with probability p_in inside a class, p_out between classes.

    >>> planted_partition(sizes=(3, 3), p_in=1.0, p_out=0.0).n_edges
    6
    """
    if min(sizes, default=0) < 1 or not (0 <= p_out <= 1 and 0 <= p_in <= 1):
        raise ParameterError(
            f"sizes are {tuple(sizes)}, p_in {p_in}, p_out {p_out}; choose sizes of at least 1 "
            "and probabilities between 0 and 1."
        )
    rng = np.random.default_rng(random_state)
    community = np.repeat(np.arange(len(sizes)), sizes)
    same = community[:, None] == community[None, :]
    upper = np.triu(rng.random(same.shape) < np.where(same, p_in, p_out), k=1)
    ids = np.array([str(i) for i in range(len(community))])
    return GraphData(sparse.csr_array((upper | upper.T).astype(float)), ids, community.astype(str))
