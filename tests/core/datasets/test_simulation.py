"""The simulated building obeys its own physics, and the finding it was built to show."""

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from core.datasets import simulate_building
from core.datasets.simulation.building import draw_building
from core.datasets.simulation.layout import SHAFT, office_floor
from core.datasets.simulation.poses import POSES, check_pose
from core.datasets.simulation.radio import Radio, wall_loss_db
from core.datasets.simulation.random_field import RandomField
from core.datasets.simulation.walks import walk
from core.datasets.simulation.windows import one_second_windows, reception, slow_fading_db
from core.errors import ParameterError
from core.localization import KernelLocator, NeighborsLocator


@pytest.fixture(scope="module")
def layout():
    return office_floor()


def test_the_same_seed_gives_the_same_scans_and_another_does_not():
    first, again, other = (
        simulate_building(spacing_m=4, n_windows=2, walk_s=20, random_state=seed).rss_dbm
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(np.nan_to_num(first), np.nan_to_num(other))


@pytest.mark.parametrize("seed", range(5))
def test_matching_in_dbm_is_at_least_a_tenth_worse_than_powed(seed):
    scans = simulate_building(random_state=seed)
    survey, test = scans.only("survey"), scans.only("test")

    def mean_error_m(locator) -> float:
        locator.fit(survey.rss_dbm, survey.position_m)
        error_m = np.linalg.norm(locator.predict(test.rss_dbm) - test.position_m, axis=1)
        return float(np.nanmean(error_m))

    powed, neighbors = mean_error_m(KernelLocator()), mean_error_m(NeighborsLocator())
    assert neighbors >= 1.1 * powed
    assert 1.0 < powed < 3.0  # hard enough to be real, good enough to be useful


def test_walkers_stay_on_the_floor_and_pass_through_doors(layout):
    rooms = {name: room for name, room in layout.rooms.items() if name != SHAFT}
    for seed in range(20):
        position_m, heading = walk(layout, 200, np.random.default_rng(seed))
        assert position_m.shape == (200, 2)
        assert heading.shape == (200,)
        floor = layout.walkable.buffer(1e-6)
        assert all(floor.contains(Point(p)) for p in position_m)
        assert not any(LineString(position_m).intersects(wall) for wall, _ in layout.walls)
        pace = np.linalg.norm(np.diff(position_m, axis=0), axis=1)
        assert pace.max() <= 1.3 + 1e-9
        visited = {n for n, room in rooms.items() for p in position_m if room.contains(Point(p))}
        assert len(visited) >= 2


def test_every_room_but_the_shaft_is_reachable(layout):
    assert layout.walkable.geom_type == "Polygon"
    for name, room in layout.rooms.items():
        reachable = layout.walkable.intersection(room).area > 0.3 * room.area
        assert reachable == (name != SHAFT)


def test_walls_cost_what_their_material_says(layout):
    along = wall_loss_db(layout, np.array([[2.0, 7.5]]), np.array([[28.0, 7.5]]))
    assert along[0, 0] == 0  # the corridor is open
    next_room = wall_loss_db(layout, np.array([[6.0, 13.0]]), np.array([[8.0, 13.0]]))
    assert next_room[0, 0] == 3
    through_shaft = wall_loss_db(layout, np.array([[7.0, 3.0]]), np.array([[12.0, 3.0]]))
    assert through_shaft[0, 0] >= 15
    both_ways = wall_loss_db(layout, np.array([[1.0, 1.0]]), np.array([[29.0, 14.0]]))
    back = wall_loss_db(layout, np.array([[29.0, 14.0]]), np.array([[1.0, 1.0]]))
    assert both_ways == back
    assert both_ways[0, 0] <= 20


def test_power_falls_with_distance(layout):
    rng = np.random.default_rng(0)
    near_m = np.column_stack([np.linspace(1, 29, 300), np.full(300, 7.5)])
    radio = Radio.draw(layout, np.array([[0.5, 7.5]]), rng)
    mean = radio.mean_dbm(near_m, check_pose("floor"), rng)[:, 0]
    slope = np.polyfit(np.log10(near_m[:, 0] - 0.5), mean, 1)[0]
    # 10 n = 25 dB a decade, ± what shadowing of 4 dB over 28 m can do to one line
    assert slope == pytest.approx(-25, abs=10)


def test_a_field_has_the_variance_and_the_correlation_it_claims():
    rng = np.random.default_rng(1)
    field = RandomField.draw(4000, 3.0, 2.5, rng)
    apart_m = np.array([0.0, 1.0, 2.5, 5.0])
    values = field(np.column_stack([apart_m, np.zeros(4)]))
    assert values[0].std() == pytest.approx(3.0, rel=0.08)
    correlation = [np.corrcoef(values[0], row)[0, 1] for row in values]
    # 512 waves and 4,000 fields: standard error about 0.05
    np.testing.assert_allclose(correlation, np.exp(-apart_m / 2.5), atol=0.12)


def test_fading_remembers_a_second():
    fading = slow_fading_db(20_000, 3, np.random.default_rng(2))
    assert fading.std() == pytest.approx(2.8, rel=0.05)
    for column in fading.T:
        assert np.corrcoef(column[:-1], column[1:])[0, 1] == pytest.approx(0.7, abs=0.03)


def test_weak_packets_are_lost_and_the_rest_average_to_the_level():
    assert (np.diff(reception(np.linspace(-120, -40, 200))) > 0).all()
    mean_dbm = np.tile([-60.0, -93.0, -115.0], (3000, 1))
    heard = one_second_windows(mean_dbm, np.zeros_like(mean_dbm), np.random.default_rng(3))
    assert np.nanmean(heard[:, 0]) == pytest.approx(-60, abs=0.1)
    share = np.isfinite(heard).mean(axis=0)
    assert share[0] > 0.99
    assert 0.5 < share[1] <= 1.0
    assert share[2] < 0.01


def test_a_held_phone_hears_more_than_one_on_the_floor_and_a_bag_less():
    building = draw_building(random_state=0)
    rng = np.random.default_rng(4)
    heard = {
        pose: np.isfinite(building.walk(pose, 400, pose, rng).rss_dbm).sum(axis=1).mean()
        for pose in POSES
    }
    assert heard["texting"] > heard["floor"] > heard["bag"]


def test_survey_and_walks_are_labelled():
    scans = simulate_building(spacing_m=3, n_windows=3, walk_s=15, random_state=0)
    survey, test = scans.only("survey"), scans.only("test")
    assert set(survey.holding) == {"floor"}
    assert set(test.holding) == set(POSES) - {"floor"}
    assert survey.n_scans == 3 * len(np.unique(survey.position_m, axis=0))
    assert scans.floor.rooms
    assert len(scans.floor.doors) == 7
    inside = shapely.box(0, 0, 30, 15)
    assert all(inside.contains(Point(p)) for p in scans.beacon_position_m)


def test_unknown_pose_and_impossible_number_of_beacons_say_the_choices():
    with pytest.raises(ParameterError, match="texting, calling"):
        simulate_building(poses=("juggling",), spacing_m=5, n_windows=1)
    with pytest.raises(ParameterError, match="between 1 and 26"):
        simulate_building(n_beacons=99)
