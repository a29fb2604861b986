"""The study behind "Memorisation": with progress, stoppable, kept when done."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from components.jobs import run_job
from components.memory import Kept
from components.points.chosen_points import ChosenPoints
from core.density.diffusion import MemorisationStudy, study_memorisation
from core.density.diffusion.rows import Split, split_rows
from core.density.diffusion.study import Generator
from core.parallel import Progress


class Found(NamedTuple):
    """The study, and the generators by key."""

    study: MemorisationStudy
    generators: dict[str, Generator]


def split_of(
    points: ChosenPoints, n_learned: int, n_axes: int, seed: int, *, standardise: bool
) -> Split:
    """Which rows are learned and which are not; raises ParameterError where there are too few."""
    make = _kept.of(points.origin)
    return make(points.key, n_learned, n_axes, seed, standardise=standardise, _points=points)


def _split(
    key: str, n_learned: int, n_axes: int, seed: int, *, standardise: bool, _points: ChosenPoints
) -> Split:
    return split_rows(_points.cloud, n_learned, n_axes, standardise=standardise, random_state=seed)


_kept = Kept(_split)


def study_job(
    points: ChosenPoints, split: Split, key: Any, seed: int, *, trained: bool
) -> Found | None:
    """What is there of it; None when it was stopped before the first generators."""

    def make(progress: Progress, done: list[Any]) -> Iterator[Any]:
        made = study_memorisation(
            split.rows, split.unseen, trained=trained, random_state=seed, progress=progress
        )
        for number, each in enumerate(made):
            if number >= len(done):
                yield each

    name = "generators"
    job = run_job(("memorise", key, trained), name, make, origin=points.origin)
    if len(job.results) < 4:
        return None
    study, *generators = job.results
    return Found(study, {each.key: each for each in generators})
