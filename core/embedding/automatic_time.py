"""The diffusion time that suits the data: short where nothing speaks against it, else long."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from core.embedding.diffusion_time import DiffusionTime, time_from_spectrum
from core.embedding.heat.distances import heat_distances, series_work
from core.embedding.laplacian import Jumps
from core.embedding.spectrum import Spectrum

LONG_TRACE, SHORT_TRACE = 2.0, 3.0
AGREEMENT = 0.996
COLUMNS = 100  # landmarks that are compared
MOST_WORK = 1e11  # additions that a series may take
CHEAP_WORK = 5e9  # and may take to look whether a shorter time would do


def automatic_time(parts: Jumps, spectrum: Spectrum, landmarks: NDArray[np.int64]) -> DiffusionTime:
    """The time at which the heat trace is 3 if its distances agree with those at 2, else that one.

    A short time keeps detail, a long one washes out shortcuts, which noise opens. Where there are
    none both order the points alike, and the short time is taken: agreement is the mean rank
    correlation of the rows, at least 0.996. A short time
    that would be dear is not looked at, and a long one whose series would take too long is cut.
    """
    long = time_from_spectrum(spectrum.eigenvalues, LONG_TRACE)
    if parts.matrix.shape[0] <= 3:
        return long
    columns = np.unique(landmarks[np.linspace(0, len(landmarks) - 1, COLUMNS).astype(int)])
    longest = MOST_WORK / series_work(parts, len(landmarks))
    if long.t > longest and not spectrum.suffices(long.t, columns):
        return replace(long, t=longest, reached=False)
    short = time_from_spectrum(spectrum.eigenvalues, SHORT_TRACE)
    cheap = CHEAP_WORK / series_work(parts, len(landmarks))
    if short.t > cheap and not spectrum.suffices(short.t, columns):
        return long
    # Up to ALL_PAIRS points every pair is as cheap as some, and needs no estimated diagonal.
    everyone = len(landmarks) == parts.matrix.shape[0]
    wanted = landmarks if everyone else columns
    ranks = []
    for each in (long, short):
        distance = heat_distances(parts, spectrum, each.t, wanted, mean="geometric").distance
        ranks.append(rankdata(distance[:, columns] if everyone else distance, axis=0))
    a, b = (r - r.mean(axis=0) for r in ranks)
    size = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
    agreement = float(np.mean((a * b).sum(axis=0) / np.maximum(size, 1e-300)))
    return replace(short if agreement >= AGREEMENT else long, agreement=agreement)
