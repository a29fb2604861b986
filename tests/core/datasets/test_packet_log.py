"""Packets to windows: a brute-force twin, session borders, and refusals."""

import numpy as np
import pytest

from core.datasets.packet_log import PacketLog, split_sessions
from core.errors import ParameterError


def _log(n=500, seed=3):
    rng = np.random.default_rng(seed)
    session = np.sort(rng.integers(0, 4, n))
    return PacketLog(
        time_s=rng.uniform(0, 7, n) + 1e9 * session,
        beacon_id=rng.choice(["1", "7", "x"], n),
        rss_dbm=-rng.integers(40, 100, n).astype(float),
        stop_id=(session // 2).astype(str),
        session_id=session.astype(str),
        position_m=np.column_stack([session, -session]).astype(float),
        role=np.where(session < 2, "survey", "test"),
    )


@pytest.mark.parametrize("duration_s", [0.3, 1.0, 100.0, np.inf])
def test_windows_equal_a_loop_over_the_packets(duration_s):
    log = _log()
    scans = log.windows(duration_s)
    expected = {}
    for session in np.unique(log.session_id):
        rows = np.flatnonzero(log.session_id == session)
        start = log.time_s[rows].min()
        for row in rows:
            number = int((log.time_s[row] - start) // duration_s)
            cell = expected.setdefault((session, number), {})
            cell.setdefault(log.beacon_id[row], []).append(log.rss_dbm[row])
    assert scans.n_scans == len(expected)
    for index, (session, number) in enumerate(sorted(expected)):
        means = {b: np.mean(v) for b, v in expected[session, number].items()}
        wanted = [means.get(b, np.nan) for b in scans.beacon_ids]
        np.testing.assert_allclose(scans.rss_dbm[index], wanted)
        assert scans.session_id[index] == session
        np.testing.assert_array_equal(scans.position_m[index], [int(session), -int(session)])


def test_the_order_of_the_packets_does_not_matter():
    log, shuffled = _log(), np.random.default_rng(0).permutation(500)
    fields = ("time_s", "beacon_id", "rss_dbm", "stop_id", "session_id", "position_m", "role")
    other = PacketLog(**{name: getattr(log, name)[shuffled] for name in fields})
    np.testing.assert_allclose(log.windows(1.0).rss_dbm, other.windows(1.0).rss_dbm)


def test_packets_of_unknown_beacons_are_ignored():
    log = PacketLog([0, 0.1], ["1", "10"], [-60, -50], ["s", "s"], ["s", "s"], beacon_ids=["1"])
    assert log.windows(1.0).rss_dbm.tolist() == [[-60.0]]


@pytest.mark.parametrize("duration_s", [0.0, -1.0, np.nan])
def test_a_window_needs_a_duration(duration_s):
    with pytest.raises(ParameterError, match="duration_s"):
        _log().windows(duration_s)


def test_a_packet_needs_power_below_zero():
    with pytest.raises(ParameterError, match="rss_dbm"):
        PacketLog([0.0], ["1"], [0.0], ["s"], ["s"])


def test_sessions_split_where_time_runs_back_or_pauses():
    assert split_sessions(np.array([0, 29.9, 60.0, 59.0, 59.5])).tolist() == [0, 0, 1, 2, 2]
    assert split_sessions(np.array([1.0])).tolist() == [0]
