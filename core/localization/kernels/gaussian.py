"""The Gaussian kernel of the Euclidean distance."""

from scipy.spatial.distance import cdist

from core.localization.kernels.distance_twin import DistanceTwin
from core.localization.kernels.kernel import Kernel, Matrix
from core.onnx_nodes import Nodes


def log_gaussian(q: Matrix, places: Matrix, scale: float) -> Matrix:
    """−‖q − l‖² / (2 s²)."""
    return -0.5 * cdist(q, places, "sqeuclidean") / scale**2


def add_log_gaussian(nodes: Nodes, p: str) -> None:
    """The twin."""
    nodes.constant("minus_half", -0.5)
    nodes.add(f"""
        {p}scale_square = Mul(scale, scale)
        {p}ratio = Div({p}gap_square, {p}scale_square)
        {p}log_kernel = Mul(minus_half, {p}ratio)
    """)


GAUSSIAN = Kernel(
    name="gaussian",
    label="Gaussian",
    description="Falls off with the square of the distance: far places have no say at all.",
    formula=r"K = e^{-\lVert q - \ell\rVert^2 / 2 s^2}",
    meaning=(
        r"$q$ are the features of the scan, $\ell$ those of a place, $s$ the survey's own "
        r"spread. Raised to a power $p$ it is again a Gaussian, of width $s/\sqrt p$. (A. "
        r"Kushki, K. N. Plataniotis, A. N. Venetsanopoulos, IEEE Transactions on Mobile "
        r"Computing, 2007.)"
    ),
    log_kernel=log_gaussian,
    twin=DistanceTwin(add_log_gaussian),
)
ROWS = (GAUSSIAN,)
