"""Calibrated contours: the density levels above which a stated share of the mass lies."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from core.errors import ParameterError


def mass_levels(density: ArrayLike, cell_area: float, shares: ArrayLike) -> NDArray[np.float64]:
    """(S,) levels t so that the region {ρ ≥ t} holds each of ``shares`` (S,) of the mass.

    ``density`` (ny, nx) at the nodes of a regular grid whose cells have ``cell_area`` in the unit
    of x times y. Nodes are taken from the densest down until their sum times ``cell_area`` reaches
    the share. The whole mass is 1, also what lies beyond the grid: a level that the grid cannot
    reach is NaN.

    Raises ParameterError for shares outside (0, 1), a density that is negative or not finite, and
    an area that is not above 0. Source: Hyndman, The American Statistician, 1996.

    >>> mass_levels([[0.1, 0.4], [0.2, 0.1]], 1.0, [0.4, 0.6, 0.9])
    array([0.4, 0.2, nan])
    """
    wanted = np.atleast_1d(np.asarray(shares, dtype=float))
    values = np.asarray(density, dtype=float).ravel()
    if not ((wanted > 0) & (wanted < 1)).all():
        raise ParameterError(f"shares are {wanted}; choose shares of the mass between 0 and 1.")
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ParameterError("The density has values below 0 or not finite; give finite ones.")
    if not 0 < cell_area < np.inf:
        raise ParameterError(f"cell_area is {cell_area}; it must be above 0 and finite.")
    ordered = -np.sort(-values)
    held = np.cumsum(ordered) * cell_area
    index = np.searchsorted(held, wanted - 1e-12)
    return np.where(index < len(ordered), np.append(ordered, np.nan)[index], np.nan)


def n_pieces(density: ArrayLike, level: float) -> int:
    """Number of separate pieces of the region {ρ ≥ level}; nodes that touch at a corner are joined.

    0 where the level is NaN.

    >>> n_pieces([[3.0, 0.0, 2.0], [3.0, 0.0, 0.0]], 1.5)
    2
    """
    _, count = ndimage.label(np.asarray(density) >= level, structure=np.ones((3, 3)))
    return int(count)
