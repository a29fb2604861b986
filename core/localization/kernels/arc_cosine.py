"""The arc-cosine kernel of order 1: one layer of infinitely many rectifiers."""

import numpy as np

from core.localization.kernels.angle import apart, arc_cosine_1, cosine
from core.localization.kernels.angle_twin import (
    AngleTwin,
    add_angle,
    add_arc_cosine_step,
    add_where_together,
)
from core.localization.kernels.kernel import Kernel, Matrix
from core.onnx_nodes import Nodes


def log_arc_cosine(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log of (sin θ + (π − θ) cos θ) / π: the arc-cosine kernel of order 1 (Cho, Saul, 2009)."""
    with np.errstate(divide="ignore"):
        return np.where(apart(q, places), -np.inf, np.log(arc_cosine_1(cosine(q, places))))


def add_log_arc_cosine(nodes: Nodes, p: str) -> None:
    """The twin."""
    add_angle(nodes, p)
    add_arc_cosine_step(nodes, p, 0, 1)
    add_where_together(nodes, p, "cos_1")


ARC_COSINE = Kernel(
    name="arc_cosine",
    label="Arc-cosine",
    description="What one layer of infinitely many rectifiers makes of the angle (Cho, Saul, "
    "2009): fingerprints at a right angle are still a little alike.",
    formula=r"K = \kappa_1(\cos\theta) = \frac{\sin\theta + (\pi - \theta)\cos\theta}{\pi}",
    meaning=(
        r"$\theta$ is the angle between the features of the scan and of the place. $\kappa_1$ "
        r"is the mean of $\max(w^{\top} q, 0) \max(w^{\top} \ell, 0)$ over normal weights "
        r"$w$, divided by its value at $\theta = 0$. (Y. Cho, L. K. Saul, NeurIPS, 2009.)"
    ),
    log_kernel=log_arc_cosine,
    twin=AngleTwin(add_log_arc_cosine),
)
ROWS = (ARC_COSINE,)
