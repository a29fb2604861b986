"""Credible sets: exact on posteriors that are true, honest on new buildings."""

import numpy as np
import pytest

from core.datasets import simulate_building
from core.errors import ParameterError
from core.localization import (
    CredibleSets,
    KernelLocator,
    LikelihoodLocator,
    MapLocator,
    coverage,
    make_experiment,
)
from core.localization.credible_sets import LEVELS, content_at_truth


def test_an_honest_posterior_has_uniform_content():
    rng = np.random.default_rng(0)
    grid_m = np.column_stack([np.arange(12.0), np.zeros(12)])
    weights = rng.dirichlet(np.full(12, 0.7), 20_000)
    truth = (rng.random(20_000)[:, None] > weights.cumsum(axis=1)).sum(axis=1)
    content = content_at_truth(weights, grid_m, grid_m[np.minimum(truth, 11)])
    assert content.mean() == pytest.approx(0.5, abs=0.01)
    # Halving the own weight keeps the mean right and narrows the spread a little.
    assert np.mean(content <= 0.9) == pytest.approx(0.9, abs=0.03)


def test_sets_grow_with_the_level_and_hold_the_likeliest_place():
    rng = np.random.default_rng(1)
    weights = rng.dirichlet(np.full(30, 0.3), 50)
    sets = CredibleSets(np.linspace(0, 1, 200))
    small, large = sets.members(weights, 0.5), sets.members(weights, 0.9)
    assert (small <= large).all()
    assert small[np.arange(50), weights.argmax(axis=1)].all()
    assert large.sum() > small.sum()


def test_levels_outside_and_empty_calibrations_are_refused():
    with pytest.raises(ParameterError, match="level"):
        CredibleSets(np.array([0.5])).content_for(1.0)
    with pytest.raises(ParameterError, match="calibrate"):
        CredibleSets.calibrate(np.empty((0, 3)), np.zeros((3, 2)), np.empty((0, 2)))


MAKERS = {
    "kernel": lambda survey: KernelLocator(),
    "map": lambda survey: MapLocator(beacon_position_m=survey.beacon_position_m),
    "likelihood": lambda survey: LikelihoodLocator(beacon_position_m=survey.beacon_position_m),
}


@pytest.fixture(scope="module")
def buildings():
    return [
        make_experiment(f"b{seed}", "b", "simulated", simulate_building(random_state=seed))
        for seed in range(15)
    ]


@pytest.mark.parametrize("key", MAKERS)
def test_sets_from_five_buildings_hold_the_truth_in_ten_others(buildings, key):
    """Seeds 0–4 calibrate, 5–14 are new: within five points at every level."""
    sets, found = [], []
    for seed, building in enumerate(buildings):
        survey, test = building.survey, building.test
        locator = MAKERS[key](survey).fit(survey.rss_dbm, survey.known_position_m)
        posterior = locator.weights(test.rss_dbm), locator.grid_, test.known_position_m
        if seed < 5:
            sets.append(CredibleSets.calibrate(*posterior))
        else:
            found.append(coverage(CredibleSets.pooled(sets), *posterior))
    for level in LEVELS:
        assert np.mean([c[level] for c in found]) == pytest.approx(level, abs=0.05)
