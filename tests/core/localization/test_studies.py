"""Studies on top of the locators: comparison, bands, calibration, oracle, maps of error, gaps."""

import numpy as np
import pytest
import shapely

from core.datasets import PacketLog, simulate_building
from core.errors import Cancelled
from core.localization import (
    KernelLocator,
    calibration_curve,
    comparison_table,
    hand_held_oracle,
    make_experiment,
    method,
    sensitivity_band,
    try_methods,
    walking_distance,
)
from core.localization.calibration_study import as_table, stops_of
from core.localization.error_map import along_path_error, errors_by_place, room_hit_rate
from core.localization.map_interpolation import interpolate, make_lattice
from core.localization.scan_duration import full_windows, scan_durations
from core.localization.survey_gaps import find_gaps


@pytest.fixture(scope="module")
def building():
    return make_experiment("b", "b", "simulated", simulate_building(random_state=0))


def test_a_stopped_comparison_keeps_what_it_had(building):
    def stop_at_the_third(share, message):
        if share >= 2 / 3:
            raise Cancelled("stopped")

    rows = [method(key) for key in ("kernel", "gaussian", "neighbors")]
    results = []
    with pytest.raises(Cancelled):
        results.extend(try_methods(rows, building, progress=stop_at_the_third))
    table = comparison_table(results, building)
    assert set(table["method"]) == {"Kernel vote", "Gaussian kernel on dBm"}
    assert (table["low_m"] < table["mean_m"]).all()
    assert (table["mean_m"] < table["high_m"]).all()
    assert table["mean_m"].is_monotonic_increasing


def test_the_band_holds_the_defaults(building):
    survey = building.survey
    band = sensitivity_band(
        lambda settings: KernelLocator(**settings).fit(survey.rss_dbm, survey.known_position_m),
        building.test.select(np.arange(0, building.test.n_scans, 20)),
    )
    assert len(band.table) == 60
    low, high = band.range_m
    assert low <= band.median_m <= high


def test_more_stops_help_and_are_not_tested_on(building):
    rows = list(calibration_curve(building, counts=(0, 3, 30), n_draws=2))
    table = as_table(rows)
    assert table["n_stops"].tolist() == [0, 3, 30]
    assert table["mean_m"].iloc[2] < table["mean_m"].iloc[0] * 1.05


def test_stops_follow_the_places_when_scans_have_no_stop_id(building):
    stop = stops_of(building.test)
    assert stop.min() == 0
    assert len(stop) == building.test.n_scans
    assert np.array_equal(np.unique(stop), np.arange(stop.max() + 1))


def test_the_oracle_never_surveys_its_own_square():
    """One scan per square: the oracle must answer from the other squares, 3 m away."""
    from core.datasets import FingerprintSet

    place_m = np.column_stack([3.0 * np.arange(10) + 0.5, np.zeros(10) + 0.5])
    rss_dbm = np.column_stack([-50 - 2.0 * np.arange(10), -70 + 2.0 * np.arange(10)])
    test = FingerprintSet(rss_dbm=rss_dbm, position_m=place_m, beacon_ids=np.array(["a", "b"]))
    from core.localization import NeighborsLocator

    error_m = np.linalg.norm(
        hand_held_oracle(test, NeighborsLocator(n_neighbors=1)) - place_m, axis=1
    )
    assert (error_m >= 3.0 - 1e-9).all()


def test_bias_and_noise_are_told_apart():
    true_m = np.repeat([[0.0, 0.0], [5.0, 0.0]], 100, axis=0)
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 1, (200, 2))
    noise[100:] = [2.0, 0.0]
    table = errors_by_place(true_m, true_m + noise)
    assert np.hypot(table["bias_x_m"][0], table["bias_y_m"][0]) < 0.4
    assert table["bias_x_m"][1] == pytest.approx(2.0)
    assert errors_by_place(true_m, true_m + noise, cell_m=10.0).shape[0] == 1


