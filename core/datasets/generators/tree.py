"""A tree of straight branches in many dimensions, with the distance along the tree."""

import numpy as np
from scipy.sparse.csgraph import shortest_path

from core.datasets.generators.rotation import random_rotation
from core.datasets.point_cloud import PointCloud
from core.errors import ParameterError


def tree(
    *,
    n_branches: int = 7,
    points_per_branch: int = 100,
    n_dimensions: int = 10,
    noise: float = 0.1,
    random_state: int = 0,
) -> PointCloud:
    """Branches of length 1: each grows from the end of an earlier one, in a direction of its own.

    ``labels`` is the branch; ``truth`` (n, n) the distance along the tree; ``noise`` the standard
    deviation of the length of the displacement of a point.

    >>> tree(n_branches=3, points_per_branch=5).values.shape
    (15, 10)
    """
    if n_branches < 1 or points_per_branch < 1 or n_dimensions < 2:
        raise ParameterError(
            f"n_branches is {n_branches}, points_per_branch {points_per_branch}, n_dimensions "
            f"{n_dimensions}; choose at least 1, 1 and 2."
        )
    rng = np.random.default_rng(random_state)
    parent = [-1] + [(branch - 1) // 2 for branch in range(1, n_branches)]
    directions = random_rotation(min(n_branches, n_dimensions), n_dimensions, rng)
    along = np.linspace(0, 1, points_per_branch, endpoint=False) + 1 / points_per_branch
    ends: list[np.ndarray] = []
    points: list[np.ndarray] = []
    for branch in range(n_branches):
        start = np.zeros(n_dimensions) if parent[branch] < 0 else ends[parent[branch]]
        direction = directions[branch % len(directions)]
        points.append(start + along[:, None] * direction)
        ends.append(start + direction)
    values = np.vstack(points)
    values = values + noise * rng.normal(size=values.shape) / np.sqrt(n_dimensions)
    return PointCloud(
        values,
        np.array([f"x{i}" for i in range(1, n_dimensions + 1)]),
        labels=np.repeat([f"branch {i}" for i in range(1, n_branches + 1)], points_per_branch),
        truth=_distance_along(parent, along),
    )


def _distance_along(parent: list[int], along: np.ndarray) -> np.ndarray:
    """(n, n) distance along the tree: up to the nearest common joint, and down again."""
    n_branches = len(parent)
    joints = np.zeros((n_branches + 1, n_branches + 1))  # joint 0 is the root, b + 1 ends branch b
    for branch, above in enumerate(parent):
        joints[above + 1, branch + 1] = 1.0
    between = shortest_path(joints, directed=False)
    start_joint = np.repeat(np.array(parent) + 1, len(along))
    end_joint = np.repeat(np.arange(1, n_branches + 1), len(along))
    up = np.tile(along, n_branches)
    down = 1 - up
    ways = [
        leave[:, None] + between[np.ix_(joint, other)] + enter[None, :]
        for joint, leave in ((start_joint, up), (end_joint, down))
        for other, enter in ((start_joint, up), (end_joint, down))
    ]
    distance = np.minimum.reduce(ways)
    own_branch = np.repeat(np.arange(n_branches), len(along))
    same = own_branch[:, None] == own_branch[None, :]
    return np.where(same, np.abs(up[:, None] - up[None, :]), distance)
