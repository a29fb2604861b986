"""Credible sets calibrated on simulated buildings: what a locator's 90% is worth."""

from dataclasses import replace

from components.localization.results import LocatorSettings, fit_locator
from components.memory import shared
from core.datasets import simulate_building
from core.localization import CredibleSets, make_experiment

SEEDS = range(5)


def calibrated_sets(settings: LocatorSettings) -> CredibleSets:
    """Sets of this locator, calibrated on the simulated buildings of seeds 0 to 4.

    The beacons that are off belong to the survey on screen, not to the simulated ones.
    """
    return _calibrate(replace(settings, beacons_off=()))


@shared(spinner="Calibrating on five simulated buildings …")
def _calibrate(settings: LocatorSettings) -> CredibleSets:
    parts = []
    for seed in SEEDS:
        scans = simulate_building(random_state=seed)
        building = make_experiment(f"seed-{seed}", "Building", "simulated", scans)
        survey, test = building.survey, building.test
        locator = fit_locator(settings, survey, test.rss_dbm)
        posterior = locator.posterior(test.rss_dbm)
        parts.append(CredibleSets.calibrate(posterior, locator.grid_, test.known_position_m))
    return CredibleSets.pooled(parts)
