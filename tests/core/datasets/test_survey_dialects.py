"""The dialects in which surveys are written: what is written reads back the same."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from core.datasets.georeference import Georeference
from core.datasets.readers import (
    build_upload,
    inspect_upload,
    open_upload,
    read_fingerprint_files,
)
from core.datasets.readers.result import Upload
from core.errors import UploadError
from tests.format_samples import SAMPLES

BEGIN = datetime(2023, 5, 14, 10, tzinfo=UTC)


@dataclass
class Layout:
    """A random survey: n scans of B beacons, some not heard, at places on one of several floors."""

    rss_dbm: np.ndarray
    position_m: np.ndarray
    floor: list[str]
    beacons: list[str]


@st.composite
def layouts(draw):
    n, n_beacons = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    rss = rng.integers(-94, -40, (n, n_beacons)).astype(float)
    silent = rng.random((n, n_beacons)) < draw(st.sampled_from([0.0, 0.3]))
    silent[np.arange(n), np.arange(n) % n_beacons] = False
    silent[np.arange(n_beacons) % n, np.arange(n_beacons)] = False
    rss[silent] = np.nan
    # half metres, none on the line of the others, so that no unit but metres is plausible
    position = rng.integers(0, 60, (n, 2)) + 0.5
    floors = draw(st.sampled_from([["0"], ["0", "1"], ["-1", "2"]]))
    floor = [floors[i % len(floors)] for i in range(n)]
    beacons = [f"aa:bb:cc:00:{seed % 90:02d}:{b:02x}" for b in range(n_beacons)]
    return Layout(rss, position, floor, beacons)


def cell(level: float, mark: str = "") -> str:
    return mark if np.isnan(level) else f"{level:.0f}"


def readings(layout: Layout):
    """Scan, beacon and level of everything that was heard."""
    for scan, row in enumerate(layout.rss_dbm):
        for beacon, level in zip(layout.beacons, row, strict=True):
            if not np.isnan(level):
                yield scan, beacon, level


def wide(
    layout: Layout, *, separator=",", mark="", end="", head=("x", "y", "floor"), places=None
) -> str:
    places = layout.position_m if places is None else places
    rows = [separator.join([*head, *layout.beacons])]
    for (x, y), floor, row in zip(places, layout.floor, layout.rss_dbm, strict=True):
        cells = [f"{x:.9f}", f"{y:.9f}", floor, *(cell(level, mark) for level in row)]
        rows.append(separator.join(cells) + end)
    return "\n".join(rows) + "\n"


def degrees_of(layout: Layout) -> np.ndarray:
    """(n, 2) latitude and longitude of the places."""
    return Georeference(43.5, -80.2).to_degrees(layout.position_m)


def long(layout: Layout, time: Callable[[int], str], suffix: str = "") -> str:
    rows = ["time,mac,rssi,x,y,floor"]
    for scan, beacon, level in readings(layout):
        x, y = layout.position_m[scan]
        rows.append(f"{time(scan)},{beacon},{level:.0f}{suffix},{x},{y},{layout.floor[scan]}")
    return "\n".join(rows) + "\n"


def when(scan: int, form: str) -> str:
    return (BEGIN + timedelta(minutes=scan)).strftime(form)


def semicolons(layout: Layout) -> bytes:
    return wide(layout, separator=";").replace(".", ",").encode()


def marked(layout: Layout) -> bytes:
    return wide(layout, mark="100", end=",").encode("utf-16-le")


def minus_signs(layout: Layout) -> bytes:
    return wide(layout).replace(",-", ",\N{MINUS SIGN}").encode()


def american(layout: Layout) -> bytes:
    return long(layout, lambda scan: when(scan, "%m/%d/%Y %I:%M:%S %p"), " dBm").encode()


def ibeacons(layout: Layout) -> bytes:
    rows = ["scan,uuid,major,minor,rssi,x,y,floor"]
    for scan, beacon, level in readings(layout):
        x, y = layout.position_m[scan]
        minor = layout.beacons.index(beacon)
        rows.append(f"s{scan},e2c56db5,7,{minor},{level:.0f},{x},{y},{layout.floor[scan]}")
    return "\n".join(rows).encode()


def latitudes(layout: Layout) -> bytes:
    return wide(layout, head=("latitude", "longitude", "floor"), places=degrees_of(layout)).encode()


def wigle(layout: Layout) -> bytes:
    rows = [
        "WigleWifi-1.4,appRelease=2.7,model=m",
        "MAC,SSID,FirstSeen,RSSI,CurrentLatitude,CurrentLongitude,Floor",
    ]
    degrees = degrees_of(layout)
    for scan, beacon, level in readings(layout):
        latitude, longitude = degrees[scan]
        seen = when(scan, "%Y-%m-%d %H:%M:%S")
        rows.append(
            f'{beacon},"a, b",{seen},{level:.0f},{latitude:.9f},{longitude:.9f},'
            f"{layout.floor[scan]}"
        )
    return "\n".join(rows).encode()


def anyplace(layout: Layout) -> bytes:
    head = "# Timestamp, X, Y, HEADING, MAC Address of AP, RSS, Floor, BUID"
    degrees, rows = degrees_of(layout), []
    for scan, beacon, level in readings(layout):
        if not rows or scan != rows[-1][0]:
            rows.append((scan, head))  # the logger writes the header before every scan
        latitude, longitude = degrees[scan]
        stamp = int((BEGIN + timedelta(minutes=scan)).timestamp() * 1000)
        line = f"{stamp} {latitude:.9f} {longitude:.9f} 90.0 {beacon} {level:.0f} "
        rows.append((scan, f"{line}{layout.floor[scan]} b_1"))
    return "\n".join(line for _, line in rows).encode()


def find3(layout: Layout) -> bytes:
    lines = []
    for scan, ((latitude, longitude), row) in enumerate(
        zip(degrees_of(layout), layout.rss_dbm, strict=True)
    ):
        heard = {b: v for b, v in zip(layout.beacons, row.tolist(), strict=True) if not np.isnan(v)}
        gps = {"lat": round(latitude, 9), "lon": round(longitude, 9)}
        stamp = int((BEGIN + timedelta(minutes=scan)).timestamp() * 1000)
        lines.append(json.dumps({"d": "p", "t": stamp, "l": f"r{scan}", "s": {"wifi": heard},
                                 "gps": gps}))  # fmt: skip
    return "\n".join(lines).encode()


def labelled(layout: Layout) -> bytes:
    blocks = []
    for (x, y), floor, row in zip(layout.position_m, layout.floor, layout.rss_dbm, strict=True):
        levels = [f"{b}: {cell(v)}" for b, v in zip(layout.beacons, row, strict=True)]
        blocks.append("\n".join([f"x: {x}", f"y: {y}", f"floor: {floor}", *levels]))
    return "\n\n".join(blocks).encode()


def sensor_log(layout: Layout) -> bytes:
    """The walker stands still: each place is marked before and after its scan."""
    lines = ["% LogFile created by the GetSensorData App"]
    degrees = degrees_of(layout)
    for scan, (latitude, longitude) in enumerate(degrees):
        mark = f"{scan};{latitude:.9f};{longitude:.9f};{layout.floor[scan]};0"
        lines.append(f"POSI;{10 * scan:.3f};{mark}")
        for number, beacon, level in readings(layout):
            if number == scan:
                lines.append(f"BLE4;{10 * scan + 2.5:.3f};iBeacon;{beacon};{level:.0f};-59;1;2;u")
        lines.append(f"POSI;{10 * scan + 6:.3f};{mark}")
    return "\n".join(lines).encode()


# Dialect → how it is written, and whether positions are degrees, whose origin is a corner.
DIALECTS: dict[str, tuple[Callable[[Layout], bytes], bool]] = {
    "commas": (lambda layout: wide(layout).encode(), False),
    "decimal commas": (semicolons, False),
    "marks, UTF-16, separators at the end": (marked, False),
    "typographic minus signs": (minus_signs, False),
    "American dates and units": (american, False),
    "iBeacon names": (ibeacons, False),
    "degrees": (latitudes, True),
    "WiGLE": (wigle, True),
    "Anyplace": (anyplace, True),
    "FIND3": (find3, True),
    "labelled lines": (labelled, False),
    "GetSensorData": (sensor_log, True),
}


def compare(upload: Upload, layout: Layout, *, degrees: bool, floors: bool, by_name: bool) -> None:
    scans = upload.dataset
    position_m = layout.position_m - (layout.position_m.min(axis=0) if degrees else 0)
    np.testing.assert_allclose(scans.position_m, position_m, atol=2e-3 if degrees else 1e-9)
    ids = scans.beacon_ids.tolist()
    wanted = layout.beacons if by_name else sorted(ids, key=lambda name: int(name.split("/")[-1]))
    order = [ids.index(beacon) for beacon in wanted]
    np.testing.assert_array_equal(scans.rss_dbm[:, order], layout.rss_dbm)
    if floors:
        assert scans.floor_id.tolist() == layout.floor


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_what_is_written_in_a_dialect_reads_back_the_same(dialect, layout):
    write, degrees = DIALECTS[dialect]
    upload = open_upload(write(layout), "survey.txt", "fingerprints")
    compare(
        upload, layout, degrees=degrees, floors=dialect != "FIND3", by_name="iBeacon" not in dialect
    )


@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_files_that_belong_together_row_by_row_read_back_the_same(layout):
    files = {
        "hall_rss.csv": "\n".join(",".join(cell(v, "100") for v in r) for r in layout.rss_dbm),
        "hall_crd.csv": "\n".join(f"{x},{y}" for x, y in layout.position_m),
        "dep_hall.csv": "id,x,y\n"
        + "\n".join(f"{b},{i},0.5" for i, b in enumerate(layout.beacons)),
    }
    upload = read_fingerprint_files({name: text.encode() for name, text in files.items()})
    compare(upload, layout, degrees=False, floors=False, by_name=True)
    np.testing.assert_array_equal(
        upload.dataset.beacon_position_m, [[i, 0.5] for i in range(len(layout.beacons))]
    )


@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_a_file_for_each_place_reads_back_the_same(layout):
    files = {}
    for number, ((x, y), row) in enumerate(zip(layout.position_m, layout.rss_dbm, strict=True)):
        heard = [f"{b},{v:.0f}" for b, v in zip(layout.beacons, row, strict=True) if v == v]
        files[f"log/{number:03d}_x{x}_y{y}.csv"] = "\n".join(["mac,rssi", *heard]).encode()
    if len({tuple(place) for place in layout.position_m.tolist()}) < len(layout.position_m):
        return
    upload = read_fingerprint_files(files)
    compare(upload, layout, degrees=False, floors=False, by_name=True)


@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_powers_without_their_sign_read_back_the_same_where_somebody_says_so(layout):
    text = wide(layout).replace(",-", ",").replace("\n-", "\n").encode()
    layout.floor = [floor.removeprefix("-") for floor in layout.floor]
    table, mapping = inspect_upload(text, "survey.csv", "fingerprints")
    with pytest.raises(UploadError, match="minus signs are missing"):
        build_upload(table, mapping)
    upload = build_upload(table, replace(mapping, signless=True))
    compare(upload, layout, degrees=False, floors=True, by_name=True)
    assert "minus sign, which was put back" in " ".join(upload.notices)


@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_files_for_survey_and_test_read_back_with_their_roles(layout):
    header, *rows = wide(layout).splitlines()
    half = len(rows) // 2
    files = {
        "trn_scans.csv": "\n".join([header, *rows[:half]]).encode(),
        "tst_scans.csv": "\n".join([header, *rows[half:]]).encode(),
    }
    upload = read_fingerprint_files(files)
    compare(upload, layout, degrees=False, floors=True, by_name=True)
    assert upload.dataset.role.tolist() == ["survey"] * half + ["test"] * (len(rows) - half)


@settings(max_examples=15, deadline=None)
@given(layout=layouts())
def test_a_log_of_messages_for_each_place_reads_back_the_same(layout):
    files = {}
    for number, ((x, y), row) in enumerate(zip(layout.position_m, layout.rss_dbm, strict=True)):
        files[f"{number:03d}_x{x}_y{y}.log"] = "\n".join(
            f'espresense/devices/tag:1/{station} {{"rssi": {level:.0f}, "distance": 2.5}}'
            for station, level in zip(layout.beacons, row, strict=True)
            if level == level
        ).encode()
    upload = read_fingerprint_files(files)
    compare(upload, layout, degrees=False, floors=False, by_name=True)
    assert set(upload.dataset.device_id.tolist()) == {"tag:1"}


def test_a_log_whose_header_names_a_column_twice_is_refused():
    log = SAMPLES["Anyplace log"]()
    data = log.replace(b"HEADING,", b"HEADING, Floor,", 1)
    with pytest.raises(UploadError, match="header names a column twice"):
        open_upload(data, "log.txt")
