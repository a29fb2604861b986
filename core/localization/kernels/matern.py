"""The Matérn kernel with ν = 3/2."""

import numpy as np
from scipy.spatial.distance import cdist

from core.localization.kernels.distance_twin import DistanceTwin
from core.localization.kernels.kernel import Kernel, Matrix
from core.onnx_nodes import Nodes


def log_matern(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log((1 + √3 z) e^{−√3 z}), z = ‖q − l‖ / s: the Matérn kernel with ν = 3/2."""
    z = np.sqrt(3.0) * cdist(q, places) / scale
    return np.log1p(z) - z


def add_log_matern(nodes: Nodes, p: str) -> None:
    """The twin."""
    nodes.constant("root_three", np.sqrt(3.0))
    nodes.add(f"""
        {p}distance = Sqrt({p}gap_square)
        {p}share = Div({p}distance, scale)
        {p}z = Mul(root_three, {p}share)
        {p}z_one = Add({p}z, one)
        {p}z_logarithm = Log({p}z_one)
        {p}log_kernel = Sub({p}z_logarithm, {p}z)
    """)


MATERN = Kernel(
    name="matern",
    label="Matérn 3/2",
    description="Round at the top like the Gaussian, with the longer tail of an exponential.",
    formula=r"K = (1 + \sqrt{3}\,z)\,e^{-\sqrt{3}\,z},\ z = \lVert q - \ell\rVert / s",
    meaning=(
        r"$s$ is the survey's own spread. With smoothness $\nu = \tfrac32$ the kernel is "
        r"differentiable once at $z = 0$ and falls like $z e^{-\sqrt3 z}$ beyond; $\nu \to "
        r"\infty$ would be the Gaussian. (C. E. Rasmussen, C. K. I. Williams, 2006, chapter "
        r"4.)"
    ),
    log_kernel=log_matern,
    twin=DistanceTwin(add_log_matern),
)
ROWS = (MATERN,)
