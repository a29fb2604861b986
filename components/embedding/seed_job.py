"""The same map with several seeds, as a job that can be stopped."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.embedding.heat.result import HeatResult, heat_result
from components.embedding.map.data import MapData
from components.embedding.map.settings import HeatSettings
from components.jobs import run_job
from components.memory import Kept
from core.embedding.scores.stability import Stability, seed_stability
from core.parallel import Progress


def stability_job(
    data: MapData, settings: HeatSettings, result: HeatResult, n_seeds: int
) -> tuple[list[NDArray[np.float64]], Stability | None]:
    """The maps that are drawn so far, the one on screen first, and their spread from two on."""
    others = [settings.random_state + number for number in range(1, n_seeds)]

    def make(progress: Progress, done: list[Any]) -> Iterator[NDArray[np.float64]]:
        for number in range(len(done), len(others)):
            seed, begun = others[number], number / len(others)
            progress(begun, f"seed {seed}")

            def report(share: float, doing: str, seed: int = seed, begun: float = begun) -> None:
                progress(begun + share / len(others), f"seed {seed}: {doing}")

            yield heat_result(data, replace(settings, random_state=seed), report).embedding

    key = ("seeds", data.key, settings)  # fewer seeds are the first of more
    job = run_job(key, "seeds", make, origin=data.origin, n_wanted=len(others))
    maps = [result.embedding, *job.results]
    return maps, _spread_kept.of(data.origin)(maps) if len(maps) > 1 else None


def _spread(maps: list[NDArray[np.float64]]) -> Stability:
    return seed_stability(maps)


_spread_kept = Kept(_spread)
