"""The cosine of the angle between two fingerprints."""

import numpy as np

from core.localization.kernels.angle import cosine
from core.localization.kernels.angle_twin import AngleTwin
from core.localization.kernels.kernel import Kernel, Matrix
from core.onnx_nodes import Nodes


def log_cosine(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """log cos θ, −∞ where the two have no beacon in common."""
    with np.errstate(divide="ignore"):
        return np.log(cosine(q, places))


def add_log_cosine(nodes: Nodes, p: str) -> None:
    """The twin."""
    nodes.add(f"""
        {p}positive = Max({p}ranked, zero)
        {p}log_kernel = Log({p}positive)
    """)


COSINE = Kernel(
    name="cosine",
    label="Cosine",
    description="The cosine of the angle between two fingerprints: which beacons are heard, not "
    "how loud all of them are.",
    formula=r"K = \cos\theta = \frac{\langle q, \ell\rangle}{\lVert q\rVert\,\lVert\ell\rVert}",
    meaning=(
        r"$\theta$ is the angle between the features $q$ of the scan and $\ell$ of a place. "
        r"It stays the same when all features grow by one factor; the vote raises it to a "
        r"power, since most angles are alike. (P. C. Ng, P. Spachos, J. She, K. N. "
        r"Plataniotis, IEEE Transactions on Mobile Computing, 2023.)"
    ),
    log_kernel=log_cosine,
    twin=AngleTwin(add_log_cosine, from_cosine=True),
)
ROWS = (COSINE,)
