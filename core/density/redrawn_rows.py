"""Tables of frequencies: how an estimate moves when the rows are drawn again, with replacement."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

Array = NDArray[np.float64]
DRAWS = 300
_COUNTS_AT_ONCE = 4_000_000  # numbers of copies drawn at a time: 32 MB, kept where they are all
_TERMS_AT_ONCE = 1_000_000
_SURE = 1e-200  # below it a sum may have lost terms to underflow


class RedrawnRows:
    """Bootstrap of the rows ``points`` (n, d), seen at ``places`` (q, d).

    The draws do not depend on the bandwidth, and where they are few they are kept. ``random`` gives
    their seed. With ``weight`` (n,) each row is drawn with its own.
    """

    def __init__(
        self,
        points: Array,
        places: Array,
        random: np.random.RandomState,
        weight: Array | None = None,
    ) -> None:
        self._distinct, copies = np.unique(points, axis=0, return_counts=True)
        self._weight: Array | None = None
        if weight is not None:
            self._distinct, copies = points, np.ones(len(points), dtype=copies.dtype)
            self._weight = weight / weight.mean()
        self._places, self._n, self._share = places, len(points), copies / len(points)
        self._seed = int(random.randint(2**31 - 1))
        self._draws = max(min(_COUNTS_AT_ONCE // len(copies), DRAWS), 1)
        self._kept = next(self._counts()) if self._draws == DRAWS else None

    def log_densities(self, h: float) -> Array:
        """(300, q) log of the Gaussian estimate up to a constant, by draw and place."""
        found = []
        for counts in [self._kept] if self._kept is not None else self._counts():
            part = [self._of_places(counts, rows, h) for rows in self._blocks()]
            found.append(np.hstack(part))
        return np.vstack(found)

    def _counts(self) -> Iterator[Array]:
        """(b, m) copies of each distinct row in so many draws at once."""
        random = np.random.RandomState(self._seed)
        for start in range(0, DRAWS, self._draws):
            size = min(self._draws, DRAWS - start)
            drawn = random.multinomial(self._n, self._share, size=size).astype(np.float64)
            # Shares of the total: which rows come changes that, too, where they differ in weight.
            if self._weight is not None:
                drawn *= self._weight
                drawn *= self._n / drawn.sum(axis=1, keepdims=True)
            yield drawn

    def _blocks(self) -> list[slice]:
        step = max(_TERMS_AT_ONCE // len(self._distinct), 1)
        return [slice(start, start + step) for start in range(0, len(self._places), step)]

    def _of_places(self, counts: Array, rows: slice, h: float) -> Array:
        """(b, p) log Σ_j c_j e^(−r_j²/2h²), from the largest term on."""
        half = (cdist(self._places[rows], self._distinct) / h) ** 2 / 2
        # Every place is a row, and its own term 1 is the largest while the row is drawn at all.
        total = counts @ np.exp(-half).T
        logs = np.log(np.maximum(total, np.finfo(float).tiny))
        for draw, place in np.argwhere(total < _SURE):
            there = counts[draw] > 0
            exponent = np.log(counts[draw, there]) - half[place, there]
            logs[draw, place] = np.logaddexp.reduce(exponent)
        return np.asarray(logs)
