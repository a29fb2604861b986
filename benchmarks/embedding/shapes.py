"""Eight shapes that the automatic time was not chosen on, each with its true geodesics."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from scipy.spatial.distance import pdist, squareform

from core.datasets.generators.branching_counts import branching_counts
from core.datasets.generators.rotation import random_rotation
from core.datasets.generators.torus import torus
from core.datasets.scaling import principal_axes

N = 1000


@dataclass(frozen=True, eq=False)
class Shape:
    """``X`` (n, d) and its true geodesics ``truth`` (n, n), NaN where there is no way."""

    X: np.ndarray
    truth: np.ndarray


def _turned(X: np.ndarray, dimensions: int, noise: float, rng: np.random.Generator) -> np.ndarray:
    turned = X @ random_rotation(X.shape[1], dimensions, rng)
    return np.asarray(turned + noise * rng.normal(size=turned.shape))


def _roll(s: np.ndarray, height: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    arc = 0.5 * (s * np.sqrt(1 + s**2) + np.arcsinh(s))
    return np.column_stack([s * np.cos(s), height, s * np.sin(s)]), np.column_stack([arc, height])


def uneven_roll(seed: int) -> Shape:
    """A roll whose inner end is nine times as dense as its outer one."""
    rng = np.random.default_rng(seed)
    s = 1.5 * np.pi * (1 + 2 * rng.random(N) ** 2)
    X, flat = _roll(s, 21 * rng.random(N))
    return Shape(_turned(X, 5, 0.2, rng), squareform(pdist(flat)))


def star(seed: int) -> Shape:
    """Five straight arms of lengths 1 to 5 from one point, in ten dimensions."""
    rng = np.random.default_rng(seed)
    length = np.arange(1.0, 6.0)
    arm = rng.choice(5, N, p=length / length.sum())
    along = rng.random(N) * length[arm]
    X = along[:, None] * random_rotation(5, 10, rng)[arm]
    same = arm[:, None] == arm
    truth = np.where(same, np.abs(along[:, None] - along), along[:, None] + along)
    return Shape(X + 0.1 * rng.normal(size=X.shape), truth)


def torus_50(seed: int) -> Shape:
    """The flat torus in fifty dimensions."""
    cloud = torus(n_points=N, noise=0.1, n_dimensions=50, random_state=seed)
    return Shape(cloud.values, np.asarray(cloud.truth))


def cylinder(seed: int) -> Shape:
    """A tube as long as it is around, in five dimensions."""
    rng = np.random.default_rng(seed)
    angle, height = 2 * np.pi * rng.random(N), 2 * np.pi * rng.random(N)
    X = np.column_stack([np.cos(angle), np.sin(angle), height])
    turn = np.abs(angle[:, None] - angle)
    truth = np.hypot(np.minimum(turn, 2 * np.pi - turn), height[:, None] - height)
    return Shape(_turned(X, 5, 0.05, rng), truth)


def moebius(seed: int) -> Shape:
    """A Möbius strip in three dimensions; its geodesics by a mesh of 9,600 points."""
    rng = np.random.default_rng(seed)

    def strip(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        r = 2 + v * np.cos(u / 2)
        return np.column_stack([r * np.cos(u), r * np.sin(u), v * np.sin(u / 2)])

    u, v = 2 * np.pi * rng.random(N), rng.uniform(-0.8, 0.8, N)
    grid = np.meshgrid(np.linspace(0, 2 * np.pi, 400, endpoint=False), np.linspace(-0.8, 0.8, 24))
    mesh = strip(grid[0].ravel(), grid[1].ravel())
    X = strip(u, v)
    points = np.vstack([X, mesh])
    pairs = cKDTree(points).query_pairs(0.2, output_type="ndarray")
    step = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    graph = csr_array((step, (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    truth = dijkstra(graph, directed=False, indices=np.arange(N))[:, :N]
    return Shape(X + 0.03 * rng.normal(size=X.shape), truth)


def s_with_hole(seed: int) -> Shape:
    """A sheet bent to an S with a round hole; ways go straight, or along the rim."""
    rng = np.random.default_rng(seed)
    middle, radius = np.array([1.5 * np.pi, 2.0]), 1.2
    flat = np.column_stack([3 * np.pi * rng.random(2 * N), 4 * rng.random(2 * N)])
    flat = flat[np.linalg.norm(flat - middle, axis=1) > radius][:N]
    t = flat[:, 0] - 1.5 * np.pi
    X = np.column_stack([np.sin(t), flat[:, 1], np.sign(t) * (np.cos(t) - 1)])
    return Shape(_turned(X, 5, 0.05, rng), _around(flat - middle, radius))


def _around(P: np.ndarray, radius: float) -> np.ndarray:
    """Shortest ways (n, n) in the plane around a disc at the origin."""
    r = np.linalg.norm(P, axis=1)
    straight = squareform(pdist(P))
    cosine = np.clip((P @ P.T) / np.outer(r, r), -1, 1)
    tangent = np.sqrt(r**2 - radius**2)
    arc = np.arccos(cosine) - np.arccos(radius / r)[:, None] - np.arccos(radius / r)
    # The segment meets the disc where, seen from the middle, both tangents end before they meet.
    return np.where(arc > 0, tangent[:, None] + tangent + radius * arc, straight)


def counts(seed: int) -> Shape:
    """Simulated cells on a branching tree, 40 % of counts lost, 30 principal components."""
    cloud = branching_counts(n_points=N, dropout=0.4, random_state=seed)
    axes, _ = principal_axes(cloud.values, 30)
    return Shape((cloud.values - cloud.values.mean(axis=0)) @ axes.T, np.asarray(cloud.truth))


def two_rolls(seed: int) -> Shape:
    """Two rolls, one above the other; nothing is true of the distance between them."""
    rng = np.random.default_rng(seed)
    s = 1.5 * np.pi * (1 + 2 * rng.random(N))
    upper = np.arange(N) >= N // 2
    X, flat = _roll(s, 10 * rng.random(N))
    X[upper, 1] += 25
    truth = squareform(pdist(flat))
    truth[upper[:, None] != upper] = np.nan
    return Shape(_turned(X, 3, 0.1, rng), truth)


SHAPES: dict[str, Callable[[int], Shape]] = {
    "uneven roll": uneven_roll,
    "star of five arms": star,
    "torus, 50-D": torus_50,
    "cylinder": cylinder,
    "Möbius strip": moebius,
    "S with a hole": s_with_hole,
    "counts, 40 % lost": counts,
    "two rolls": two_rolls,
}
