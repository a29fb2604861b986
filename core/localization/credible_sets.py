"""How sure: how much of the posterior lies on places likelier than each, a metre blurred."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from core.errors import ParameterError
from core.localization.locator import BLOCK_ENTRIES
from core.localization.map_interpolation import typical_spacing_m
from core.parallel import check_wanted

LEVELS = (0.5, 0.68, 0.9, 0.95)
SCALE_M, NU = 1.0, 3.0  # about a metre off, sometimes much more
WHOLE_FLOOR_PLACES, REACH = 4_000, 15.0  # more places: only those within so many scales
EQUAL = 1e-6  # relative difference of two probabilities that is rounding, not knowledge


def place_contents(posterior: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, M) share of the posterior (n, M) on places more likely than each, plus half its equals.

    The highest-density set of content s holds the places where this is at most s. Places whose
    probabilities differ by less than a millionth of themselves are equals: a place that was
    surveyed four times over is then one place still.

    >>> place_contents(np.array([[0.7, 0.1, 0.2], [0.25, 0.25, 0.5]]))
    array([[0.35, 0.95, 0.8 ],
           [0.75, 0.75, 0.25]])
    """
    order = np.argsort(-posterior, axis=1, kind="stable")
    ordered = np.take_along_axis(posterior, order, axis=1)
    until = np.cumsum(ordered, axis=1)
    first = np.ones(ordered.shape, dtype=bool)
    first[:, 1:] = ordered[:, 1:] < (1 - EQUAL) * ordered[:, :-1]
    last = np.ones(ordered.shape, dtype=bool)
    last[:, :-1] = first[:, 1:]
    before = np.maximum.accumulate(np.where(first, until - ordered, 0.0), axis=1)
    after = np.where(last, until, np.inf)[:, ::-1]
    after = np.minimum.accumulate(after, axis=1)[:, ::-1]
    content = np.empty(posterior.shape)
    np.put_along_axis(content, order, 0.5 * (before + after), axis=1)
    return content