def test_around_a_corner_the_walk_is_longer_than_the_line():
    leg = np.arange(0, 11.0)
    grid_m = np.vstack([np.column_stack([leg, 0 * leg]), np.column_stack([0 * leg, leg])[1:]])
    corridor = shapely.LineString([(10, 0), (0, 0), (0, 10)])
    distance_m = walking_distance(grid_m, corridor)
    along = along_path_error(np.array([[6.0, 0.0]]), np.array([[0.0, 8.0]]), grid_m, distance_m)
    assert along[0] == pytest.approx(14.0)
    assert np.isnan(
        along_path_error(np.array([[6.0, 0.0]]), np.full((1, 2), np.nan), grid_m, distance_m)
    ).all()


def test_rooms_are_hit_or_missed(building):
    floor, true_m = building.survey.floor, building.test.known_position_m
    assert room_hit_rate(floor, true_m, true_m) == 1.0
    assert room_hit_rate(floor, true_m, true_m + 1000.0) == 0.0


def test_interpolation_stays_within_what_was_measured_and_stops_where_nothing_was():
    rng = np.random.default_rng(0)
    grid_m, value = rng.uniform(0, 10, (60, 2)), rng.uniform(-90, -50, 60)
    lattice = make_lattice((-20, -20, 20, 20))
    surface = interpolate(grid_m, value, lattice)
    shown = surface[np.isfinite(surface)]
    assert value.min() <= shown.min() <= shown.max() <= value.max()
    assert np.isnan(surface[0, 0])
    constant = interpolate(grid_m, np.full(60, -70.0), lattice)
    np.testing.assert_allclose(constant[np.isfinite(constant)], -70.0)
    doubled = interpolate(np.vstack([grid_m, grid_m[:1]]), np.append(value, value[0]), lattice)
    assert np.isfinite(doubled[np.isfinite(surface)]).all()


def test_a_single_place_is_its_own_map():
    surface = interpolate(np.zeros((1, 2)), np.array([-60.0]), make_lattice((-1, -1, 1, 1)))
    np.testing.assert_allclose(surface, -60.0)


def test_the_next_place_is_where_the_survey_is_farthest():
    grid_m = np.column_stack([np.arange(0, 10.0), np.zeros(10)])
    lattice = make_lattice((0, -0.5, 20, 0.5), walkable=shapely.box(0, -0.5, 20, 0.5))
    gaps = find_gaps(grid_m, lattice, n_next=3)
    assert gaps.next_m[0, 0] > 19.5
    assert (np.diff(gaps.next_gap_m) <= 1e-9).all()
    assert 0.3 < gaps.missing_share < 0.5
    assert len(find_gaps(lattice.cells_m.reshape(-1, 2), lattice).next_m) == 0


def packets(seconds, position_m, role, session, rng):
    times = np.sort(rng.uniform(0, seconds, int(20 * seconds)))
    return {
        "time_s": times,
        "beacon_id": rng.choice(["a", "b"], len(times)),
        "rss_dbm": rng.normal(-60 - 10 * position_m[0], 3, len(times)).clip(-99, -20),
        "stop_id": np.full(len(times), session),
        "session_id": np.full(len(times), session),
        "position_m": np.tile(position_m, (len(times), 1)),
        "role": np.full(len(times), role),
    }


def test_only_full_windows_count_and_durations_come_one_by_one():
    rng = np.random.default_rng(0)
    parts = [packets(12.0, (x, 0.0), "survey", f"s{x}", rng) for x in (0.0, 1.0, 2.0)]
    parts += [packets(19.0, (x, 0.0), "test", f"t{x}", rng) for x in (0.0, 1.0, 2.0)]
    log = PacketLog(**{key: np.concatenate([part[key] for part in parts]) for key in parts[0]})
    ten = full_windows(log, 10.0)
    assert (ten.role == "test").sum() == 3  # the last nine seconds are no ten-second scan
    one = full_windows(log, 1.0)
    assert (one.role == "test").sum() >= 3 * 18
    experiment = make_experiment("p", "p", "measured", one)
    rows = list(scan_durations([method("kernel")], experiment, log, durations_s=(1.0, 5.0)))
    assert [row["duration_s"] for row in rows] == [1.0, 5.0]
    assert rows[1]["n_scans"] == 9
