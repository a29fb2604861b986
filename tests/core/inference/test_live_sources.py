"""Live sources: what they hand out, and what they survive."""

import numpy as np
import pytest

from core.datasets import FingerprintSet
from core.datasets.simulation.building import draw_building
from core.errors import ParameterError, UploadError
from core.inference.live import (
    BluetoothSource,
    CsvTail,
    Reading,
    Recording,
    ReplaySource,
    SimulatedWalker,
    bluetooth_available,
    live_files,
    read_readings,
    timeline_of_readings,
    timeline_of_scans,
    write_readings,
)
from core.inference.live.csv_tail import FOLDER_VARIABLE
from core.inference.live.play_clock import PlayClock
from core.inference.live.source import QUEUE_READINGS, Source
from core.inference.live.window import MOST_PHONES, SlidingWindow
from tests.core.inference.waiting import wait_until


class Wall:
    """A clock that a test turns by hand."""

    def __init__(self):
        self.s = 100.0

    def __call__(self):
        return self.s


@pytest.fixture
def wall():
    return Wall()


@pytest.fixture
def scans():
    return FingerprintSet(
        [[-60.0, np.nan], [-61.0, -80.0], [np.nan, -70.0]],
        [[0.0, 0.0], [2.0, 0.0], [9.0, 9.0]],
        ["a", "b"],
        time_s=[10.0, 11.0, 0.0],
        session_id=["one", "one", "two"],
    )


def test_a_replay_hands_out_what_is_due_and_no_more(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), wall_s=wall)
    source.start()
    assert source.take() == [Reading(0.0, "phone", "a", -60.0)]
    assert source.take() == []
    wall.s += 0.99
    assert source.take() == []
    wall.s += 0.02
    assert [reading.beacon_id for reading in source.take()] == ["a", "b"]
    assert source.newest == Reading(1.0, "phone", "b", -80.0)
    wall.s += 5.0  # sessions follow each other after 5 s, whatever their clocks said
    assert source.take() == [Reading(6.0, "phone", "b", -70.0)]
    assert source.health.n_received == 4


def test_a_fast_replay_is_as_much_faster_as_it_says(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), speed=10.0, wall_s=wall)
    source.start()
    wall.s += 0.11
    assert len(source.take()) == 3


def test_a_replay_begins_again_later_never_earlier(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), wall_s=wall)
    source.start()
    wall.s += 7.5
    times = [reading.time_s for reading in source.take()]
    assert times == [0.0, 1.0, 1.0, 6.0, 7.0]
    assert source.walk == 1


def test_a_replay_without_loop_ends(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), loop=False, wall_s=wall)
    source.start()
    wall.s += 60
    assert len(source.take()) == 4
    assert source.health.state == "ended"


def test_truth_lies_between_two_scans_of_one_walk_and_never_between_walks(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), wall_s=wall)
    assert source.truth_m("phone", 0.5).tolist() == [1.0, 0.0]
    assert source.truth_m("phone", 3.0).tolist() == [2.0, 0.0]
    assert source.truth_m("phone", 6.5).tolist() == [9.0, 9.0]


def test_pausing_stops_the_clock_and_a_step_goes_to_the_next_scan(scans, wall):
    source = ReplaySource(timeline_of_scans(scans, np.arange(3)), wall_s=wall)
    source.start()
    source.take()
    source.clock.pause()
    wall.s += 50
    assert source.take() == []
    source.step()
    assert len(source.take()) == 2
    source.step()
    assert source.now_s() == 6.0


def test_a_change_of_speed_does_not_jump(wall):
    clock = PlayClock(wall_s=wall)
    wall.s += 10
    clock.speed = 50.0
    assert clock.now_s() == 10.0
    with pytest.raises(ParameterError, match=r"between 0\.1 and 100"):
        clock.speed = 0.0


def test_scans_without_times_take_a_second_each(scans, wall):
    timeless = FingerprintSet(scans.rss_dbm, scans.position_m, scans.beacon_ids)
    timeline = timeline_of_scans(timeless, np.array([2, 0, 1]))
    assert timeline.truth_time_s.tolist() == [0.0, 1.0, 2.0]
    assert timeline.readings[0].beacon_id == "b"


