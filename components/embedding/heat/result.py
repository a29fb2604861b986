"""A finished heat-geodesic map and what it says of single points."""

import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings
from core.embedding import point_heat
from core.embedding.diffusion_time import DiffusionTime
from core.embedding.heat.geodesic import HeatGeodesic
from core.embedding.metrics import METRICS
from core.embedding.scores.distortion import landmark_distortion
from core.parallel import Progress, no_progress


@dataclass(frozen=True, eq=False)
class Judged:
    """Points of a map with the distances that it should keep, and what those are called."""

    embedding: NDArray[np.float64]
    reference: NDArray[np.float64]
    name: str


@dataclass(frozen=True, eq=False)
class HeatResult:
    """A fitted map: ``key`` names its settings, ``took_s`` the seconds that it took."""

    key: str
    model: HeatGeodesic
    took_s: float

    @property
    def embedding(self) -> NDArray[np.float64]:
        """(n, m) coordinates, in units of distance of the data."""
        return self.model.embedding_

    @property
    def t(self) -> float:
        """The diffusion time in use."""
        return self.model.t_

    @property
    def curve(self) -> DiffusionTime | None:
        """The curve behind the automatic time; None when all points coincide."""
        return self.model.time_

    @property
    def stopped(self) -> bool:
        """Whether this is the last iterate of a run that was stopped."""
        return self.model.stopped_

    @cached_property
    def out_of_reach(self) -> float:
        """Share of pairs that are too far for this time."""
        return point_heat.share_beyond_reach(self.model)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What is approximate or odd, a sentence each."""
        model, n = self.model, len(self.embedding)
        sentences = []
        n_duplicates = n - len(np.unique(model.duplicate_of_))
        if n_duplicates:
            sentences.append(f"Rows that repeat an earlier one share its place ({n_duplicates:,}).")
        if model.component_.max() > 0:
            sentences.append(
                f"The graph is in {model.component_.max() + 1:,} pieces, each framed; "
            )
            sentences[-1] += (
                "distances between pieces mean nothing."
                if model.gaps_ is None
                else "frames are as far apart as the nearest points of two pieces are in the data, "
                "as well as a plane allows, and how they are turned means nothing."
            )
        if model.outlier_.any():
            count = int(model.outlier_.sum())
            sentences.append(
                f"{count:,} points lie far from all others, and are drawn as far away as they are."
                if count > 1
                else "One point lies far from all others, and is drawn as far away as it is."
            )
        if model.metric not in ("euclidean", "precomputed"):
            sentences.append(
                f"Points are as far apart as their {METRICS[model.metric].label.lower()} distance "
                "says; neighbours are still counted by straight lines."
            )
        if model.keep == "neighbors":
            sentences.append(
                "Neighbours first: near points lie together more often than on the map of lengths, "
                "and distances between groups and their sizes mean little."
            )
        if not model.neighbors_exact_:
            sentences.append("Neighbours were searched approximately (nearest-neighbour descent).")
        if model.dissimilarity_.shape[0] != model.dissimilarity_.shape[1]:
            sentences.append(
                f"Heat was computed from {model.dissimilarity_.shape[1]:,} landmarks to all points."
            )
        if model.stopped_:
            sentences.append("The run was stopped: this is its last iterate.")
        return tuple(sentences)

    def log_heat(self, point: int, t: float, *, lowest: float = 0.0) -> NDArray[np.float64]:
        """(n,) logarithm of the heat that has come from a row after time t, at least ``lowest``."""
        return point_heat.log_heat_from(self.model, point, t, lowest=lowest)

    def distances_from(self, point: int) -> NDArray[np.float64]:
        """(n,) heat distance from a row."""
        return point_heat.distances_from(self.model, point)

    def split(self, point: int, other: int) -> point_heat.DistanceSplit:
        """The terms of one distance."""
        return point_heat.distance_split(self.model, point, other)

    def distortion_of_distances(self) -> NDArray[np.float64]:
        """(n,) relative error of the map's distances against its own heat distances."""
        model = self.model
        return landmark_distortion(model.embedding_, model.dissimilarity_, model.landmark_rows_)

    def judged(self, data: MapData) -> Judged:
        """The map against the truth; where none is known, landmarks against heat distances."""
        if data.truth is not None:
            return Judged(self.embedding, data.truth, data.truth_name)
        model = self.model
        rows = model.landmark_rows_[model.component_[model.landmark_rows_] == 0]
        columns = np.flatnonzero(model.component_[model.landmark_rows_] == 0)
        reference = model.dissimilarity_[np.ix_(rows, columns)]
        return Judged(self.embedding[rows], (reference + reference.T) / 2, "heat distance")


def heat_result(
    data: MapData, settings: HeatSettings, progress: Progress = no_progress
) -> HeatResult:
    """Fit a map; when ``progress`` raises Cancelled in the descent, its last iterate is kept."""
    started = time.perf_counter()
    model = HeatGeodesic(
        settings.n_components,
        n_neighbors=min(settings.n_neighbors, len(data) - 1),
        t="auto" if settings.t is None else settings.t,
        volume=settings.volume,
        laplacian=settings.laplacian,
        metric=settings.metric if data.metric == "euclidean" else data.metric,
        graph=settings.graph,
        volume_mean=settings.mean,
        triplet=settings.triplet,
        keep=settings.keep,
        random_state=settings.random_state,
    )
    model.fit(data.X, progress=progress)
    took_s = time.perf_counter() - started
    # A map that was stopped is another one each time, and has other numbers.
    key = f"{settings!r}, stopped after {took_s} s" if model.stopped_ else repr(settings)
    return HeatResult(key, model, took_s)
