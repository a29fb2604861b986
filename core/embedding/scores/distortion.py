"""Where a map bends distances: stress of the whole, distortion of each point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.embedding.scores.distance_rows import DistanceRows, row_blocks
from core.errors import ParameterError


@dataclass
class PairSums:
    """Sums over pairs of map distances d and reference distances g, from which stress follows."""

    map_map: float = 0.0
    map_reference: float = 0.0
    reference_reference: float = 0.0

    def add(self, on_map: NDArray[np.float64], reference: NDArray[np.float64]) -> None:
        """Count a block of rows."""
        self.map_map += float(np.vdot(on_map, on_map))
        self.map_reference += float(np.vdot(on_map, reference))
        self.reference_reference += float(np.vdot(reference, reference))

    @property
    def scale(self) -> float:
        """The factor s that brings the map's distances nearest to the reference: Σ dg / Σ d²."""
        return self.map_reference / self.map_map if self.map_map > 0 else float("nan")

    @property
    def stress(self) -> float:
        """√(Σ (s d − g)² / Σ g²) at the best s: 0 is perfect, 1 is no better than one point."""
        if not self.reference_reference > 0:
            return float("nan")
        if not self.map_map > 0:
            return 1.0
        # Root by root: the squares of sums over large distances would overflow.
        cosine = self.map_reference / np.sqrt(self.map_map) / np.sqrt(self.reference_reference)
        return float(np.sqrt(max(0.0, 1.0 - cosine**2)))


def point_distortion(embedding: object, reference: object) -> NDArray[np.float64]:
    """Relative error of the distances from each point, after one best scale for the whole map.

    δ_i = √( Σ_j (s d_ij − g_ij)² / Σ_j g_ij² ), d on the map, g the reference, s = Σ dg / Σ d².
    0 means that all distances from this point are right; 0.3 that they are off by about 30%.

    Parameters
    ----------
    embedding : (n, m) coordinates on the map
    reference : (n, n) distances or (n, k) coordinates that the map should keep

    Returns
    -------
    (n,) float64, NaN for a point whose reference distances are all zero. Memory stays below about
    50 MB beyond the arguments.

    Raises ParameterError when the lengths differ or values are not finite.

    >>> point_distortion([[0.0], [1.0], [2.0]], [[0.0], [3.0], [6.0]]).round(9).tolist()
    [0.0, 0.0, 0.0]
    """
    on_map, true = paired(embedding, reference)
    n, sums = len(on_map), PairSums()
    for block in row_blocks(np.arange(n), n):
        sums.add(on_map.rows(block), true.rows(block))
    scale = sums.scale if np.isfinite(sums.scale) else 0.0
    squared_error, squared = np.empty(n), np.empty(n)
    for block in row_blocks(np.arange(n), n):
        wanted = true.rows(block)
        error = scale * on_map.rows(block) - wanted
        squared_error[block] = np.einsum("ij,ij->i", error, error)
        squared[block] = np.einsum("ij,ij->i", wanted, wanted)
    share = np.divide(squared_error, squared, out=np.full(n, np.nan), where=squared > 0)
    return np.sqrt(share)


def landmark_distortion(
    embedding: NDArray[np.float64],
    distance: NDArray[np.float64],
    landmarks: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Like :func:`point_distortion`, over the distances to landmarks only and without rescaling.

    Parameters
    ----------
    embedding : (n, m) coordinates on the map
    distance : (n, k) distances that the map was drawn from; infinite ones do not count
    landmarks : (k,) rows of the landmarks

    Returns
    -------
    (n,), NaN where no finite distance above 0 is known

    >>> line = np.arange(4.0)[:, None]
    >>> landmark_distortion(line, np.abs(line - line[:2].T), np.array([0, 1])).tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    n = len(embedding)
    share = np.empty(n)
    for block in row_blocks(np.arange(n), len(landmarks)):
        wanted = distance[block]
        known = np.isfinite(wanted)
        wanted = np.where(known, wanted, 0.0)
        found = np.where(known, cdist(embedding[block], embedding[landmarks]), 0.0)
        squared = np.einsum("ij,ij->i", wanted, wanted)
        error = np.einsum("ij,ij->i", found - wanted, found - wanted)
        share[block] = np.divide(error, squared, out=np.full(len(block), np.nan), where=squared > 0)
    return np.sqrt(share)


def paired(embedding: object, reference: object) -> tuple[DistanceRows, DistanceRows]:
    """Both sides as distances a row at a time; ParameterError when their lengths differ."""
    on_map, true = DistanceRows.of(embedding), DistanceRows.of(reference, "The reference")
    if len(on_map) != len(true):
        raise ParameterError(
            f"The map has {len(on_map):,} points and the reference {len(true):,}; both must "
            "describe the same points."
        )
    return on_map, true
