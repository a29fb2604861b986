"""Trackers: against every path enumerated, and what they must do on a walk."""

import itertools

import numpy as np
import pytest
import shapely

from core.datasets import simulate_building
from core.errors import ParameterError
from core.localization import (
    ExponentialSmoother,
    LikelihoodLocator,
    WalkTracker,
    make_experiment,
    walking_distance,
)


def test_filter_and_smoother_agree_with_all_paths_enumerated():
    rng = np.random.default_rng(0)
    grid_m = rng.uniform(0, 5, (4, 2))
    tracker = WalkTracker(grid_m, outlier_share=0.1, speed_m_per_s=0.9)
    weights, time_s = rng.dirichlet(np.ones(4), 5), np.array([0.0, 1.0, 2.5, 3.0, 4.0])
    distance = np.linalg.norm(grid_m[:, None] - grid_m[None], axis=2)
    motions = []
    for gap in np.diff(time_s):
        motion = np.exp(-0.5 * (distance / (0.9 * gap)) ** 2)
        motions.append(motion / motion.sum(axis=1, keepdims=True))
    observed = 0.9 * weights + 0.1 / 4
    smooth, filtered = np.zeros((5, 4)), np.zeros((5, 4))
    for length in range(1, 6):
        for path in itertools.product(range(4), repeat=length):
            p = observed[0][path[0]] / 4
            for step in range(1, length):
                p *= motions[step - 1][path[step - 1], path[step]] * observed[step][path[step]]
            filtered[length - 1, path[-1]] += p
            if length == 5:
                smooth[np.arange(5), path] += p
    smooth /= smooth.sum(axis=1, keepdims=True)
    filtered /= filtered.sum(axis=1, keepdims=True)
    found = np.array([step[0] for step in tracker.smooth(list(zip(weights, time_s, strict=True)))])
    tracker.reset()
    forward = np.array([tracker.step(w, t)[0] for w, t in zip(weights, time_s, strict=True)])
    # Four places, all within one neighbourhood: walking distance is the straight line.
    np.testing.assert_allclose(found, smooth @ grid_m, atol=1e-12)
    np.testing.assert_allclose(forward, filtered @ grid_m, atol=1e-12)


def test_a_long_silence_or_time_running_back_starts_anew():
    grid_m = np.column_stack([np.arange(20.0), np.zeros(20)])
    far = np.eye(20)[19] * 0.9 + 0.1 / 20
    for next_time_s in (100.0, -5.0):
        tracker, fresh = WalkTracker(grid_m), WalkTracker(grid_m)
        tracker.step(np.eye(20)[0], 0.0)
        np.testing.assert_allclose(
            tracker.step(far, next_time_s)[0], fresh.step(far, 0.0)[0], atol=1e-12
        )


def test_one_wild_scan_does_not_throw_the_walker_across_the_floor():
    grid_m = np.column_stack([np.arange(30.0), np.zeros(30)])
    tracker = WalkTracker(grid_m)
    for second in range(5):
        tracker.step(np.eye(30)[2], float(second))
    position_m, _ = tracker.step(np.eye(30)[28], 5.0)
    assert position_m[0] < 8.0


def test_walls_make_the_way_longer():
    grid_m = 2.0 * np.array([[x, y] for x in range(5) for y in (0, 1, 2)])
    wall = shapely.box(0.4, -1, 1.6, 3)
    floor = shapely.box(-1, -1, 9, 5).difference(wall)
    free, walled = walking_distance(grid_m), walking_distance(grid_m, floor)
    a, b = 0, 3  # (0, 0) and (2, 0), on either side of the wall
    assert walled[a, b] > free[a, b] + 1
    assert np.isfinite(walled).all()
    np.testing.assert_allclose(walled, walled.T)


def test_components_are_joined_by_a_straight_line():
    grid_m = np.array([[0.0, 0.0], [1.0, 0.0], [50.0, 0.0]])
    floor = shapely.MultiPolygon([shapely.box(-1, -1, 2, 1), shapely.box(49, -1, 51, 1)])
    assert walking_distance(grid_m, floor)[0, 2] == pytest.approx(50.0)


def test_exponential_smoother_forgets_by_time_not_by_count():
    grid_m = np.array([[0.0, 0.0], [10.0, 0.0]])
    slow, fast = ExponentialSmoother(grid_m), ExponentialSmoother(grid_m)
    slow.step(np.array([1.0, 0.0]), 0.0)
    fast.step(np.array([1.0, 0.0]), 0.0)
    one = slow.step(np.array([0.0, 1.0]), 2.0)[0]
    fast.step(np.array([0.0, 1.0]), 1.0)
    two = fast.step(np.array([0.0, 1.0]), 2.0)[0]
    np.testing.assert_allclose(one, two)


@pytest.mark.parametrize("settings", [{"speed_m_per_s": 0}, {"outlier_share": 1.0}])
def test_bad_settings_are_named(settings):
    with pytest.raises(ParameterError, match=next(iter(settings))):
        WalkTracker(np.zeros((2, 2)), **settings)


def test_looking_back_cuts_the_tail_by_a_fifth_on_simulated_walks():
    """Over the walks of three buildings; in one alone the 95 % error rests on a few bad walks."""
    single, smooth = [], []
    for seed in range(3):
        experiment = make_experiment("b", "b", "simulated", simulate_building(random_state=seed))
        survey, test = experiment.survey, experiment.test
        locator = LikelihoodLocator(beacon_position_m=survey.beacon_position_m)
        locator.fit(survey.rss_dbm, survey.known_position_m)
        weights = locator.weights(test.rss_dbm)
        tracker = WalkTracker(locator.grid_, survey.floor.walkable)
        for session in np.unique(test.session_id):
            rows = np.flatnonzero(test.session_id == session)
            walk = tracker.smooth([(weights[row], test.time_s[row]) for row in rows])
            true_m = test.known_position_m[rows]
            single.append(np.linalg.norm(weights[rows] @ locator.grid_ - true_m, axis=1))
            smooth.append(np.linalg.norm(np.array([step[0] for step in walk]) - true_m, axis=1))
    before, after = (np.quantile(np.concatenate(e), 0.95) for e in (single, smooth))
    assert after <= 0.8 * before
