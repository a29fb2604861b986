"""The kernel of an infinitely wide network of any depth: before training, and while it trains."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParameterError
from core.ideas.layer_maps import LayerMap, as_cosines

NEAR = 0.5  # a gap 1 − c below this is followed itself; above, the cosine is


def deep_kernel(
    cosine: ArrayLike, depth: int, layer: LayerMap, *, tangent: bool = False
) -> NDArray[np.float64]:
    """The kernel of inputs of length 1 after ``depth`` layers, as a function of their cosine.

    NNGP: Σ⁰ = c, Σ^{l+1} = κ(Σ^l). NTK: Θ⁰ = c, Θ^{l+1} = Θ^l κ'(Σ^l) + Σ^{l+1}, divided by its
    value at c = 1 (Jacot, Gabriel and Hongler, 2018).

    Parameters
    ----------
    cosine : array-like
        Cosines between inputs, in [−1, 1]; any shape.
    depth : int
        Layers L, at least 0.
    layer : LayerMap
        What one layer does.
    tangent : bool
        The tangent kernel instead of the network's own covariance.

    Returns
    -------
    ndarray
        In the shape of ``cosine``, 1 where that is 1.

    Raises
    ------
    ParameterError
        When the depth is negative, or a cosine is no number.

    Notes
    -----
    Near 1 the gap e = 1 − c is followed, which a layer multiplies by κ'(1); near 0 the cosine,
    which it multiplies by κ'(0). Neither loses digits over hundreds of layers. O(L) a cosine.

    Examples
    --------
    >>> from core.ideas import deep_kernel, relu_map
    >>> [round(float(deep_kernel(0.0, depth, relu_map())), 6) for depth in (1, 2, 3)]
    [0.31831, 0.493731, 0.604826]
    >>> round(float(deep_kernel(0.0, 1, relu_map(), tangent=True)), 6)
    0.159155
    """
    c = as_cosines(cosine)
    return deep_kernel_of_gap(1 - c, depth, layer, tangent=tangent)


def deep_kernel_of_gap(
    gap: ArrayLike, depth: int, layer: LayerMap, *, tangent: bool = False
) -> NDArray[np.float64]:
    """The same of e = 1 − c = ‖x − x'‖² / 2, for points closer than a cosine can tell.

    >>> from core.ideas.layer_maps import hermite_map
    >>> float(deep_kernel_of_gap(0.0, 9, hermite_map(), tangent=True))
    1.0
    """
    if depth < 0:
        raise ParameterError(f"The depth is {depth}; a network has 0 or more layers.")
    e = np.asarray(gap, dtype=np.float64)
    c, theta, at_one = 1 - e, 1 - e, 1.0
    for _ in range(depth):
        slope = layer.slope(np.clip(c, -1.0, 1.0))
        narrower = layer.gap(e)
        wider = layer.of(np.clip(c, -1.0, 1.0))
        near = e < NEAR
        c = np.where(near, 1 - narrower, wider)
        e = np.where(near, narrower, 1 - wider)
        theta = theta * slope + c
        at_one = at_one * layer.slope_at_one + 1
    return theta / at_one if tangent else c
