"""Does a walk after the survey help? A beacon is moved, a few places revisited, maps compared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.datasets.fingerprint_set import FingerprintSet
from core.localization.beacon_faults import with_moved_beacon
from core.localization.even_rows import thinned
from core.localization.experiment import Experiment
from core.localization.kernel_locator import KernelLocator
from core.localization.latent_map import fit_latent_map
from core.localization.path_loss import PathLoss
from core.localization.survey_change import (
    FEWEST_PLACES,
    NEVER_DBM,
    SILENT_DBM,
    PlaceSums,
    SurveyChange,
    place_sums,
    what_changed,
)
from core.parallel import Progress, no_progress

N_DRAWS, REVISITED_SHARE, SURVEYED_SHARE = 6, 0.1, 0.75
REPLAYED, FORGOTTEN = 10, 0.1


@dataclass(frozen=True, eq=False)
class Redrawn:
    """One draw: sums of the survey, of the walk and of a whole new survey, and what changed."""

    survey: PlaceSums
    walk: PlaceSums
    anew: PlaceSums
    change: SurveyChange
    moved: int
    rng: np.random.Generator


@dataclass(frozen=True)
class Strategy:
    """A way to keep a map: (M, B) dBm, −105 for silence, of a draw."""

    key: str
    label: str
    levels: Callable[[Redrawn], NDArray[np.float64]]


def _replayed(draw: Redrawn) -> NDArray[np.float64]:
    """Means of ten samples a place from the survey's normal laws, and of the walk's scans."""
    mean = draw.survey.mean_dbm
    variance = np.maximum(draw.survey.squares / draw.survey.count[:, None] - mean**2, 0)
    samples = draw.rng.normal(mean, np.sqrt(variance), (REPLAYED, *mean.shape))
    samples = np.maximum(samples, SILENT_DBM)
    count = REPLAYED + draw.walk.count[:, None]
    return (samples.sum(axis=0) + draw.walk.total) / count


def _together(draw: Redrawn, share: float) -> NDArray[np.float64]:
    survey, walk = draw.survey, draw.walk
    count = share * survey.count + walk.count
    return (share * survey.total + walk.total) / count[:, None]


def _without_moved(draw: Redrawn) -> NDArray[np.float64]:
    levels = draw.survey.mean_dbm.copy()
    levels[:, draw.moved] = SILENT_DBM
    return levels


STRATEGIES: tuple[Strategy, ...] = (
    Strategy("old", "The old map", lambda draw: draw.survey.mean_dbm),
    Strategy("mean", "All scans kept, plain mean", lambda draw: _together(draw, 1.0)),
    Strategy("forget", "Old scans count a tenth", lambda draw: _together(draw, FORGOTTEN)),
    Strategy("replay", "Replay of ten samples a place", _replayed),
    Strategy("drop", "The moved beacon left out, if known", _without_moved),
    Strategy(
        "carried",
        "Change carried over the floor",
        lambda draw: np.nan_to_num(draw.change.map_dbm, nan=SILENT_DBM),
    ),
    Strategy("anew", "A whole new survey", lambda draw: draw.anew.mean_dbm),
)


def why_no_change_study(experiment: Experiment) -> str:
    """Why a change cannot be tried out on these data; empty where it can."""
    survey = experiment.survey
    beacons_m = survey.beacon_position_m
    if beacons_m is None or not np.isfinite(beacons_m).all(axis=1).any():
        return "this survey does not know where its beacons hang, so none can be moved"
    count = np.unique(survey.known_position_m, axis=0, return_counts=True)[1]
    several = int((count > 1).sum())
    if several < FEWEST_PLACES:
        known = (
            f"{several} of its {len(count)} places {'has' if several == 1 else 'have'} two scans"
        )
        known = f"{known} or more" if len(count) > 1 else "it has one place only"
        return (
            f"{known}, and it takes {FEWEST_PLACES} places with two: one of each is needed for the "
            "walk"
        )
    return ""


def change_study(
    experiment: Experiment, *, n_draws: int = N_DRAWS, progress: Progress = no_progress
) -> Iterator[dict[str, float]]:
    """Move a beacon after the survey, walk over a tenth of the places, and locate the test scans.

    In each draw a random one of the louder beacons with a position moves to a random place, at
    least a third of the floor away; it is heard there by its path loss, with each scan's own detail
    (as on the page of beacons). Three quarters of the scans of each place are the survey; of the
    others, those at a tenth of the places (at least three) are the walk. The kernel vote with its
    defaults locates at most 1,500 test scans, evenly chosen, which hear the moved beacon too.

    Parameters
    ----------
    experiment : Experiment
        One for which ``why_no_change_study`` has nothing to say.
    n_draws : int, optional
        Seeds 0, 1, …
    progress : callable, optional
        Called with the share done and what is being done; may raise Cancelled.

    Yields
    ------
    dict of str to float
        For each draw: mean error in metres by the key of ``STRATEGIES``, ``moved`` (column of the
        beacon), ``named`` (whether it was told), ``false`` (others told), ``n_places`` of the walk,
        and where no beacon moved: ``still_false`` (beacons told), ``still_m`` (by how much the
        mean error changes).
    """
    survey, test = experiment.survey, thinned(experiment.test)
    position_m = survey.known_position_m
    path_loss = fit_latent_map(
        survey.rss_dbm, position_m, np.asarray(survey.beacon_position_m), residual_share=0.0
    ).path_loss
    movable = _loud(survey)
    for seed in range(n_draws):
        progress(seed / n_draws, f"Moved beacon {seed + 1} of {n_draws}")
        rng = np.random.default_rng(seed)
        moved = int(rng.choice(movable))
        spot = _far_spot(rng, position_m, path_loss, moved)

        def after(scans: FingerprintSet, moved: int = moved, spot: tuple = spot) -> NDArray:
            where = scans.known_position_m
            return with_moved_beacon(scans.rss_dbm, where, path_loss, moved, spot)

        kept, walked = _split(rng, position_m)
        before = place_sums(survey.rss_dbm[kept], position_m[kept], np.unique(position_m, axis=0))
        draws = {}
        for name, levels in (("moved", after(survey)), ("still", survey.rss_dbm)):
            walk = place_sums(levels[walked], position_m[walked], before.grid_m)
            anew = place_sums(levels, position_m, before.grid_m)
            draws[name] = Redrawn(before, walk, anew, what_changed(before, walk), moved, rng)
        found, still = draws["moved"].change, draws["still"].change
        test_dbm = after(test)
        row = {
            each.key: _mean_error(each.levels(draws["moved"]), before.grid_m, test_dbm, test)
            for each in STRATEGIES
        }
        unmoved = [
            _mean_error(levels, before.grid_m, test.rss_dbm, test)
            for levels in (np.nan_to_num(still.map_dbm, nan=SILENT_DBM), before.mean_dbm)
        ]
        yield {
            **row,
            "moved": moved,
            "named": float(found.changed[moved]),
            "false": float(np.delete(found.changed, moved).sum()),
            "n_places": found.n_places,
            "still_false": float(still.changed.sum()),
            "still_m": unmoved[0] - unmoved[1],
        }


def map_locator_of(levels: NDArray[np.float64], grid_m: NDArray[np.float64]) -> KernelLocator:
    """The kernel vote over a map (M, B) dBm, −105 "never heard"."""
    return KernelLocator().fit(np.where(levels > NEVER_DBM, levels, np.nan), grid_m)


def _mean_error(
    levels: NDArray[np.float64],
    grid_m: NDArray[np.float64],
    test_dbm: NDArray[np.float64],
    test: FingerprintSet,
) -> float:
    predicted_m = map_locator_of(levels, grid_m).predict(test_dbm)
    error_m = np.linalg.norm(predicted_m - test.known_position_m, axis=1)
    known = error_m[np.isfinite(error_m)]
    return float(known.mean()) if len(known) else float("nan")


def _loud(survey: FingerprintSet) -> NDArray[np.intp]:
    """Columns of the louder half of the beacons that have a position, by their loudest place."""
    placed = np.isfinite(np.asarray(survey.beacon_position_m)).all(axis=1)
    filled = np.nan_to_num(survey.rss_dbm, nan=SILENT_DBM)
    columns = np.flatnonzero(placed)
    order = np.argsort(-filled[:, columns].mean(axis=0), kind="stable")
    return columns[order[: max(1, (len(columns) + 1) // 2)]]


def _far_spot(
    rng: np.random.Generator, position_m: NDArray[np.float64], path_loss: PathLoss, moved: int
) -> tuple[float, float]:
    """A registered place at least a third of the floor's diagonal away; else the farthest."""
    grid_m = np.unique(position_m, axis=0)
    away_m = np.linalg.norm(grid_m - path_loss.beacon_m[moved], axis=1)
    far = np.flatnonzero(away_m >= np.linalg.norm(np.ptp(grid_m, axis=0)) / 3)
    spot = grid_m[rng.choice(far)] if len(far) else grid_m[away_m.argmax()]
    return float(spot[0]), float(spot[1])


def _split(
    rng: np.random.Generator, position_m: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(n,) which scans are the survey, and which the walk."""
    place = np.unique(position_m, axis=0, return_inverse=True)[1].ravel()
    count = np.bincount(place)
    order = np.lexsort((rng.random(len(place)), place))
    rank = np.empty(len(place), dtype=np.intp)
    rank[order] = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    kept = rank < np.ceil(SURVEYED_SHARE * count)[place]
    kept &= ~((rank == count[place] - 1) & (count > 1)[place])  # of two scans or more, one is left
    several = np.flatnonzero(count > 1)
    wanted = max(FEWEST_PLACES, round(REVISITED_SHARE * len(count)))
    visited = rng.permutation(several)[: min(wanted, len(several))]
    return kept, ~kept & np.isin(place, visited)
