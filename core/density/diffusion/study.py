"""Four generators on one table: which give its rows back, and which denoise rows they never saw."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.density.bandwidths import select_bandwidth
from core.density.diffusion.copies import (
    committed_shares,
    half_committed,
    memorised,
    nearest_rows,
    told_apart,
)
from core.density.diffusion.denoisers import (
    BlobDenoiser,
    Denoiser,
    ExactDenoiser,
    LinearDenoiser,
)
from core.density.diffusion.flow import follow_flow
from core.density.diffusion.ridge_denoiser import RidgeDenoiser
from core.density.memorisation import collapse_bandwidth
from core.density.neighborhoods import study_neighborhoods
from core.density.validation import check_data
from core.errors import ParameterError
from core.limits import check_limit
from core.parallel import Progress, no_progress

Array = NDArray[np.float64]
N_SAMPLES, N_LEVELS = 300, 15
FIRST, LAST = 10.0, 0.1  # levels, in collapse bandwidths
CURVE = np.geomspace(0.15, 4.0, 28)  # bandwidths of the committed shares, in the same unit
BELOW = 2.2  # collapse bandwidths under which errors are compared
GENERATORS = ("exact", "wiener", "blob", "ridge")


@dataclass(frozen=True, eq=False)
class Generator:
    """What one denoiser makes of noise, and how well it guesses.

    ``key`` in GENERATORS · ``seen``, ``unseen`` (L,) mean squared error per dimension on rows that
    were learned and on others · ``way`` (L, q, d) of the flow · ``samples`` (L, q, d) where the
    flow was stopped at that level and denoised · ``copied``, ``nearest``, ``told_apart`` (L,) share
    of copies, median distance to the nearest row, and accuracy of the nearest-neighbour test
    against unseen rows, of these samples.
    """

    key: str
    seen: Array
    unseen: Array
    way: Array
    samples: Array
    copied: Array
    nearest: Array
    told_apart: Array


@dataclass(frozen=True, eq=False)
class MemorisationStudy:
    """What the generators share.

    ``rows`` (n, d) learned, distinct · ``unseen`` (m, d) · ``levels`` (L,) falling noises ·
    ``collapse`` h_C · ``condensation`` median h_G · ``loo`` · ``curve`` (H,) bandwidths with
    ``own`` and ``any_row`` (H,) committed shares · ``half`` where half are committed to their own ·
    ``unseen_copied``, ``unseen_nearest`` what of real unseen rows.
    """

    rows: Array
    unseen: Array
    levels: Array
    collapse: float
    condensation: float
    loo: float
    curve: Array
    own: Array
    any_row: Array
    half: float
    unseen_copied: float
    unseen_nearest: float

    def ratio(self, found: Generator, linear: Generator) -> float:
        """Geometric mean of the error on unseen rows over the linear one's, below 2.2 h_C.

        Only levels where both leave an error are compared.
        """
        near = (self.levels < BELOW * self.collapse) & (linear.unseen > 0) & (found.unseen > 0)
        return float(np.exp(np.log(found.unseen[near] / linear.unseen[near]).mean()))


def study_memorisation(
    rows: ArrayLike,
    unseen: ArrayLike,
    *,
    trained: bool = True,
    random_state: int = 0,
    progress: Progress = no_progress,
) -> Iterator[MemorisationStudy | Generator]:
    """First what the data say, then each generator: exact, linear, blob, and the trained one.

    Parameters
    ----------
    rows : (n, d) array
        What is learned, at least 10 distinct rows, finite.
    unseen : (m, d) array
        Rows of the same kind that nothing learns from, at least 2.
    trained : bool
        Whether the kernel ridge regression is trained, which takes most of the time.
    random_state : int
        Of all draws.
    progress : callable
        May raise Cancelled.

    Yields
    ------
    MemorisationStudy, then Generator
        300 samples each; errors on as many noised rows, seen and not.

    Raises
    ------
    ParameterError
        For fewer rows, and rows and unseen ones of different width.
    LimitError
        For more weights than the limit "generator_weights".

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(120, 5))
    >>> found = study_memorisation(X[:80], X[80:], trained=False)
    >>> study, exact = next(found), next(found)
    >>> bool(exact.copied[-1] > 0.9), round(study.unseen_copied, 2) < 0.1
    (True, True)
    """
    points, others = check_data(rows), check_data(unseen)
    distinct = np.unique(points, axis=0)
    if len(distinct) < 10 or len(others) < 2 or points.shape[1] != others.shape[1]:
        raise ParameterError(
            f"There are {len(distinct)} distinct rows in {points.shape[1]} columns and "
            f"{len(others)} unseen ones in {others.shape[1]}; give at least 10 and 2 of one width."
        )
    weights = len(points) * N_SAMPLES * N_LEVELS
    check_limit("generator_weights", weights, what="The comparison of generators")
    study = _shared_part(points, distinct, others, random_state)
    yield study
    linear = LinearDenoiser(points)
    start = linear.draw(N_SAMPLES, float(study.levels[0]), np.random.default_rng(random_state))
    for number, key in enumerate(GENERATORS if trained else GENERATORS[:-1]):
        share, each = number / len(GENERATORS), 1 / len(GENERATORS)

        def part(done: float, message: str, share: float = share, each: float = each) -> None:
            progress(share + each * done, message)

        denoiser = _make(key, study, points, random_state, part)
        yield _generator(key, denoiser, study, points, start, random_state, part)


def _shared_part(
    points: Array, distinct: Array, others: Array, random_state: int
) -> MemorisationStudy:
    variance = np.linalg.eigvalsh(np.atleast_2d(np.cov(points.T, bias=True)))
    collapse = collapse_bandwidth(np.maximum(variance, 0.0), len(points))
    curve = CURVE * collapse
    random = np.random.default_rng(random_state)
    own, any_row = committed_shares(points, curve, N_SAMPLES, random)
    _, nearest, _ = nearest_rows(others, distinct)
    return MemorisationStudy(
        rows=distinct,
        unseen=others,
        levels=collapse * np.geomspace(FIRST, LAST, N_LEVELS),
        collapse=collapse,
        condensation=float(np.median(study_neighborhoods(distinct).local_condensation)),
        loo=select_bandwidth(points),
        curve=curve,
        own=own,
        any_row=any_row,
        half=half_committed(curve, own),
        unseen_copied=float(memorised(others, distinct).mean()),
        unseen_nearest=float(np.median(nearest)),
    )


def _make(
    key: str, study: MemorisationStudy, points: Array, random_state: int, progress: Progress
) -> Denoiser:
    if key == "exact":
        return ExactDenoiser(points)
    if key == "wiener":
        return LinearDenoiser(points)
    if key == "blob":
        return BlobDenoiser(points, study.loo)
    if key == "ridge":
        return RidgeDenoiser(points, study.levels, random_state=random_state, progress=progress)
    raise ParameterError(f"The generator is {key!r}; choose one of: {', '.join(GENERATORS)}.")


def _generator(
    key: str,
    denoiser: Denoiser,
    study: MemorisationStudy,
    points: Array,
    start: Array,
    random_state: int,
    progress: Progress,
) -> Generator:
    levels = study.levels
    way = follow_flow(denoiser, start, levels, progress)
    samples = np.stack([denoiser.denoise(x, float(h)) for x, h in zip(way, levels, strict=True)])
    seen, unseen = (
        _errors(denoiser, each, levels, random_state) for each in (points, study.unseen)
    )
    return Generator(
        key=key,
        seen=seen,
        unseen=unseen,
        way=way,
        samples=samples,
        copied=np.array([memorised(each, study.rows).mean() for each in samples]),
        nearest=np.array([np.median(nearest_rows(each, study.rows)[1]) for each in samples]),
        told_apart=np.array([told_apart(each, study.unseen) for each in samples]),
    )


def _errors(denoiser: Denoiser, rows: Array, levels: Array, random_state: int) -> Array:
    """(L,) mean squared error per dimension on one noised copy of up to 300 rows."""
    random = np.random.default_rng(random_state + 1)
    some = rows[random.permutation(len(rows))[:N_SAMPLES]]
    noise = random.normal(size=some.shape)
    return np.array(
        [((denoiser.denoise(some + h * noise, h) - some) ** 2).mean() for h in levels.tolist()]
    )
