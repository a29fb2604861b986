"""LFR graphs: degrees and community sizes that follow power laws, with a given mixing.

networkx has a sampler too, but it counts the edges that other nodes attach as a node's own: asked
for a mixing of 0.4 it gives 0.5. Here inner and outer half-edges are matched apart, so the mixing
is met.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.datasets.generators.stub_matching import match_stubs
from core.datasets.graph_data import GraphData
from core.errors import ComputeError, ParameterError
from core.limits import check_limit

ATTEMPTS = 50
SPREAD = 2.5  # the largest degree and community, in multiples of the mean degree and n / 5


def lfr(
    *,
    n_nodes: int = 250,
    mean_degree: float = 10.0,
    mixing: float = 0.2,
    degree_exponent: float = 2.5,
    size_exponent: float = 1.5,
    smallest_community: int = 25,
    random_state: int = 0,
) -> GraphData:
    """A Lancichinetti–Fortunato–Radicchi benchmark graph.

    Parameters
    ----------
    n_nodes : at least 10
    mean_degree : the degrees lie between a smallest one, chosen to meet this mean, and 2.5 times it
    mixing : the share μ of a node's edges that leave its community, in [0, 1], rounded to whole
        edges node by node
    degree_exponent, size_exponent : exponents above 1 of the power laws of degrees and sizes
    smallest_community : nodes; the largest holds up to half of the nodes

    Raises ParameterError for values out of range, ComputeError when the nodes of the highest inner
    degrees fit into no community, LimitError for too many nodes or edges.

    Source: A. Lancichinetti, S. Fortunato, F. Radicchi, *Benchmark graphs for testing community
    detection algorithms*, Physical Review E 78, 2008.

    >>> lfr().n_nodes
    250
    """
    _check(n_nodes, mean_degree, mixing, degree_exponent, size_exponent, smallest_community)
    rng = np.random.default_rng(random_state)
    largest_degree = min(round(SPREAD * mean_degree), n_nodes - 1)
    degree = _degrees(n_nodes, mean_degree, largest_degree, degree_exponent, rng)
    # A share is rounded up or down at random, so that small degrees meet the mixing on average.
    outer = np.floor(mixing * degree + rng.random(n_nodes)).astype(np.int64)
    inner = degree - outer
    for _ in range(ATTEMPTS):
        sizes = _sizes(n_nodes, smallest_community, size_exponent, rng)
        community = _assign(inner, sizes, rng)
        if community is not None:
            return _wire(inner, outer, community, rng)
    raise ComputeError(
        f"Nodes with up to {int(inner.max())} edges inside their community do not fit into "
        f"communities of {smallest_community} to {_largest(n_nodes, smallest_community)} nodes; "
        "choose a smaller mean degree, a larger mixing or larger communities."
    )


def _check(
    n_nodes: int,
    mean_degree: float,
    mixing: float,
    degree_exponent: float,
    size_exponent: float,
    smallest_community: int,
) -> None:
    check_limit("graph_nodes", n_nodes, what="The LFR graph")
    if n_nodes < 10:
        raise ParameterError(f"n_nodes is {n_nodes}; choose at least 10.")
    if not 1 <= mean_degree <= n_nodes / 2 or not 0 <= mixing <= 1:
        raise ParameterError(
            f"mean_degree is {mean_degree} and mixing {mixing}; choose a degree between 1 and "
            f"{n_nodes // 2} and a mixing between 0 and 1."
        )
    if not (degree_exponent > 1 and size_exponent > 1):
        raise ParameterError(
            f"The exponents are {degree_exponent} and {size_exponent}; both must exceed 1."
        )
    if not 2 <= smallest_community <= n_nodes // 2:
        raise ParameterError(
            f"smallest_community is {smallest_community}; choose between 2 and {n_nodes // 2}."
        )
    check_limit("graph_edges", int(n_nodes * mean_degree / 2), what="The LFR graph")


def _power_law(values: NDArray[np.int64], exponent: float) -> NDArray[np.float64]:
    """Probabilities proportional to value^(−exponent)."""
    weight = values.astype(np.float64) ** -exponent
    return weight / weight.sum()


def _degrees(
    n: int, mean: float, largest: int, exponent: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Power-law degrees; two smallest degrees are mixed so that the mean is met."""
    means = []
    for smallest in range(1, largest + 1):
        values = np.arange(smallest, largest + 1)
        means.append(float(values @ _power_law(values, exponent)))
    smallest = int(np.searchsorted(means, mean, side="right"))
    low = max(smallest, 1)
    high = min(low + 1, largest)
    gap = means[high - 1] - means[low - 1]
    share_high = 0.0 if gap <= 0 else float(np.clip((mean - means[low - 1]) / gap, 0, 1))
    degree = np.empty(n, dtype=np.int64)
    from_high = rng.random(n) < share_high
    for chosen, start in ((~from_high, low), (from_high, high)):
        values = np.arange(start, largest + 1)
        degree[chosen] = rng.choice(values, int(chosen.sum()), p=_power_law(values, exponent))
    return degree


def _largest(n: int, smallest: int) -> int:
    return max(n // 2, smallest)


def _sizes(n: int, smallest: int, exponent: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Power-law sizes that add up to n; what is left over goes to communities at random."""
    values = np.arange(smallest, _largest(n, smallest) + 1)
    probability = _power_law(values, exponent)
    sizes: list[int] = []
    while n - sum(sizes) >= smallest:
        size = int(rng.choice(values, p=probability))
        sizes.append(min(size, n - sum(sizes)))
    found = np.array(sizes, dtype=np.int64)
    np.add.at(found, rng.integers(len(found), size=n - int(found.sum())), 1)
    return found


def _assign(
    inner: NDArray[np.int64], sizes: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64] | None:
    """A community with room for each node's inner degree; None when there is none."""
    free = sizes.copy()
    community = np.empty(len(inner), dtype=np.int64)
    order = np.lexsort((rng.random(len(inner)), -inner))
    for node in order:
        weight = np.where(sizes > inner[node], free, 0)
        total = weight.sum()
        if not total:
            return None
        community[node] = np.searchsorted(np.cumsum(weight), rng.integers(total), side="right")
        free[community[node]] -= 1
    return community


def _wire(
    inner: NDArray[np.int64],
    outer: NDArray[np.int64],
    community: NDArray[np.int64],
    rng: np.random.Generator,
) -> GraphData:
    n = len(inner)
    blocks = []
    for label in range(int(community.max()) + 1):
        members = np.flatnonzero(community == label)
        pairs = match_stubs(inner[members], forbidden=np.equal, rng=rng)
        blocks.append(members[pairs])
    blocks.append(match_stubs(outer, forbidden=lambda u, v: community[u] == community[v], rng=rng))
    source, target = np.concatenate(blocks, axis=1)
    upper = sparse.coo_array((np.ones(len(source)), (source, target)), shape=(n, n))
    ids = np.arange(n).astype(str)
    return GraphData(sparse.csr_array(upper + upper.T), ids, community.astype(str))