def test_the_walker_walks_the_surveyed_building_on_and_on(wall):
    building = draw_building(random_state=0)
    source = SimulatedWalker(building, "pocket", wall_s=wall)
    twin = SimulatedWalker(building, "pocket", wall_s=wall)
    assert source.origin == "simulated"
    for one in (source, twin):
        one.start()
    wall.s += 500.0
    readings = source.take()
    assert readings == twin.take()
    assert source.walk == 2
    assert readings[-1].time_s == pytest.approx(500.0, abs=2.0)
    assert {reading.beacon_id for reading in readings} <= {f"B{i}" for i in range(1, 41)}
    assert np.isfinite(source.truth_m("phone", 500.0)).all()
    with pytest.raises(ParameterError, match="texting"):
        SimulatedWalker(building, "juggling")


class Hand(Source):
    """A source that is fed by hand."""

    def start(self):
        pass

    def stop(self):
        pass

    def now_s(self):
        return 0.0


def test_a_flood_leaves_the_newest_and_counts_the_rest():
    source = Hand()
    for number in range(QUEUE_READINGS + 5):
        source._put(Reading(float(number), "p", "a", -60.0))
    taken = source.take()
    assert len(taken) == QUEUE_READINGS
    assert taken[-1].time_s == QUEUE_READINGS + 4
    assert source.health.n_dropped == 5


def test_unusable_levels_are_counted_by_reason():
    source = Hand()
    for level in (0.0, 127.0, -200.0, float("nan"), float("inf")):
        source._put(Reading(0.0, "p", "a", level))
    source._put(Reading(float("nan"), "p", "a", -60.0))
    source._put(Reading(0.0, "", "a", -60.0))
    source._put(Reading(0.0, "p" * 500, "a", -60.0))
    assert source.take() == []
    assert dict(source.health.ignored) == {
        "level outside −130 to 0 dBm": 5,
        "no time": 1,
        "no phone or beacon": 1,
        "name too long": 1,
    }


# the window


def test_the_window_slides():
    window = SlidingWindow(["a", "b"], duration_s=2.0)
    for time_s, level in ((0.0, -60.0), (1.0, -70.0)):
        window.add(Reading(time_s, "p", "a", level))
    assert window.fingerprint("p", 1.0)[0] == -65.0
    assert window.fingerprint("p", 2.5)[0] == -70.0
    assert np.isnan(window.fingerprint("p", 3.5)).all()
    assert np.isnan(window.fingerprint("nobody", 0.0)).all()


def test_repeated_late_and_unknown_readings_are_counted_not_used():
    window = SlidingWindow(["a"], duration_s=2.0)
    for reading in (
        *[Reading(100.0, "p", "a", -60.0)] * 3,
        Reading(50.0, "p", "a", -90.0),
        Reading(100.5, "p", "zz", -90.0),
    ):
        window.add(reading)
    assert window.fingerprint("p", 100.5).tolist() == [-60.0]
    assert window.troubles == {"repeated": 2, "too late": 1, "unknown beacon": 1}
    assert list(window.unknown_beacons) == ["zz"]


def test_packets_out_of_order_within_the_window_count():
    window = SlidingWindow(["a"], duration_s=2.0)
    for time_s in (100.0, 99.5, 99.9):
        window.add(Reading(time_s, "p", "a", -60.0 - time_s))
    assert window.fingerprint("p", 100.0)[0] == pytest.approx(-60 - 99.8)


def test_a_clock_that_was_set_back_is_followed_after_three_readings():
    window = SlidingWindow(["a"], duration_s=2.0)
    window.add(Reading(1e9, "p", "a", -60.0))
    for time_s in (5.0, 5.1, 5.2):
        window.add(Reading(time_s, "p", "a", -80.0))
    assert window.restarts("p") == 1
    assert window.fingerprint("p", 5.2).tolist() == [-80.0]
    assert window.troubles["clock ran back"] == 1


