"""Random rotations into more dimensions: the shape is kept, the axes lose their meaning."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import ortho_group


def random_rotation(
    n_from: int, n_to: int, random_state: np.random.Generator
) -> NDArray[np.float64]:
    """(n_from, n_to) matrix with orthonormal rows, so that distances are kept.

    >>> rows = random_rotation(2, 5, np.random.default_rng(0))
    >>> bool(np.allclose(rows @ rows.T, np.eye(2)))
    True
    """
    if n_to == 1:
        return np.ones((n_from, n_to))
    return ortho_group.rvs(n_to, random_state=random_state)[:n_from]
