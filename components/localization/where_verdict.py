"""The verdict of the "Where?" view: its sentence and its badges, from the numbers alone."""

import numpy as np

from components.badges import Badge
from components.localization.accuracy.verdict import interval_words
from components.localization.results import BASELINE_NEIGHBORS, Evaluation, LocatorSettings
from components.memory import once
from components.text import counted, than_words
from core.localization import bootstrap_mean, method
from core.localization.experiment import Experiment, independent_blocks
from core.percentages import percent


@once
def where_sentence(
    experiment: Experiment,
    results: Evaluation,
    with_all_beacons: Evaluation | None,
    single: Evaluation | None = None,
) -> str:
    """How far off, compared with kNN; what the beacons that are off cost; what tracking gains.

    ``single`` holds the single scans when ``results`` are tracked.
    """
    error_m = results.error_m[np.isfinite(results.error_m)]
    n = experiment.test.n_scans
    if not len(error_m):
        return (
            f"Of {counted(n, 'scan')} none heard a beacon that is switched on: **nothing is "
            "located**."
        )
    blocks = independent_blocks(experiment.test)
    low, high = bootstrap_mean(results.error_m, blocks, random_state=0)
    half = f"in half of {counted(n, 'scan')}" if n > 1 else "in its one scan"
    sentence = (
        f"The phone is found to **{np.median(error_m):.1f} m** {half}; "
        f"the mean error is {error_m.mean():.2f} m ({interval_words(low, high)}). "
    )
    baseline_m = float(np.nanmedian(results.baseline_error_m))
    than = than_words(float(np.median(error_m)), baseline_m, less_is_better=True)
    sentence += (
        f"That is {than} the {BASELINE_NEIGHBORS} nearest neighbours in dBm ({baseline_m:.1f} m)."
    )
    if single is not None:
        sentence += _gain_of_tracking(results, single)
    if len(error_m) < n:
        sentence += f" {n - len(error_m):,} of them heard nothing and got no position."
    if with_all_beacons is not None:
        cost_m = error_m.mean() - np.nanmean(with_all_beacons.error_m)
        change = "costs" if cost_m > 0 else "gains"
        sentence += (
            f" Leaving the switched-off beacons out **{change} {abs(cost_m):.2f} m** of mean error."
        )
    return sentence


def _gain_of_tracking(results: Evaluation, single: Evaluation) -> str:
    before, after = (np.nanquantile(e.error_m, 0.95) for e in (single, results))
    change = after / before - 1
    word = "cuts" if change < 0 else "raises"
    return (
        f" Following the walk **{word} the error of the worst scans by {percent(abs(change))}** "
        f"(19 of 20 are within {after:.1f} m, without it {before:.1f} m)."
    )


def where_badges(experiment: Experiment, settings: LocatorSettings, device: str) -> list[Badge]:
    """Origin of the data, what the method uses beyond fingerprints, sizes, the device."""
    survey, test = experiment.survey, experiment.test
    places = len(np.unique(survey.known_position_m, axis=0))
    return [
        (experiment.origin, experiment.origin),
        *((f"uses {mark}", "caution") for mark in method(settings.method).marks),
        f"{counted(places, 'registered place')}, {counted(survey.n_scans, 'survey scan')}",
        counted(test.n_scans, "test scan"),
        counted(survey.n_beacons, "beacon"),
        device,
    ]
