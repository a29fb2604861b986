"""A Student t for every beacon: forgiving to single beacons."""

import numpy as np

from core.localization.kernels.kernel import Kernel, Matrix
from core.localization.kernels.sum_twin import SumTwin
from core.onnx_nodes import Nodes

NU = 3.0


def log_student(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−(ν + 1)/2 · Σ_j log(1 + B (q_j − l_j)² / (ν s²)), ν = 3: forgiving to single beacons."""
    result = np.zeros((len(q), len(places)))
    for j in range(q.shape[1]):
        z2 = q.shape[1] * ((q[:, j, None] - places[None, :, j]) / scale) ** 2
        result -= 0.5 * (NU + 1) * np.log1p(z2 / NU)
    return result / q.shape[1]


def add_log_student(nodes: Nodes, n_beacons: int) -> None:
    """The twin."""
    nodes.constant("per_nu", n_beacons / NU)
    nodes.constant("minus_share", -0.5 * (NU + 1) / n_beacons)
    nodes.add("""
        z_all = Div(difference, scale)
        z_square = Mul(z_all, z_all)
        z_scaled = Mul(z_square, per_nu)
        z_plus_one = Add(z_scaled, one)
        z_log = Log(z_plus_one)
        z_sum = ReduceSum<keepdims=0>(z_log, last_axis)
        rank = Mul(minus_share, z_sum)
    """)


STUDENT = Kernel(
    name="student",
    label=f"Student t (ν = {NU:g})",
    description="A long tail for every beacon: one that is wide of the mark is forgiven.",
    formula=r"K = \prod_j \left(1 + \frac{B (q_j - \ell_j)^2}{\nu s^2}\right)^{-(\nu + 1) / 2B}",
    meaning=(
        r"The geometric mean over the $B$ beacons of Student's law with $\nu$ degrees of "
        r"freedom: a beacon that is off by $u$ costs $\log(1 + u^2/\nu)$ and not $u^2$, so "
        r"that one that is wide of the mark cannot overrule the others. (K. L. Lange, R. J. "
        r"A. Little, J. M. G. Taylor, 1989.)"
    ),
    log_kernel=log_student,
    twin=SumTwin(add_log_student),
)
ROWS = (STUDENT,)
