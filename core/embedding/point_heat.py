"""What a fitted HeatGeodesic says of single points: heat, distances, and their two terms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.embedding.component_map import ComponentMap
from core.embedding.dissimilarity import kernel_term, volume_term
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.heat.kernels import log_columns
from core.embedding.laplacian import Jumps, jumps
from core.embedding.quick_column import quick_column
from core.embedding.scores.reach import share_out_of_reach
from core.embedding.spectrum import MARGIN
from core.embedding.straightening import straightened
from core.embedding.way_lengths import jump_rate


@dataclass(frozen=True)
class DistanceSplit:
    """A squared heat distance: kernel term + volume term, and the length that it stands for.

    ``distance`` is in units of the data, ∞ between components; the terms are in squared units, so
    that their sum is its square (where the sum is 0 or negative, in units of one jump).
    """

    kernel_term: float
    volume_term: float
    distance: float


def node_of_rows(model: HeatGeodesic) -> NDArray[np.intp]:
    """(n,) the node of each row: equal rows share one."""
    return np.unique(model.duplicate_of_, return_inverse=True)[1]


def log_heat_from(
    model: HeatGeodesic, row: int, t: float | None = None, *, lowest: float = 0.0
) -> NDArray[np.float64]:
    """(n,) natural logarithm of the heat that has come from ``row`` to every row after time t.

    The row (H_t)_i· of the kernel of the model's Laplacian; −∞ in other components, and equal
    rows show the heat of their shared node. ``t`` defaults to the model's own time. Where nobody
    looks at entries below ``lowest`` (1e-12 and more), the column is computed faster, and they may
    come as −∞.

    >>> model = HeatGeodesic(n_neighbors=2, random_state=0).fit(np.arange(9.0)[:, None])
    >>> heat = np.exp(log_heat_from(model, 4, t=0.5))
    >>> bool(heat.argmax() == 4)
    True
    """
    nodes = node_of_rows(model)
    log_heat = np.full(nodes.max() + 1, -np.inf)
    each, local = _component(model, int(nodes[row]))
    if each is None or each.heat is None:
        log_heat[nodes[row]] = 0.0
        return log_heat[nodes]
    parts = _jumps(model, each)
    found = _log_column(parts, each, model.t_ if t is None else t, local, lowest)
    if model.laplacian == "random_walk":
        half = np.log(parts.degree) / 2
        found = found + half - half[local]
    log_heat[each.nodes] = found
    return log_heat[nodes]


def distances_from(model: HeatGeodesic, row: int) -> NDArray[np.float64]:
    """(n,) heat distance from ``row`` to every row, in units of the data; ∞ between components.

    The model's own where it holds all pairs (with its triplet share), else computed for this row.
    """
    if model.dissimilarity_.shape[0] == model.dissimilarity_.shape[1]:
        return np.array(model.dissimilarity_[:, row])
    nodes = node_of_rows(model)
    distance = np.full(nodes.max() + 1, np.inf)
    each, local = _component(model, int(nodes[row]))
    if each is None or each.heat is None:
        distance[nodes[row]] = 0.0
        return distance[nodes]
    kernel, volume = _terms(model, each, local)
    heat = np.sqrt(np.maximum(kernel + volume, 0.0))
    heat[local] = 0.0
    rate = jump_rate(_jumps(model, each), model.laplacian)
    distance[each.nodes] = each.unit * straightened(heat, model.t_, rate)
    if each.gaps is not None:
        across = each.gaps.to(np.array([local]))[:, 0]
        distance[each.nodes] += model.training_points_.scale * across
    return distance[nodes]


def distance_split(model: HeatGeodesic, first: int, second: int) -> DistanceSplit:
    """The two terms of the squared heat distance between two rows, and its length in the data."""
    nodes = node_of_rows(model)
    if nodes[first] == nodes[second]:
        return DistanceSplit(0.0, 0.0, 0.0)
    each, local = _component(model, int(nodes[first]))
    if each is None or nodes[second] not in each.nodes:
        return DistanceSplit(np.inf, 0.0, np.inf)
    other = int(np.flatnonzero(each.nodes == nodes[second])[0])
    length = float(distances_from(model, first)[second])
    kernel, volume = (float(term[other]) for term in _terms(model, each, local))
    squared = kernel + volume
    scale = length**2 / squared if squared > 0 else each.unit**2
    return DistanceSplit(scale * kernel, scale * volume, length)


def share_beyond_reach(model: HeatGeodesic) -> float:
    """Share of the pairs of distinct rows between which less than 10⁻¹⁶ of the heat has passed.

    From the model's landmarks where it does not hold all pairs; pairs in different components
    count as beyond reach.
    """
    n = int(node_of_rows(model).max()) + 1
    if n < 2:
        return 0.0
    near = sum(
        (1.0 - share_out_of_reach(each.heat.log_h)) * len(each.nodes) * (len(each.nodes) - 1)
        for each in model.maps_
        if each.heat is not None
    )
    return 1.0 - near / (n * (n - 1))


def _component(model: HeatGeodesic, node: int) -> tuple[ComponentMap | None, int]:
    """The component of a node, and the node's place in it; None when all rows are equal."""
    for each in model.maps_:
        place = np.flatnonzero(each.nodes == node)
        if len(place):
            return each, int(place[0])
    return None, 0


def _jumps(model: HeatGeodesic, each: ComponentMap) -> Jumps:
    weights = model.graph_.weights
    if len(each.nodes) < weights.shape[0]:
        weights = weights[each.nodes][:, each.nodes]
    return jumps(weights, model.laplacian)


def _log_column(
    parts: Jumps, each: ComponentMap, t: float, local: int, lowest: float = 0.0
) -> NDArray[np.float64]:
    """One column of the symmetric kernel, by the slowest modes where they are accurate enough."""
    column = np.array([local])
    spectrum = each.spectrum
    if spectrum is not None and not spectrum.complete:
        H = spectrum.kernel(t, column)[:, 0]
        if H.min() > MARGIN * max(spectrum.error(t), 1e-12 * H.max()):
            return np.log(H)
    if lowest > 0:
        with np.errstate(divide="ignore"):
            return np.log(quick_column(parts, t, local, 0.01 * lowest))
    return log_columns(parts, t, column)[:, 0]


def _terms(
    model: HeatGeodesic, each: ComponentMap, local: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Kernel and volume term from one node of a component to all, in units of heat."""
    assert each.heat is not None  # noqa: S101 - components of one point have no distances
    parts, t = _jumps(model, each), model.t_
    log_h = _log_column(parts, each, t, local)
    if model.laplacian == "random_walk":
        half = np.log(parts.degree) / 2
        log_h = log_h - half - half[local] + np.log(parts.degree.mean())
    log_diagonal = each.heat.log_diagonal
    volume = volume_term(log_diagonal, log_diagonal[[local]], t, model.volume, model.volume_mean)
    return kernel_term(log_h, t), volume[:, 0]
