"""The order of rows from a root, its spread and its branches, as a job that can be stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.embedding.heat.result import HeatResult
from components.embedding.map.data import MapData
from components.jobs import run_job
from core.embedding.along.branches import Branches, branches
from core.embedding.along.pseudotime import pseudotime, pseudotime_spread
from core.parallel import Progress


@dataclass(frozen=True, eq=False)
class Order:
    """``pseudotime`` (n,), ∞ in other pieces, its ``spread`` (n,) and the ``tree`` of branches."""

    pseudotime: NDArray[np.float64]
    spread: NDArray[np.float64]
    tree: Branches


def order_job(data: MapData, result: HeatResult, root: int) -> Order | None:
    """The order from a row: kept from before, or found now; None when it was stopped."""

    def make(progress: Progress, done: list[Any]) -> Iterator[Order]:
        if done:
            return
        progress(0.0, "ways from the root")
        order = pseudotime(result.model, root)
        progress(0.2, "branches")
        tree = branches(result.model, root)

        def report(share: float, doing: str) -> None:
            progress(0.4 + 0.6 * share, doing)

        yield Order(order, pseudotime_spread(result.model, root, progress=report), tree)

    job = run_job(("order", data.key, result.key, root), "order", make, origin=data.origin)
    return job.results[0] if job.results else None
