"""Surveys as people have them: each small file below was once misread, and has one right answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from core.datasets import FingerprintSet, FloorPlan
from core.datasets.readers import build_upload, inspect_upload, open_upload, place_on_plan
from core.errors import UploadError

PLACES = [(x, y) for x in (0.0, 3.0, 6.0, 9.0) for y in (0.0, 3.0, 6.0)]


def level(x: float, y: float, beacon: int) -> int:
    """Whole dBm of one of four beacons in the corners."""
    corner = [(0, 0), (9, 0), (0, 6), (9, 6)][beacon]
    return round(-50 - 2 * np.hypot(x - corner[0], y - corner[1]))


LEVELS = np.array([[level(x, y, beacon) for beacon in range(4)] for x, y in PLACES])


def wide(head: str = "x,y", names: str = "A,B,C,D", places=PLACES, levels=LEVELS, end="") -> str:
    rows = [
        ",".join([*map(str, place), *map(str, row)]) + end
        for place, row in zip(places, levels, strict=True)
    ]
    return "\n".join([f"{head},{names}", *rows])


def read(text: str | bytes, name: str = "survey.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    upload = open_upload(data, name, "fingerprints")
    assert isinstance(upload.dataset, FingerprintSet)
    return upload.dataset, " ".join(upload.notices)


def test_degrees_are_told_by_name_and_range_and_become_metres():
    degrees = [(43.53 + y / 111_104, -80.22 + x / 80_838) for x, y in PLACES]
    scans, said = read(wide("lat,lon", places=degrees))
    np.testing.assert_allclose(scans.position_m, PLACES, atol=0.01)
    assert scans.georeference.latitude_deg == pytest.approx(43.53)
    assert "9 m × 6 m" in said
    assert "read as metres" not in said


def test_a_longitude_in_metres_is_no_degree():
    head = "WAP001,WAP002,LONGITUDE,LATITUDE,FLOOR,BUILDINGID,PHONEID"
    rows = [
        f"-{50 + place},100,{-7541.26 + 3 * place},{4864921.7 + place},{floor},{building},{place}"
        for building in (0, 1)
        for floor in (0, 1, 2)
        for place in range(3)
    ]
    scans, said = read("\n".join([head, *rows]))
    assert scans.georeference is None
    assert np.ptp(scans.position_m, axis=0).tolist() == pytest.approx([6, 2])
    assert scans.floor_names == ("0/0", "0/1", "0/2", "1/0", "1/1", "1/2")
    assert scans.device_id.tolist() == ["0", "1", "2"] * 6
    assert "Floors: 6" in said


def test_the_same_place_on_two_floors_is_two_places():
    rows = [f"0,0,{floor},{level_dbm},-70" for floor, level_dbm in ((0, -50), (1, -80))]
    scans, said = read("\n".join(["x,y,floor,A,B", *rows]))
    assert scans.floor_id.tolist() == ["0", "1"]
    assert scans.rss_dbm[:, 0].tolist() == [-50, -80]
    assert "not used" not in said


def test_readings_of_two_floors_are_never_averaged():
    rows = [f"0,0,{floor}.0,a,{-50 - 30 * floor}" for floor in (0, 1) for _ in range(2)]
    scans, _ = read("\n".join(["x,y,floor,beacon,rss", *rows]))
    assert scans.floor_id.tolist() == ["0", "1"]
    assert scans.rss_dbm.ravel().tolist() == [-50, -80]
    assert len(set(scans.stop_id.tolist())) == 2


def test_an_ibeacon_is_called_by_uuid_major_and_minor():
    rows = [
        f"{1_682_935_200_000 + 10 * minor},e2c5,1,{minor},{-48 - minor},0,0" for minor in (1, 2, 3)
    ]
    scans, _ = read("\n".join(["timestamp,uuid,major,minor,rssi,x,y", *rows]))
    assert scans.beacon_ids.tolist() == ["e2c5/1/1", "e2c5/1/2", "e2c5/1/3"]


@pytest.mark.parametrize(
    ("head", "beacons"),
    [
        ("mac,uuid,rssi,x,y", ["aa:1", "aa:2"]),
        ("device,uuid,rssi,x,y", ["u"]),
        ("phone,device,rssi,x,y", ["u"]),
        ("device,phone,rssi,x,y", ["aa:1", "aa:2"]),
    ],
)
def test_the_column_that_calls_beacons_best_is_taken(head, beacons):
    scans, _ = read(f"{head}\naa:1,u,-50,0,0\naa:2,u,-60,3,0\n")
    assert scans.beacon_ids.tolist() == beacons


@pytest.mark.parametrize(
    "names", ["ECoord,NCoord", "Easting,Northing", "x_m,y_m", "East [m],North [m]"]
)
def test_names_of_coordinates(names):
    scans, _ = read(wide(names))
    np.testing.assert_array_equal(scans.position_m, PLACES)


def test_unused_columns_of_numbers_are_offered_as_positions():
    scans, said = read(wide("Horz,Vert"))
    assert scans.position_m is None
    assert "could be x and y: 'Horz', 'Vert'" in said


def test_the_line_above_wigles_header_is_left_out():
    head = "WigleWifi-1.4,appRelease=2.70,model=X,release=13\n"
    head += "MAC,SSID,FirstSeen,Channel,RSSI,CurrentLatitude,CurrentLongitude,Type\n"
    rows = [
        f'aa:{beacon},"net, {beacon}",2023-05-01 10:00:0{place},0,{-50 - place},'
        f"{43.53 + place / 1e4},-80.2,BLE"
        for place in range(3)
        for beacon in range(2)
    ]
    scans, said = read(head + "\n".join(rows))
    assert scans.rss_dbm.shape == (3, 2)
    assert scans.row_id.tolist() == ["3", "5", "7"]
    assert scans.time_s is not None
    assert "WiGLE" in said


def test_a_unit_in_the_cells():
    scans, _ = read("mac,rssi,x,y\naa,-62 dBm,0,0\nbb,-75dBm,0,0\naa,-60 DBM,3,0\n")
    np.testing.assert_array_equal(scans.rss_dbm, [[-62, -75], [-60, np.nan]])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("10/18/2016 11:00:20 AM", "10/18/2016 01:00:20 PM"),
        ("18/10/2016 11:00:20", "18/10/2016 13:00:20"),
        ("18.10.2016 11:00:20", "18.10.2016 13:00:20"),
        ("2016-10-18 11:00:20.5", "2016-10-18 13:00:20.5"),
        ("10/18/2016 11:00:20.25 AM", "10/18/2016 01:00:20.25 PM"),
    ],
)
def test_dates_of_many_countries(first, second):
    scans, said = read(f"x,y,time,A,B\n0,0,{first},-50,-60\n3,0,{second},-51,-61\n")
    assert np.diff(scans.time_s).tolist() == [7200]
    assert "Times were read as d" in said or "Times were read as month/day/year" in said
    assert "left out" not in said


def test_one_sentence_says_why_times_are_not_read():
    scans, said = read("x,y,time,A,B\n0,0,half past ten,-50,-60\n3,0,noon,-51,-61\n")
    assert scans.time_s is None
    assert "'half past ten'" in said
    assert "2023-05-31 14:05:09" in said
    assert "Times were read" not in said


def test_signs_separators_headers_and_encodings_that_programs_write():
    plain, _ = read(wide())
    minus = wide().replace("-", "\N{MINUS SIGN}")
    repeated = wide() + "\nx,y,A,B,C,D\n" + wide().split("\n", 1)[1]
    for text, notice in (
        (minus, "Minus signs"),
        (wide(end=","), "separator too many: 12"),
        (wide().encode("utf-16-le"), "UTF-16-LE"),
        (wide().encode("utf-16-be"), "UTF-16-BE"),
    ):
        scans, said = read(text)
        np.testing.assert_array_equal(scans.rss_dbm, plain.rss_dbm)
        assert notice in said
    scans, said = read(repeated)
    assert scans.n_scans == 2 * plain.n_scans
    assert "Rows left out: 1 (they repeat the header)." in said
    assert scans.row_id.tolist()[12:14] == ["15", "16"]


@pytest.mark.parametrize("mark", [-110, -100, -95])
def test_a_spike_at_the_lowest_level_means_not_heard_unless_told(mark):
    levels = np.where(LEVELS < -60, mark, LEVELS)
    table, mapping = inspect_upload(wide(levels=levels).encode(), "a.csv", "fingerprints")
    upload = build_upload(table, mapping)
    assert np.isnan(upload.dataset.rss_dbm).any()
    assert f"Readings of {mark} dBm taken as 'not heard'" in " ".join(upload.notices)
    kept = build_upload(table, replace(mapping, spike_is_silence=False))
    assert kept.dataset.rss_dbm.min() == mark
    assert "kept as readings" in " ".join(kept.notices)


def test_a_survey_that_hears_down_to_its_sensitivity_has_no_spike():
    rng = np.random.default_rng(0)
    levels = np.maximum(rng.integers(-104, -60, (12, 4)), -100)
    scans, said = read(wide(levels=levels))
    assert "not heard" not in said
    assert scans.rss_dbm.min() == -100


def test_powers_without_their_sign_and_repeated_columns_are_refused():
    with pytest.raises(UploadError, match="minus signs are missing"):
        read(wide(levels=-LEVELS))
    with pytest.raises(UploadError, match="several columns named 'A'"):
        read(wide(names="A,A,C,D"))


def test_one_beacon_is_said():
    _, said = read("x,y,A\n0,0,-60\n3,0,-65\n6,0,-70\n")
    assert "The set holds one beacon" in said


def test_pixels_wait_for_their_plan():
    upload = open_upload(
        b"x_px,y_px,B1,B2\n100,100,-48,-69\n100,300,-61,-70\n", "a.csv", "fingerprints"
    )
    assert upload.dataset.position_m is None
    assert "pixels of the floor plan" in " ".join(upload.notices)
    plan = FloorPlan(np.zeros((400, 400, 3), np.uint8), [[0.05, 0, 0], [0, -0.05, 20]])
    placed = place_on_plan(upload, plan)
    np.testing.assert_allclose(placed.dataset.position_m, [[5, 15], [5, 5]])
    assert "pixels of the floor plan" not in " ".join(placed.notices)


def test_slow_beacons_are_heard_together_in_longer_windows():
    rows = [
        f"{20 * place + beacon},b{beacon},{LEVELS[place, beacon]},{3 * place},0"
        for place in range(4)
        for beacon in range(4)
    ]
    scans, said = read("\n".join(["time_s,beacon,rss,x,y", *rows]))
    assert scans.rss_dbm.shape == (4, 4)
    assert "5 s windows" in said


def test_ids_of_rows_are_the_files_own_else_what_a_spreadsheet_counts():
    scans, _ = read("id,x,y,A,B\nS1,0,0,-50,-60\n,3,0,-51,-61\n")
    assert scans.row_id.tolist() == ["S1", "3"]
    scans, _ = read("# made by hand\n\nx,y,A,B\n0,0,-50,-60\n\n3,0,-51,-61\n")
    assert scans.row_id.tolist() == ["4", "6"]


# The same faults as files, beside a developer's checkout: file → scans, beacons, words of a notice.
FAULTS = Path(__file__).parents[4] / "shared" / "faults" / "localization"
RIGHT: dict[str, tuple[int, int, str]] = {
    "02b_utf16_nobom.csv": (12, 4, "UTF-16-LE"),
    "03b_trailing_separator_rows_only.csv": (12, 4, "separator too many: 12"),
    "07_ujiindoorloc.csv": (72, 4, "Floors: 6"),
    "08_two_floors_same_xy.csv": (24, 4, "Floors: 2"),
    "09_latlon_wide.csv": (12, 4, "9.01 m × 5.99 m"),
    "10_wigle14.csv": (12, 4, "9.01 m × 5.99 m"),
    "11_ibeacon_uuid_major_minor.csv": (12, 4, "1 s windows"),
    "12_rssi_with_dbm_text.csv": (12, 4, "9 m × 6 m"),
    "13_us_dates.csv": (12, 4, "Times were read as month/day/year"),
    "16_getsensordata.txt": (2, 2, "2 marked points"),
    "17_anyplace_rsslog.txt": (12, 4, "X was read as the latitude"),
    "21_lower_e_n.csv": (12, 4, "9 m × 6 m"),
    "24_minus110.csv": (10, 4, "Readings of -110 dBm taken as 'not heard': 36 of 48"),
    "26_unicode_minus.csv": (12, 4, "Minus signs"),
    "29_one_beacon.csv": (6, 1, "The set holds one beacon"),
}
REFUSED = {"15_positive_rssi.csv": "minus signs are missing", "22_dup_header.csv": "named 'A'"}


@pytest.mark.parametrize("name", sorted({**RIGHT, **REFUSED}))
def test_the_fault_files_have_their_right_answers(name):
    if not (FAULTS / name).is_file():
        pytest.skip("no ../shared/faults beside this checkout")
    data = (FAULTS / name).read_bytes()
    if name in REFUSED:
        with pytest.raises(UploadError, match=REFUSED[name]):
            read(data, name)
        return
    scans, said = read(data, name)
    assert (scans.n_scans, scans.n_beacons) == RIGHT[name][:2]
    assert RIGHT[name][2] in said


def test_dates_before_1677_and_after_2262_are_read_or_left_out():
    for first, second in (("-70-01-01", "-70-01-02"), ("1500-01-01", "9999-12-31")):
        scans, _ = read(f"x,y,time,A,B\n0,0,{first},-50,-60\n3,0,{second},-51,-61\n")
        assert scans.n_scans == 2
    days = (date(9999, 12, 31) - date(1500, 1, 1)).days
    assert np.diff(scans.time_s).tolist() == [86_400 * days]
