"""What many layers do to the size of a signal, and how far finite width is from infinite width.

Roberts, Yaida and Hanin, The principles of deep learning theory, 2022.
"""

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError


def variance_by_layer(depth: int, weight_variance: float = 2.0) -> NDArray[np.float64]:
    """The variance of a rectified network's signal behind each layer: (C_W / 2)^l.

    Parameters
    ----------
    depth : int
        Layers, at least 1.
    weight_variance : float
        C_W, the variance of the weights times their number; 2 keeps the signal.

    Returns
    -------
    ndarray, shape (depth + 1,)
        From the input, which has variance 1, to the output.

    Raises
    ------
    ParameterError
        When there is no layer, or the variance is not positive.

    Examples
    --------
    >>> from core.ideas import variance_by_layer
    >>> variance_by_layer(3, 1.0).tolist()
    [1.0, 0.5, 0.25, 0.125]
    """
    if depth < 1 or not weight_variance > 0:
        raise ParameterError(
            f"There are {depth} layers of weight variance {weight_variance}; give at least 1 "
            "layer and a variance above 0."
        )
    return (weight_variance / 2) ** np.arange(depth + 1.0)


def excess_kurtosis(depth: int, width: int) -> float:
    """How far from normal an output of a random rectified network is: 3 ((1 + 5/n)^L − 1).

    Given a layer, the next one's units are independent normals whose variance is a mean over n
    units of 2 max(u, 0)², which has mean 1 and variance 5. The kurtosis of their product over L
    hidden layers follows; it grows like 15 L / n, the ratio of depth to width.

    Parameters
    ----------
    depth, width : int
        Hidden layers L and units n of each, at least 1.

    Returns
    -------
    float
        0 for a normal law.

    Raises
    ------
    ParameterError
        When there is no layer or no unit.

    Examples
    --------
    >>> from core.ideas import excess_kurtosis
    >>> round(excess_kurtosis(5, 10), 2), round(excess_kurtosis(5, 1000), 3)
    (19.78, 0.076)
    """
    _check(depth, width)
    return float(3 * ((1 + 5 / width) ** depth - 1))


def network_outputs(
    depth: int, width: int, n_networks: int = 300, *, random_state: int = 0
) -> NDArray[np.float64]:
    """One output of many random rectified networks on one input of length 1, C_W = 2.

    A layer's units are drawn given the mean square of the layer before: the law of the whole
    network, in O(L n) numbers for each instead of O(L n²).

    Parameters
    ----------
    depth, width : int
        Hidden layers and units of each, at least 1.
    n_networks : int
        How many are drawn.
    random_state : int
        Seed.

    Returns
    -------
    ndarray, shape (n_networks,)
        Each has mean 0 and variance 1.

    Raises
    ------
    ParameterError
        When there is no layer or no unit.

    Examples
    --------
    >>> from core.ideas import network_outputs
    >>> network_outputs(5, 10, random_state=0).shape
    (300,)
    """
    _check(depth, width)
    rng = np.random.default_rng(random_state)
    variance = np.ones(n_networks)
    for _ in range(depth):
        units = rng.standard_normal((n_networks, width))
        variance = variance * 2 * (np.maximum(units, 0.0) ** 2).mean(axis=1)
    return np.sqrt(variance) * rng.standard_normal(n_networks)


def _check(depth: int, width: int) -> None:
    if depth < 1 or width < 1:
        raise ParameterError(
            f"There are {depth} layers of {width} units; give at least one of both."
        )