def test_many_phones_push_out_the_one_not_heard_longest():
    window = SlidingWindow(["a"], duration_s=2.0)
    for number in range(MOST_PHONES + 3):
        window.add(Reading(float(number), f"phone {number}", "a", -60.0))
    assert len(window.phones) == MOST_PHONES
    assert "phone 0" not in window.phones
    assert window.troubles["too many phones"] == 3


# recordings and files


def test_a_recording_reads_back_and_runs_nothing_in_a_spreadsheet():
    recording = Recording()
    readings = [Reading(0.5, "=cmd|x", "B1", -60.0), Reading(1.0, "'p", "-b", -61.5)]
    recording.add(readings[0])
    assert len(recording) == 0
    recording.on = True
    for reading in readings:
        recording.add(reading)
    data = recording.to_csv()
    assert not any(cell.startswith(b"=") for cell in data.replace(b"\n", b",").split(b","))
    assert read_readings(data, "r.csv") == readings
    played = timeline_of_readings(readings)
    assert played.readings[0].time_s == 0.0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin"),
        (b"time_s,phone,beacon_id,rss_dbm\n", "no reading"),
        (b"time_s,phone,beacon_id,rss_dbm\n1,p,a,loud\n", "Line 2"),
        (b"time_s,phone,beacon_id,rss_dbm\n1,p,a,-60\n2,p,a,5\n", "Line 3"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_recording_says_why(data, said):
    with pytest.raises(UploadError, match=said):
        read_readings(data, "r.csv")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_growing_file_is_followed_through_halves_cuts_and_replacement(folder, wall):
    path = folder / "live.csv"
    path.write_bytes(write_readings([Reading(0.0, "p", "old", -60.0)]))
    assert live_files() == ["live.csv"]
    source = CsvTail("live.csv", wall_s=wall)
    source.start()
    assert source.take() == []
    with path.open("a") as file:
        file.write("1.0,p,a,-61\n2.0,p,")
    assert source.take() == [Reading(1.0, "p", "a", -61.0)]
    with path.open("a") as file:
        file.write("b,-62\nnonsense\n")
    assert source.take() == [Reading(2.0, "p", "b", -62.0)]
    assert dict(source.health.ignored) == {"line not understood": 1}
    wall.s += 3.0
    assert source.now_s() == 5.0
    path.write_text("5.0,p,c,-63\n")
    assert source.take() == [Reading(5.0, "p", "c", -63.0)]
    path.unlink()
    assert source.take() == []
    assert source.health.state == "lost"
    path.write_text("6.0,p,d,-64\n")
    assert [reading.beacon_id for reading in source.take()] == ["d"]
    assert source.health.state == "running"


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd"])
def test_only_the_folder_that_the_operator_named_is_read(folder, name):
    with pytest.raises(UploadError, match=FOLDER_VARIABLE):
        CsvTail(name)


def test_without_a_folder_nothing_is_read(monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    assert live_files() == []
    with pytest.raises(UploadError, match=FOLDER_VARIABLE):
        CsvTail("live.csv")


# bluetooth


class _Scanner:
    """Stands for the adapter: hands one advertisement over as soon as the scan begins."""

    def __init__(self, heard):
        self.heard = heard

    async def __aenter__(self):
        device = type("Device", (), {"address": "AA:BB"})()
        self.heard(device, type("Advertisement", (), {"local_name": None, "rssi": -55})())

    async def __aexit__(self, *error):
        return None


def test_bluetooth_readings_come_from_the_scanner():
    source = BluetoothSource(_Scanner)
    source.start()
    wait_until(lambda: source.health.state == "running")
    reading = source.take()[0]
    assert (reading.beacon_id, reading.rss_dbm) == ("AA:BB", -55.0)
    source.stop()
    assert source.health.state == "stopped"


def test_a_machine_without_bluetooth_says_so():
    def broken(heard):
        raise OSError("no adapter")

    source = BluetoothSource(broken)
    source.start()
    wait_until(lambda: source.health.state == "lost")
    assert "choose a replay" in source.health.message
    source.stop()
    available, said = bluetooth_available()
    assert available or "pip install bleak" in said
