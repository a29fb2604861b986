"""The exponential of the city-block distance."""

import numpy as np
from scipy.spatial.distance import cdist

from core.localization.kernels.kernel import Kernel, Matrix
from core.localization.kernels.sum_twin import SumTwin
from core.onnx_nodes import Nodes


def log_laplacian(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−‖q − l‖₁ / (s √B): the exponential of the city-block distance."""
    return -cdist(q, places, "cityblock") / (scale * np.sqrt(q.shape[1]))


def add_log_laplacian(nodes: Nodes, n_beacons: int) -> None:
    """The twin."""
    nodes.constant("root_beacons", np.sqrt(n_beacons))
    nodes.add("""
        blocks = ReduceL1<keepdims=0>(difference, last_axis)
        width = Mul(scale, root_beacons)
        block_share = Div(blocks, width)
        rank = Neg(block_share)
    """)


LAPLACIAN = Kernel(
    name="laplacian",
    label="Laplacian",
    description="The exponential of the city-block distance: one beacon far off counts less than "
    "with the square.",
    formula=r"K = e^{-\lVert q - \ell\rVert_1 / s \sqrt{B}}",
    meaning=(
        r"$\lVert q - \ell \rVert_1 = \sum_j |q_j - \ell_j|$ adds the differences of the $B$ "
        r"beacons, $s$ is the survey's own spread: a product of one exponential for each "
        r"beacon, none of which is squared. (C. E. Rasmussen, C. K. I. Williams, Gaussian "
        r"Processes for Machine Learning, 2006, chapter 4.)"
    ),
    log_kernel=log_laplacian,
    twin=SumTwin(add_log_laplacian),
)
ROWS = (LAPLACIAN,)
