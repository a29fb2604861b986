"""Several maps of the same points, made one after the other as a job that can be stopped."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.embedding.map.data import MapData
from components.jobs import Job, run_job
from components.memory import once
from core.embedding.scores.alignment import align
from core.embedding.scores.collapse import has_collapsed
from core.embedding.scores.quality import quality
from core.errors import Cancelled, KernelscopeError
from core.parallel import Progress

Draw = Callable[[MapData, Progress], NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class SideMap:
    """One finished map: ``embedding`` (n, m) as its method gave it, or the ``problem`` in words."""

    key: str
    title: str
    keeps: str
    embedding: NDArray[np.float64] | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    took_s: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class SideMethod:
    """A method that can be put beside the others; ``draw(data, progress)`` gives its map."""

    key: str
    title: str
    keeps: str
    draw: Draw


def side_maps_job(data: MapData, methods: list[SideMethod], settings_key: tuple) -> Job:
    """Draw and score every method, in order."""

    def make(progress: Progress, done: list[Any]) -> Iterator[SideMap]:
        for number in range(len(done), len(methods)):
            method = methods[number]

            def report(share: float, doing: str, number: int = number) -> None:
                title = methods[number].title
                progress((number + share) / len(methods), f"{title}: {doing}")

            report(0.0, "drawing")
            yield _drawn(method, data, report)

    names = tuple(method.key for method in methods)
    key = ("side", data.key, names, settings_key)
    return run_job(key, "maps", make, origin=data.origin)


def _drawn(method: SideMethod, data: MapData, progress: Progress) -> SideMap:
    started = time.perf_counter()
    try:
        embedding = method.draw(data, progress)
    except Cancelled:
        raise
    except KernelscopeError as error:
        return SideMap(method.key, method.title, method.keeps, problem=str(error))
    took_s = time.perf_counter() - started
    if has_collapsed(embedding, data.X):
        said = "All points coincide, up to rounding: there is nothing to draw or score."
        return SideMap(method.key, method.title, method.keeps, problem=said)
    labels = data.points.labels
    scores = quality(
        embedding,
        truth=data.truth,
        X=data.X,
        labels=labels if labels is not None and len(set(labels)) <= 50 else None,
        time=data.points.time,
        progress=lambda share, doing: progress(1.0, doing),
    )
    return SideMap(method.key, method.title, method.keeps, embedding, scores, took_s)


@once
def laid_on_first(maps: list[SideMap]) -> dict[str, NDArray[np.float64]]:
    """Key → coordinates, each map turned, mirrored and scaled onto the first that was drawn."""
    drawn = [each for each in maps if each.embedding is not None]
    if not drawn:
        return {}
    first = drawn[0].embedding
    return {each.key: align(each.embedding, first) for each in drawn}