def place_scores(
    posterior: ArrayLike,
    grid_m: ArrayLike,
    scale_m: float = SCALE_M,
    nu: float = NU,
    *,
    grid_floor: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """How far down the list of likely places each place stands, in shares of the posterior.

    The posterior π is blurred over the floor, since a fix is about a metre off and sometimes much
    more:

        π̃ = π S,   S_ll' ∝ (1 + ‖x_l − x_l'‖² / (ν s²))^{−(ν + 2) / 2},   rows of S sum to 1,

    and the score of place l is r_l = Σ_{π̃_l' > π̃_l} π̃_l' + ½ Σ_{π̃_l' = π̃_l} π̃_l', between 0 (the
    likeliest) and 1. :class:`core.localization.GroupedSets` learns which scores belong to a set.

    Parameters
    ----------
    posterior : (n, M) array
        Of n scans over the places, from ``posterior`` of a locator; rows sum to 1.
    grid_m : (M, 2) array
        The places in metres.
    scale_m : float, optional
        s in metres, above 0. Of more than 4,000 places only those within 15 s are blurred together.
    nu : float, optional
        ν above 0: the smaller, the farther a fix may be off.
    grid_floor : (M,) array of str or None, optional
        The floor of each place: a fix that is a metre off is still on its floor, so nothing is
        blurred from one to another. None: all are on one.

    Returns
    -------
    (n, M) array of float64
        r in [0, 1].

    Raises
    ------
    ParameterError
        For shapes that disagree, values that are no probabilities, a scale or ν that is not above
        0, and another number of floors than of places.

    References
    ----------
    V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World, 2005 (scores).

    Examples
    --------
    >>> place_m = np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 0.0]])
    >>> place_scores([[0.7, 0.2, 0.1], [0.0, 0.0, 1.0]], place_m).round(2)
    array([[0.27, 0.72, 0.95],
           [1.  , 1.  , 0.5 ]])
    """
    posterior = np.asarray(posterior, dtype=np.float64)
    grid_m = np.asarray(grid_m, dtype=np.float64)
    _check_scores(posterior, grid_m, scale_m, nu)
    scores = np.empty(posterior.shape)
    blurred = np.empty(posterior.shape)
    for here in _floors(grid_floor, len(grid_m)):
        blurred[:, here] = _blurred(posterior[:, here], grid_m[here], scale_m, nu)
    for rows in _blocks(posterior):
        scores[rows] = place_contents(blurred[rows])
    return scores


def scores_at(
    scores: NDArray[np.float64],
    grid_m: NDArray[np.float64],
    true_m: NDArray[np.float64],
    grid_floor: NDArray[np.str_] | None = None,
    true_floor: NDArray[np.str_] | None = None,
) -> NDArray[np.float64]:
    """(n,) the score (n, M) of the registered place nearest to the true position (n, 2) metres.

    Where floors are given, (M,) and (n,), of the nearest on the same floor; 1 where there is none.

    >>> scores_at(np.array([[0.2, 0.9]]), np.array([[0.0, 0], [1, 0]]), np.array([[0.8, 0.1]]))
    array([0.9])
    """
    if grid_floor is None or true_floor is None:
        true_place = cKDTree(grid_m).query(true_m)[1]
        return scores[np.arange(len(scores)), true_place]
    found = np.ones(len(scores))
    for name in np.unique(grid_floor):
        here, rows = np.flatnonzero(grid_floor == name), np.flatnonzero(true_floor == name)
        found[rows] = scores_at(scores[np.ix_(rows, here)], grid_m[here], true_m[rows])
    return found


def off_the_survey(grid_m: NDArray[np.float64], true_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n,) whether a position (n, 2) is farther from all places (M, 2) than these from each other.

    >>> off_the_survey(np.array([[0.0, 0], [2, 0]]), np.array([[3.0, 0], [4.5, 0]]))
    array([False,  True])
    """
    return np.asarray(cKDTree(grid_m).query(true_m)[0] > typical_spacing_m(grid_m))


def _floors(grid_floor: ArrayLike | None, n_places: int) -> Iterator[NDArray[np.bool_]]:
    """(M,) masks: the places of each floor."""
    floor = np.zeros(n_places) if grid_floor is None else np.asarray(grid_floor)
    if len(floor) != n_places:
        raise ParameterError(f"grid_floor has {len(floor)} names; {n_places} places need as many.")
    for name in np.unique(floor):
        yield floor == name


def _blurred(
    posterior: NDArray[np.float64], grid_m: NDArray[np.float64], scale_m: float, nu: float
) -> NDArray[np.float64]:
    """π S (n, M), by blocks of the rows of S."""
    result = np.zeros(posterior.shape)
    tree = cKDTree(grid_m)
    size = max(1, BLOCK_ENTRIES // max(len(grid_m), 1))
    for start in range(0, len(grid_m), size):
        check_wanted()
        rows = slice(start, start + size)
        if len(grid_m) <= WHOLE_FLOOR_PLACES:
            away = cdist(grid_m[rows], grid_m)
            kernel = (1 + (away / scale_m) ** 2 / nu) ** (-(nu + 2) / 2)
            kernel /= kernel.sum(axis=1, keepdims=True)
            result += posterior[:, rows] @ kernel
            continue
        near = cKDTree(grid_m[rows]).sparse_distance_matrix(
            tree, REACH * scale_m, output_type="coo_matrix"
        )
        near.data = (1 + (near.data / scale_m) ** 2 / nu) ** (-(nu + 2) / 2)
        near = near.tocsr()
        near = near.multiply(1 / near.sum(axis=1)).tocsr()
        result += (near.T @ posterior[:, rows].T).T
    return result


def _blocks(posterior: NDArray[np.float64]) -> Iterator[slice]:
    size = max(1, BLOCK_ENTRIES // max(posterior.shape[1], 1))
    for start in range(0, len(posterior), size):
        check_wanted()
        yield slice(start, start + size)


def _check_scores(
    posterior: NDArray[np.float64], grid_m: NDArray[np.float64], scale_m: float, nu: float
) -> None:
    if grid_m.ndim != 2 or grid_m.shape[1:] != (2,) or posterior.shape[1:] != grid_m.shape[:1]:
        raise ParameterError(
            f"posterior has shape {posterior.shape} and grid_m {grid_m.shape}; n scans over M "
            "places need (n, M) and (M, 2)."
        )
    if not (posterior >= 0).all():
        raise ParameterError(
            "posterior holds values below 0 or none at all; give shares of 0 or more, as a "
            "locator's posterior returns them."
        )
    for name, value in (("scale_m", scale_m), ("nu", nu)):
        if not value > 0:
            raise ParameterError(f"{name} is {value}; choose a number above 0.")
