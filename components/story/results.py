"""What the story computes of a survey, kept between runs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.memory import Kept
from components.story.parameters import BANDWIDTHS_DB, ZONES
from core.datasets import GraphData, as_graph, as_points
from core.embedding.companions.pca import principal_components
from core.embedding.companions.settings import MapSettings
from core.graphs import cluster, kernel_matrix
from core.graphs.label_matching import match_labels
from core.localization.experiment import Experiment
from core.story import (
    Concentration,
    FloorFromRadio,
    ZoneScore,
    concentration_of,
    floor_from_radio,
    zone_scores,
    zones_of,
)

X_SHOWN = 0.5  # the parameter at which clusters and likenesses are drawn


@dataclass(frozen=True, eq=False)
class Lenses:
    """One survey seen four ways.

    Attributes
    ----------
    fingerprints : (M, B) mean levels in dBm, "not heard" as −105
    signal : (M, 2) their two principal components, dB
    graph : places joined with the ten that sound most alike
    zones : (M,) the parts of the floor, from positions alone
    scores : how well each measure finds them
    floor : the floor as radio draws it
    vote : how the vote concentrates over bandwidths
    """

    fingerprints: NDArray[np.float64]
    signal: NDArray[np.float64]
    graph: GraphData
    zones: NDArray[np.int64]
    scores: tuple[ZoneScore, ...]
    floor: FloorFromRadio
    vote: Concentration

    @property
    def n_places(self) -> int:
        """Registered places."""
        return len(self.zones)


def lenses_of(experiment: Experiment) -> Lenses:
    """All four, computed once for a survey."""
    return _lenses_kept.of(experiment.origin)(experiment.key, _experiment=experiment)


def clusters_of(experiment: Experiment, lenses: Lenses, measure: str) -> NDArray[np.int64]:
    """(M,) Ward's clusters of a measure at x = 0.5, numbered like the zones they overlap most."""
    found = _clusters_kept.of(experiment.origin)
    return found(experiment.key, measure, _lenses=lenses)


def likeness_of(
    experiment: Experiment, lenses: Lenses, measure: str, place: int
) -> NDArray[np.float64]:
    """(M,) how near each place is to one, by the measure: its share of the largest, 0 to 1."""
    return _likeness_kept.of(experiment.origin)(experiment.key, measure, place, _lenses=lenses)


def _lenses(key: str, *, _experiment: Experiment) -> Lenses:
    survey, test = _experiment.survey, _experiment.test
    points = as_points(survey)
    floor = floor_from_radio(survey)
    zones = zones_of(floor.place_m, ZONES)
    graph = as_graph(points)
    return Lenses(
        fingerprints=points.values,
        signal=principal_components(points.values, MapSettings(n_components=2)),
        graph=graph,
        zones=zones,
        scores=tuple(zone_scores(graph, zones)),
        floor=floor,
        vote=concentration_of(survey, test, BANDWIDTHS_DB),
    )


def _clusters(key: str, measure: str, *, _lenses: Lenses) -> NDArray[np.int64]:
    zones = _lenses.zones
    first = np.sort(np.unique(zones, return_index=True)[1])  # as match_labels numbers its reference
    labels = cluster(_lenses.graph.adjacency, measure, X_SHOWN, len(first))
    return zones[first][match_labels(labels, zones)]


def _likeness(key: str, measure: str, place: int, *, _lenses: Lenses) -> NDArray[np.float64]:
    row = kernel_matrix(_lenses.graph.adjacency, measure, X_SHOWN)[place]
    low, high = float(row.min()), float(row.max())
    return (row - low) / (high - low) if high > low else np.ones(len(row))


_lenses_kept = Kept(_lenses, spinner="Looking through four lenses …")
_clusters_kept = Kept(_clusters)
_likeness_kept = Kept(_likeness)
