"""The neural tangent kernel of a network of rectifiers."""

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

DEPTH = 3


def log_ntk(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log of the neural tangent kernel of a ReLU network of depth 3 (Jacot et al., 2018).

    Σ⁰ = Θ⁰ = cos θ, Σⁱ = κ₁(Σⁱ⁻¹), Θⁱ = Θⁱ⁻¹ κ₀(Σⁱ⁻¹) + Σⁱ, divided by its value at θ = 0.
    """
    covariance = tangent = cosine(q, places)
    for _ in range(DEPTH):
        derivative = 1 - np.arccos(covariance) / np.pi
        covariance = arc_cosine_1(covariance)
        tangent = tangent * derivative + covariance
    with np.errstate(divide="ignore"):
        return np.where(apart(q, places), -np.inf, np.log(tangent / (DEPTH + 1)))


def add_log_ntk(nodes: Nodes, p: str) -> None:
    """The twin, the same recursion."""
    add_angle(nodes, p)
    nodes.constant("per_depth", 1 / (DEPTH + 1))
    nodes.add(f"{p}tangent_0 = Identity({p}cos_0)")
    for layer in range(1, DEPTH + 1):
        before = layer - 1
        add_arc_cosine_step(nodes, p, before, layer)
        nodes.add(f"""
            {p}share_{layer} = Mul({p}angle_{before}, per_pi)
            {p}derivative_{layer} = Sub(one, {p}share_{layer})
            {p}kept_{layer} = Mul({p}tangent_{before}, {p}derivative_{layer})
            {p}tangent_{layer} = Add({p}kept_{layer}, {p}cos_{layer})
        """)
    nodes.add(f"{p}kernel_value = Mul({p}tangent_{DEPTH}, per_depth)")
    add_where_together(nodes, p, "kernel_value")


NTK = Kernel(
    name="ntk",
    label=f"Neural tangent (depth {DEPTH})",
    description="What an infinitely wide network of rectifiers learns by when it is trained "
    "(Jacot et al., 2018).",
    formula=r"\Theta_i = \Theta_{i-1}\,\kappa_0(\Sigma_{i-1}) + \Sigma_i,\ "
    r"\Sigma_i = \kappa_1(\Sigma_{i-1}),\ \Sigma_0 = \Theta_0 = \cos\theta,\ "
    rf"\kappa_0 = 1 - \theta / \pi,\ K = \Theta_{DEPTH} / {DEPTH + 1}",
    meaning=(
        r"$\theta$ is the angle between the features of the scan and of the place, $\kappa_1$ "
        r"the arc-cosine kernel of order 1, $\kappa_0$ that of order 0. A network of infinite "
        r"width that is trained by gradient descent predicts as regression with this kernel "
        r"does. (A. Jacot, F. Gabriel, C. Hongler, NeurIPS, 2018.)"
    ),
    log_kernel=log_ntk,
    twin=AngleTwin(add_log_ntk),
)
ROWS = (NTK,)
