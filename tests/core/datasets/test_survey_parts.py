"""Surveys in several files: parts joined row by row, zones, obstacles, many small files, roles."""

import io
import zipfile

import numpy as np
import pytest

from core.datasets.fingerprint_set import concat
from core.datasets.readers import (
    FilePart,
    guess_parts,
    open_upload,
    read_fingerprint_files,
    read_tables,
)
from core.errors import ParameterError, UploadError

HALL = {
    "hall_rss.csv": b"100,100,100\n-60,100,-70\n100,-65,-71\n-61,100,-70\n",
    "hall_crd.csv": b"1.5,2\n1.5,2\n4,5\n1.5,2\n",
    "hall_ids.csv": b"11100101\n11100102\n11100103\n11100104\n",
    "dep_hall.csv": b"id,x,y\nB7,0.5,0\nB8,5,0\nB9,5,5\n",
    "obs_hall.csv": b"id,x,y,type\n1,1,1,1\n1,2,1,1\n1,2,2,1\n2,4,4,1\n2,5,4,1\n2,5,4.5,1\n",
    "Readme.txt": b"Copyright, and a story in words, that is no table;\nnot at all.\n",
}
ROOM = {
    "room_rss.csv": b"-50,-80\n-52,100\n",
    "room_crd.csv": b"1.5,2\n7,2.5\n",
    "dep_room.csv": b"id,x,y\n23,0,0.5\n24,9,0\n",
}


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_all_files_of_a_zone_make_one_survey():
    upload = read_fingerprint_files(HALL)
    scans, said = upload.dataset, " ".join(upload.notices)
    assert scans.beacon_ids.tolist() == ["B7", "B8", "B9"]
    assert scans.row_id.tolist() == ["11100102", "11100103", "11100104"]
    assert scans.stop_id is None  # four ids at two places call scans, not stops
    np.testing.assert_array_equal(scans.position_m, [[1.5, 2], [4, 5], [1.5, 2]])
    np.testing.assert_array_equal(scans.beacon_position_m, [[0.5, 0], [5, 0], [5, 5]])
    assert [len(wall.coords) for wall in scans.floor.walls] == [4, 4]
    assert "'Readme.txt'" in said
    assert "the first column is 'B7', the last 'B9'" in said


def test_two_zones_are_two_floors():
    upload = open_upload(packed(HALL | ROOM), "both.zip", "fingerprints")
    scans = upload.dataset
    assert scans.floor_names == ("hall", "room")
    assert scans.beacon_ids.tolist() == ["B7", "B8", "B9", "23", "24"]
    assert scans.n_scans == 5
    assert list(scans.floors) == ["hall"]
    assert np.isnan(scans.rss_dbm[scans.floor_id == "room", :3]).all()
    assert any(notice.startswith("room: ") for notice in upload.notices)


def test_a_table_with_names_of_its_own_is_joined_by_them():
    files = {
        "scans.csv": b"x,y,b2,b1\n0,0,-50,-60\n3,0,-60,-50\n",
        "where.csv": b"name,x,y\nb1,1.5,0\nb2,2.5,0\n",
    }
    scans = read_fingerprint_files(files).dataset
    np.testing.assert_array_equal(scans.beacon_position_m, [[2.5, 0], [1.5, 0]])


def test_a_wrong_table_that_is_still_there_beside_the_right_one_is_named():
    right = b"x,y,a,b\n0,0,-60,-70\n9,9,-70,-60\n"
    files = {"bad.csv": b"x,y,c,d\n0,0,-60,-70\n1,1,loud,-71\n", "good.csv": right}
    with pytest.raises(UploadError, match="both look like a whole table; take one of them out"):
        read_fingerprint_files(files)


