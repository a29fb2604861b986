"""The numbers behind the verdict on a map, kept between reruns."""

import numpy as np
from numpy.typing import NDArray

from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.embedding.verdicts import MapNumbers
from components.memory import Kept
from core.embedding.scores.collapse import has_collapsed
from core.embedding.scores.distance_rows import DistanceRows
from core.embedding.scores.distortion import landmark_distortion, point_distortion
from core.embedding.scores.quality import quality
from core.embedding.scores.row_correlation import row_spearman

ROWS_COMPARED = 300  # of heat and straight-line distances with the truth
DISTORTION_POINTS = 5_000  # beyond, distances to 1,000 random points stand for all
DISTORTION_COLUMNS = 1_000


def map_numbers(data: MapData, result: HeatResult) -> MapNumbers:
    """Scores of the map, of heat distances and of straight lines, and the share out of reach."""
    compute = _numbers_kept.of(data.origin)
    return compute(data.key, result.key, _data=data, _result=result)


def distortion_of(data: MapData, result: HeatResult) -> NDArray[np.float64]:
    """(n,) distortion of each point: against the truth, else against its own heat distances."""
    compute = _distortion_kept.of(data.origin)
    return compute(data.key, result.key, _data=data, _result=result)


def _numbers(data_key: str, result_key: str, *, _data: MapData, _result: HeatResult) -> MapNumbers:
    data, result = _data, _result
    labels = data.points.labels
    scores = quality(
        result.embedding,
        truth=data.truth,
        X=data.X,
        labels=labels if labels is not None and len(set(labels)) <= 50 else None,
        time=data.points.time,
    )
    heat = straight = float("nan")
    if data.truth is not None:
        known = result.model.landmark_rows_
        columns = np.random.default_rng(0).permutation(len(known))[:ROWS_COMPARED]
        rows = known[columns]
        true = DistanceRows.of(data.truth).rows(rows)
        heat = _mean_spearman(result.model.dissimilarity_[:, columns].T, true)
        straight = _mean_spearman(DistanceRows.of(data.X).rows(rows), true)
    collapsed = has_collapsed(result.embedding)
    return MapNumbers(scores, heat, straight, result.out_of_reach, collapsed)


def _mean_spearman(found: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    return float(np.nanmean(row_spearman(found, true)))


def _distortion(
    data_key: str, result_key: str, *, _data: MapData, _result: HeatResult
) -> NDArray[np.float64]:
    if _data.truth is not None and len(_data) <= DISTORTION_POINTS:
        return point_distortion(_result.embedding, _data.truth)
    if _data.truth is not None:
        rows = np.random.default_rng(0).permutation(len(_data))[:DISTORTION_COLUMNS]
        scale = map_numbers(_data, _result).map_scores["scale"]
        apart = DistanceRows.of(_data.truth).rows(rows).T
        return landmark_distortion(scale * _result.embedding, apart, rows)
    return _result.distortion_of_distances()


_numbers_kept = Kept(_numbers, spinner="Scoring the map …", copied=True)
_distortion_kept = Kept(_distortion, copied=True)
