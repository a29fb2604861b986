"""One connected component of the neighbour graph, ready for heat at any time."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.embedding.diffusion_time import DiffusionTime, time_from_spectrum
from core.embedding.gaps import Gaps
from core.embedding.heat.distances import ALL_PAIRS, HeatDistances, heat_distances
from core.embedding.heat.doubling import full_kernels
from core.embedding.heat.settings import MapSettings
from core.embedding.laplacian import Jumps, jumps
from core.embedding.metric_map import MetricMap, metric_map
from core.embedding.short_paths import ShortPaths, short_paths
from core.embedding.spectrum import Spectrum, slowest_modes
from core.embedding.way_lengths import WayLengths, jump_rate, way_lengths
from core.parallel import Progress, no_progress

LONG_TRACE = 2.0  # the heat trace at the longest time in question
STEPS = (1, 2, 8, 32, 128)  # parts of it that are in question
FEWEST_JUMPS = 1.0  # shorter times are not in question: less than one jump each


@dataclass(frozen=True, eq=False)
class Ways:
    """Heat at time ``t``, and the lengths of its ways in units of the data."""

    t: float
    heat: HeatDistances
    lengths: WayLengths


@dataclass(frozen=True, eq=False)
class Component:
    """A component with its heat.

    ``parts`` is its Laplacian, ``spectrum`` the slowest modes, ``gaps`` its edges' lengths,
    ``landmarks`` (m,) where heat starts; ``longest`` is the curve of the heat trace with the
    longest time in question, ``times`` are all in question, descending; ``kernels`` are the full
    kernels at those of them for which the modes do not do, where all pairs are computed.
    """

    parts: Jumps
    spectrum: Spectrum
    gaps: Gaps
    landmarks: NDArray[np.int64]
    settings: MapSettings
    longest: DiffusionTime
    times: tuple[float, ...]
    kernels: dict[float, NDArray[np.float64]]

    @classmethod
    def of(
        cls,
        weights: sparse.csr_array,
        gaps: Gaps,
        landmarks: NDArray[np.int64],
        settings: MapSettings,
        progress: Progress = no_progress,
    ) -> Self:
        """The component with these edge ``weights`` (c, c) and lengths, ``gaps`` among them."""
        parts = jumps(weights, settings.laplacian)
        spectrum = slowest_modes(parts, progress=_part(progress, 0.0, 0.7))
        longest = time_from_spectrum(spectrum.eigenvalues, LONG_TRACE)
        rate = jump_rate(parts, settings.laplacian)
        tried = [longest.t / step for step in STEPS]
        times = tuple(t for t in tried if t == longest.t or t * rate >= FEWEST_JUMPS)
        kernels: dict[float, NDArray[np.float64]] = {}
        if len(landmarks) == parts.matrix.shape[0] <= ALL_PAIRS:
            beyond = sorted(t for t in times if not spectrum.suffices(t, landmarks))
            if beyond:
                kernel_list = full_kernels(parts, beyond, _part(progress, 0.7, 1.0))
                kernels = dict(zip(beyond, kernel_list, strict=True))
        return cls(parts, spectrum, gaps, landmarks, settings, longest, times, kernels)

    @property
    def whole(self) -> bool:
        """Whether all pairs of points are computed."""
        return len(self.landmarks) == self.parts.matrix.shape[0] <= ALL_PAIRS

    @cached_property
    def paths(self) -> ShortPaths:
        """The pairs within a few jumps: only short times ask for them."""
        return short_paths(self.gaps.edges)

    def ways(self, t: float, progress: Progress = no_progress) -> Ways:
        """Heat at time t and its ways."""
        settings = self.settings
        heat = heat_distances(
            self.parts,
            self.spectrum,
            t,
            self.landmarks,
            volume=settings.volume,
            mean=settings.volume_mean,
            density=settings.laplacian == "random_walk",
            known=self.kernels.get(t),
            progress=progress,
        )
        paths = (lambda: self.paths) if self.whole else None
        lengths = way_lengths(heat, t, self.parts, self.gaps, paths, settings)
        return Ways(t, heat, lengths)

    def draw(
        self, ways: Ways, short_cuts: bool | None, progress: Progress = no_progress
    ) -> MetricMap:
        """The map that follows the ways."""
        return metric_map(
            ways.lengths.distance,
            self.landmarks,
            self.settings.n_components,
            short_cuts=short_cuts,
            island=self.gaps.island if self.gaps.any else None,
            random_state=self.settings.random_state,
            progress=progress,
        )


def _part(progress: Progress, low: float, high: float) -> Progress:
    return lambda share, what: progress(low + (high - low) * share, what)