def test_what_a_visitor_says_of_a_file_counts():
    files = {"a.csv": b"-60,-80\n-70,-61\n", "b.csv": b"0,0\n5,12\n", "c.csv": b"9,9\n8,8\n"}
    tables, _ = read_tables(files)
    assert guess_parts(tables)["c.csv"].part == "coordinates"
    with pytest.raises(UploadError, match="both look like coordinates"):
        read_fingerprint_files(files)
    scans = read_fingerprint_files(files, parts={"b.csv": FilePart("ignored")}).dataset
    np.testing.assert_array_equal(scans.position_m, [[9, 9], [8, 8]])


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["x0.5_y3.csv", "x9_y3.csv"], [[0.5, 3], [9, 3]]),
        (["P0.5_3.csv", "P9_3.csv"], [[0.5, 3], [9, 3]]),
        (["hall.csv", "door.csv"], None),
    ],
)
def test_small_files_are_joined_by_their_names(names, places):
    bodies = [b"mac,rssi\naa,-50\nbb,-61\n", b"mac,rssi\nbb,-52\n"]
    upload = open_upload(packed(dict(zip(names, bodies, strict=True))), "a.zip", "fingerprints")
    scans = upload.dataset
    np.testing.assert_array_equal(scans.rss_dbm, [[-50, -61], [np.nan, -52]])
    stems = [name.removesuffix(".csv") for name in names]
    assert scans.row_id.tolist() == [f"{stem}/2" for stem in stems]
    if places is None:
        assert scans.stop_id.tolist() == stems
    else:
        np.testing.assert_array_equal(scans.position_m, places)
    assert "Files of one layout joined: 2" in " ".join(upload.notices)


def test_logs_without_a_header_are_joined_by_what_they_hold_and_their_names():
    """A published form: one file a receiver and place, lines of time, receiver, sender, power."""
    files = {}
    for sensor, address in (("sensor10", "b827eb4521b4"), ("sensor11", "b827eb4521b5")):
        for place, (x, y) in enumerate(((0.16, 6.57), (2.59, 2.19), (5.17, 10.95))):
            lines = [
                f"{1569323240 + 100 * place + 0.45 * k:.9f},{address},e78f135624ce,{-70 - k % 4}"
                for k in range(20)
            ]
            files[f"set_1/{sensor}_{x}_{y:.2f}_1.85.mbd"] = "\n".join(lines).encode()
    upload = open_upload(packed(files), "fpt.zip", "fingerprints")
    scans = upload.dataset
    assert scans.beacon_ids.tolist() == ["b827eb4521b4", "b827eb4521b5"]
    assert np.unique(scans.position_m, axis=0).tolist() == [
        [0.16, 6.57],
        [2.59, 2.19],
        [5.17, 10.95],
    ]
    assert not np.isnan(scans.rss_dbm).any()
    joined = [each for each in upload.notices if "Files of one layout joined: 6" in each]
    assert joined == ["Files of one layout joined: 6; their names gave x, y."]
    files["set_1/notes.mbd"] = b"no reading"
    with pytest.raises(UploadError):
        open_upload(packed(files), "fpt.zip", "fingerprints")


def test_thousands_of_small_files_make_one_survey():
    files = {
        f"log/{i:04d}_x{i % 60}.5_y{i // 60}.csv": f"mac,rssi\naa,{-50 - i % 30}\nbb,-60\n".encode()
        for i in range(3_000)
    }
    scans = open_upload(packed(files), "many.zip", "fingerprints").dataset
    assert scans.rss_dbm.shape == (3_000, 2)
    assert scans.position_m[61].tolist() == [1.5, 1]


def test_days_of_one_survey_are_sessions():
    day = b"x,y,A,B\n0,0,-50,-60\n3,0,-60,-50\n"
    scans = read_fingerprint_files({"monday.csv": day, "tuesday.csv": day}).dataset
    assert scans.session_id.tolist() == ["monday", "monday", "tuesday", "tuesday"]


def test_concat_keeps_what_all_sets_know():
    scans = read_fingerprint_files(HALL).dataset
    both = concat([scans, scans])
    assert both.row_id.tolist() == 2 * scans.row_id.tolist()
    assert both.beacon_position_m is not None
    with pytest.raises(ParameterError, match="different beacons"):
        concat([scans, read_fingerprint_files(ROOM).dataset])


@pytest.mark.parametrize("zone", ["geo", "lib"])
def test_a_published_survey_opens_as_published(shared, zone):
    root = shared / "datasets" / "uji_ble"
    if not root.is_dir():
        pytest.skip("no ../shared/datasets/uji_ble beside this checkout")
    files = {
        path.name: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and (zone in path.name or path.name == "Readme.txt")
    }
    scans = read_fingerprint_files(files).dataset
    shape, first = {"geo": ((2299, 22), "B1"), "lib": ((1864, 24), "23")}[zone]
    assert scans.rss_dbm.shape == shape
    assert scans.beacon_ids[0] == first
    # Had the order been another, the loudest beacon would hang 7 m from the phone.
    loudest = scans.beacon_position_m[np.nan_to_num(scans.rss_dbm, nan=-200).argmax(axis=1)]
    assert np.median(np.linalg.norm(loudest - scans.position_m, axis=1)) < 3
    assert len(scans.floor.walls) > 5
