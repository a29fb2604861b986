"""Which pairs are too far apart for a diffusion time."""

import numpy as np
from numpy.typing import NDArray

LOG_DOUBLE_ROUNDING = float(np.log(1e-16))  # ≈ −36.8, where others floor the logarithm


def share_out_of_reach(
    log_kernel: NDArray[np.float64], threshold: float = LOG_DOUBLE_ROUNDING
) -> float:
    """Share of pairs between which less than 10⁻¹⁶ of the heat has passed, H_ij < exp(threshold).

    Their distances are then ruled by the number of steps of the shortest path, not by how many
    paths there are; a method that floors the logarithm gives all of them the same distance. Pairs
    in different components (−∞) count.

    Parameters
    ----------
    log_kernel : (n, m) natural logarithms of the heat kernel, all columns or those of landmarks;
        entries of 0 distance are pairs as well, except each point with itself, which is never far

    >>> share_out_of_reach(np.array([[-1.0, -40.0], [-40.0, -1.0]]))
    1.0
    """
    n_rows, n_columns = log_kernel.shape
    n_pairs = n_rows * n_columns - min(n_rows, n_columns)
    return float((log_kernel < threshold).sum() / n_pairs) if n_pairs else 0.0
