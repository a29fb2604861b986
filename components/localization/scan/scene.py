"""From a row of the test scans (or a typed one) to everything that its map shows."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.localization.calibrated_sets import Calibrated
from components.localization.places import Places
from components.localization.results import (
    Evaluation,
    LocatorSettings,
    beacons_on,
    fitted_locator,
)
from components.localization.scene import Scene
from components.localization.tracking import Track
from components.memory import once
from core.localization import place_scores
from core.localization.experiment import Experiment
from core.localization.set_study import LEVEL


@once
def make_scene(
    experiment: Experiment,
    settings: LocatorSettings,
    results: Evaluation,
    row: int,
    place_index: NDArray[np.intp],
    walk: Track | None = None,
    typed_dbm: NDArray[np.float64] | None = None,
) -> Scene:
    """Everything that the map shows about the test scan in ``row`` and the chosen places.

    ``walk``: tracked positions, if any. ``typed_dbm`` (B,) replaces what the scan heard; nobody
    knows where a typed scan was made.
    """
    places = Places.of(experiment)
    locator = fitted_locator(experiment, settings)
    on = beacons_on(experiment, settings)
    rss_dbm = experiment.test.rss_dbm[row] if typed_dbm is None else typed_dbm
    heard = rss_dbm[None, on]
    scene = Scene(
        survey=experiment.survey,
        grid_m=locator.grid_,
        weight=locator.weights(heard)[0],
        posterior=locator.posterior(heard)[0],
        estimate_m=locator.predict(heard)[0],
        true_m=experiment.test.known_position_m[row],
        place_m=places.position_m[place_index],
        place_error_m=places.mean_over_scans(results.error_m)[place_index],
        place_index=place_index,
        beacon_on=on,
        beacon_rss_dbm=rss_dbm,
    )
    if typed_dbm is not None:
        return replace(scene, true_m=np.full(2, np.nan))
    if walk is None:
        return scene
    so_far = _walk_rows(experiment, row)
    return replace(
        scene,
        estimate_m=walk.position_m[row],
        track_m=walk.position_m[so_far],
        walk_m=experiment.test.known_position_m[so_far],
    )


@once
def with_set(scene: Scene, found: Calibrated, row: int) -> Scene:
    """The scene with its 90% set of places; a scan that heard nothing has none."""
    if not np.isfinite(scene.beacon_rss_dbm[scene.beacon_on]).any():
        return scene
    scores = place_scores(scene.posterior[None], scene.grid_m)
    inside = found.sets.members(scores, LEVEL)[0]
    return replace(
        scene,
        in_set=inside,
        set_area_m2=float(found.place_area_m2[inside].sum()),
        taught=bool(found.learned[row]) and bool(np.isfinite(scene.true_m).all()),
    )


def _walk_rows(experiment: Experiment, row: int) -> NDArray[np.intp]:
    """Rows of the same walk up to this one, in the order of time."""
    test = experiment.test
    time_s, session = np.asarray(test.time_s), np.asarray(test.session_id)
    rows = np.flatnonzero((session == session[row]) & (time_s <= time_s[row]))
    return rows[np.argsort(time_s[rows], kind="stable")]
