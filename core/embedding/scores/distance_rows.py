"""Distances a block of rows at a time, whether they are stored or follow from coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from core.errors import ParameterError

BLOCK_ENTRIES = 1_000_000  # entries of one block of distances: 8 MB


@dataclass(frozen=True, eq=False)
class DistanceRows:
    """Rows of a distance matrix, stored or computed from coordinates when they are asked for.

    ``array`` is (n, n) distances when it is square, symmetric and zero on its diagonal, otherwise
    (n, k) coordinates with Euclidean distances.

    Raises ParameterError for values that are not finite.

    >>> DistanceRows.of(np.array([[0.0], [3.0], [4.0]])).rows([1]).tolist()
    [[3.0, 0.0, 1.0]]
    """

    array: NDArray[np.float64]
    is_matrix: bool

    @classmethod
    def of(cls, array: object, name: str = "The embedding") -> "DistanceRows":
        """Tell distances from coordinates and check them; ``name`` begins the message."""
        values = np.asarray(array, dtype=np.float64)
        if values.ndim != 2 or 0 in values.shape:
            raise ParameterError(
                f"{name} has shape {values.shape}; it needs (points, dimensions) or (points, "
                "points)."
            )
        bad = int((~np.isfinite(values)).any(axis=1).sum())
        if bad:
            raise ParameterError(
                f"{name} has {bad:,} of {len(values):,} rows with values that are not finite; "
                "leave those points out."
            )
        return cls(values, _is_distance_matrix(values))

    def __len__(self) -> int:
        return len(self.array)

    def rows(self, index: object) -> NDArray[np.float64]:
        """(len(index), n) distances from these points to all."""
        chosen = np.asarray(index, dtype=np.intp)
        return self.array[chosen] if self.is_matrix else cdist(self.array[chosen], self.array)


def row_blocks(rows: NDArray[np.intp], n_columns: int) -> Iterator[NDArray[np.intp]]:
    """The rows in blocks of at most ``BLOCK_ENTRIES`` distances, at least one row each."""
    size = max(1, BLOCK_ENTRIES // n_columns)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _is_distance_matrix(values: NDArray[np.float64]) -> bool:
    n, k = values.shape
    if n != k or n < 2 or values.diagonal().any():
        return False
    return bool(np.allclose(values, values.T, rtol=1e-8, atol=1e-10 * np.abs(values).max()))
