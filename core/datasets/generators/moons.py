"""Two moons, with or without a bridge of points between them."""

import numpy as np
from sklearn.datasets import make_moons

from core.datasets.point_cloud import PointCloud


def bridged_moons(
    *, n_points: int = 600, noise: float = 0.06, n_bridge: int = 20, random_state: int = 0
) -> PointCloud:
    """Scikit-learn's two moons joined by ``n_bridge`` points on a straight line.

    A bridge makes one connected graph of two clusters: few paths, but there they are.

    >>> bridged_moons(n_points=100, n_bridge=5).values.shape
    (105, 2)
    """
    values, moon = make_moons(n_points, noise=noise, random_state=random_state)
    share = np.linspace(0, 1, n_bridge + 2)[1:-1, None]
    bridge = (1 - share) * [0.0, 1.0] + share * [1.0, -0.5]
    names = np.array(["upper moon", "lower moon"])[moon]
    labels = np.concatenate([names, np.repeat("bridge", n_bridge)])
    return PointCloud(np.vstack([values, bridge]), np.array(["x", "y"]), labels=labels)
