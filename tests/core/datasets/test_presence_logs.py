"""Logs of room presence: stations that hear a phone play the part of beacons."""

import json

import numpy as np
import pytest

from core.datasets.readers import inspect_upload, open_upload
from core.errors import UploadError

LINES = b"""2023-05-14T10:00:00+0000 espresense/devices/tag/hall {"rssi": -61.5, "distance": 2}
2023-05-14T10:00:01+0000 espresense/devices/tag/door {"rssi": -70}
2023-05-14T10:00:01+0000 espresense/devices/anna/door {"rssi": -80}
2023-05-14T10:00:02+0000 espresense/devices/tag/hall {"rssi": -63}
2023-05-14T10:00:20+0000 espresense/devices/tag/door {"rssi": -72}
2023-05-14T10:00:20+0000 espresense/rooms/hall/status online
2023-05-14T10:00:21+0000 espresense/devices/tag/hall {broken}
"""


def test_a_scan_ends_where_a_station_speaks_again_and_after_ten_seconds():
    upload = open_upload(LINES, "a.log", "fingerprints")
    scans = upload.dataset
    assert scans.beacon_ids.tolist() == ["hall", "door"]
    assert scans.device_id.tolist() == ["tag", "anna", "tag", "tag"]
    expected = [[-61.5, -70], [np.nan, -80], [-63, np.nan], [np.nan, -72]]
    np.testing.assert_array_equal(scans.rss_dbm, expected)
    assert np.diff(scans.time_s).tolist() == [1, 1, 18]
    assert "no level of a station left out: 2." in " ".join(upload.notices)


def test_messages_without_a_time_are_scans_all_the_same():
    lines = [f'espresense/devices/t/{s} {{"rssi": -6{i}}}' for i in range(3) for s in "ab"]
    scans = open_upload("\n".join(lines).encode(), "a.txt", "fingerprints").dataset
    np.testing.assert_array_equal(scans.rss_dbm, [[-60, -60], [-61, -61], [-62, -62]])
    assert scans.time_s is None


@pytest.mark.parametrize("wrapped", [False, True])
def test_what_bermuda_remembers_is_read_level_by_level(wrapped):
    heard = {
        "aa__b1": {"scanner_address": "b1", "rssi": -60, "stamp": 9.0,
                   "hist_rssi": [-60, -58], "hist_stamp": [9.0, 2.0]},
        "aa__b2": {"scanner_address": "b2", "rssi": -70, "stamp": 9.5},
        "aa__b3": {"scanner_address": "b3", "rssi": None, "stamp": 0},
    }  # fmt: skip
    dump = {"aa": {"name": "tag", "adverts": heard}, "b1": {"name": "hall", "adverts": {}}}
    data = json.dumps({"response": dump} if wrapped else dump).encode()
    scans = open_upload(data, "dump.json", "fingerprints").dataset
    assert scans.beacon_ids.tolist() == ["b1", "b2"]
    np.testing.assert_array_equal(scans.rss_dbm, [[-58, np.nan], [-60, -70]])


def test_a_log_in_which_nothing_was_heard_is_refused():
    with pytest.raises(UploadError, match="no station heard anything"):
        inspect_upload(b"espresense/devices/a/b {}\n", "a.log", "fingerprints")
