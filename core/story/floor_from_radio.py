"""A floor plan drawn from radio alone: heat geodesics of fingerprints beside walking distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist, pdist, squareform
from scipy.stats import spearmanr

from core.datasets import FingerprintSet, as_points
from core.embedding import HeatGeodesic
from core.embedding.scores.alignment import align
from core.errors import ParameterError
from core.localization import walking_distance

FEWEST_PLACES = 5


@dataclass(frozen=True, eq=False)
class FloorFromRadio:
    """The places of a survey as radio draws them.

    Attributes
    ----------
    place_m : (M, 2) array of float64
        Where they are, in metres.
    drawn_m : (M, 2) array of float64
        Where the map puts them: turned, mirrored and scaled onto the floor, never bent.
    walked_m : (M, M) array of float64
        Walking distances.
    mapped : (M, M) array of float64
        Distances on the map, in its own unit.
    kept, kept_by_levels, kept_by_line : float
        Spearman correlation, over all pairs, of walking distance with distance on the map, with
        the distance between fingerprints in dB, and with the straight line.
    """

    place_m: NDArray[np.float64]
    drawn_m: NDArray[np.float64]
    walked_m: NDArray[np.float64]
    mapped: NDArray[np.float64]
    kept: float
    kept_by_levels: float
    kept_by_line: float


def floor_from_radio(survey: FingerprintSet, *, random_state: int = 0) -> FloorFromRadio:
    """Map the mean fingerprints by heat geodesics, and hold the map against walking distance.

    Parameters
    ----------
    survey : FingerprintSet
        With positions, of one floor, at least five places.
    random_state : int, optional
        Seed of the map.

    Returns
    -------
    FloorFromRadio
        Map, distances and what they keep.

    Raises
    ------
    ParameterError
        When there are fewer places.
    """
    points = as_points(survey)
    place_m = points.truth
    if place_m is None or len(place_m) < FEWEST_PLACES:
        raise ParameterError(
            f"The survey has {0 if place_m is None else len(place_m)} places; a map needs at "
            f"least {FEWEST_PLACES}."
        )
    walked = walking_distance(place_m, survey.floor.walkable if survey.floor else None)
    model = HeatGeodesic(random_state=random_state).fit(points.values)
    pairs = squareform(walked, checks=False)
    kept, by_levels, by_line = (
        float(spearmanr(distances, pairs)[0])
        for distances in (pdist(model.embedding_), pdist(points.values), pdist(place_m))
    )
    return FloorFromRadio(
        place_m=place_m,
        drawn_m=align(model.embedding_, place_m),
        walked_m=walked,
        mapped=cdist(model.embedding_, model.embedding_),
        kept=kept,
        kept_by_levels=by_levels,
        kept_by_line=by_line,
    )
