"""Reading well-formed files of every format: values, units, roles and notices."""

import io
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers import (
    TEMPLATES,
    BadCellsError,
    build_upload,
    inspect_upload,
    open_upload,
    place_beacons,
    place_stops,
    read_beacon_positions,
    read_fingerprint_files,
    read_locations,
    read_upload,
)
from core.errors import UploadError

nan = np.nan


def notices_of(data, filename="a.csv", kind=None):
    return " ".join(open_upload(data, filename, kind).notices)


@pytest.mark.parametrize("key", [k for k, t in TEMPLATES.items() if t.kind])
@pytest.mark.parametrize("declared", [True, False])
def test_every_template_reads_back_as_its_kind(key, declared):
    template = TEMPLATES[key]
    classes = {"fingerprints": FingerprintSet, "points": PointCloud, "graph": GraphData}
    kind = template.kind if declared else None
    data = read_upload(template.text.encode(), template.filename, kind)
    assert isinstance(data, classes[template.kind])


def test_the_wide_template_has_its_values():
    scans = read_upload(TEMPLATES["wide"].text.encode(), "wide.csv")
    assert scans.beacon_ids.tolist() == ["beacon 1", "beacon 2", "beacon 3"]
    np.testing.assert_array_equal(scans.rss_dbm[0], [-60, -72, nan])
    np.testing.assert_array_equal(scans.position_m[-1], [2.5, 0])
    assert scans.role.tolist() == ["survey"] * 3 + ["test"]
    assert scans.session_id[-1] == "walk 3"


def test_the_long_template_becomes_windows():
    scans = read_upload(TEMPLATES["long"].text.encode(), "long.csv")
    assert scans.beacon_ids.tolist() == ["4", "7"]
    np.testing.assert_array_equal(scans.rss_dbm, [[-60.5, -72], [-71, -64]])
    np.testing.assert_array_equal(scans.position_m, [[0, 0], [5, 0]])


def test_coded_scans_get_their_places_and_beacons():
    scans = read_upload(TEMPLATES["coded"].text.encode(), "coded.csv")
    assert scans.position_m is None
    locations = read_locations(TEMPLATES["locations"].text.encode(), "locations.csv")
    placed = place_stops(scans, locations).dataset
    np.testing.assert_array_equal(placed.position_m, [[0, 0], [5, 0], [5, 0]])
    beacons = read_beacon_positions(TEMPLATES["beacons"].text.encode(), "beacons.csv")
    known = place_beacons(placed, beacons).dataset
    np.testing.assert_array_equal(known.beacon_position_m, [[0, 1], [6, 1], [6, 6]])


def test_an_unknown_location_is_left_out_with_its_name():
    scans = read_upload(b"location,a,b\nO01,-60,-70\nO99,-61,-71\n", "a.csv")
    result = place_stops(scans, read_locations(b"O01,1,2\n", "locations.csv"))
    assert result.dataset.n_scans == 1
    assert "Scans left out: 1" in result.notices[0]
    assert "O99" in result.notices[0]


def test_no_known_location_is_refused():
    scans = read_upload(b"location,a,b\nX,-60,-70\nX,-61,-71\n", "a.csv")
    with pytest.raises(UploadError, match=r"'X'.*'O01'"):
        place_stops(scans, read_locations(b"O01,1,2\n", "locations.csv"))


def test_a_zip_of_several_tables_is_one_survey():
    scans = read_upload(_zip({k: TEMPLATES[k].text for k in ("coded", "locations", "beacons")}), "")
    np.testing.assert_array_equal(scans.position_m, [[0, 0], [5, 0], [5, 0]])
    assert not np.isnan(scans.beacon_position_m).any()


def _zip(texts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return buffer.getvalue()


def test_headerless_matrices_with_training_and_test():
    files = {
        "trn01rss.csv": b"-60,100,-70\n100,-65,-71\n",
        "trn01crd.csv": b"1.5,2,3\n4,5,3\n",
        "trn01ids.csv": b"7,1\n7,2\n",
        "tst01rss.csv": b"-50,-51,100\n",
        "tst01crd.csv": b"0,0.5,3\n",
        "tst01ids.csv": b"9,1\n",
    }
    upload = read_fingerprint_files(files)
    scans = upload.dataset
    np.testing.assert_array_equal(
        scans.rss_dbm, [[-60, nan, -70], [nan, -65, -71], [-50, -51, nan]]
    )
    np.testing.assert_array_equal(scans.position_m, [[1.5, 2], [4, 5], [0, 0.5]])
    assert scans.stop_id.tolist() == ["7/1", "7/2", "9/1"]
    assert scans.role.tolist() == ["survey", "survey", "test"]
    assert any("Readings of +100 taken as 'not heard': 2." in notice for notice in upload.notices)


def test_headerless_matrices_are_told_by_content():
    files = {"a.csv": b"-60,-80\n-70,-61\n", "b.csv": b"0,0\n500,1200\n"}
    scans = read_fingerprint_files(files).dataset
    np.testing.assert_allclose(scans.position_m, [[0, 0], [5, 12]])


def test_matrices_that_do_not_fit_are_refused_by_name():
    files = {"rss.csv": b"-60,-80\n-70,-61\n", "crd.csv": b"0,0\n1,1\n2,2\n"}
    with pytest.raises(UploadError, match=r"'rss\.csv' has 2 rows and 'crd\.csv' has 3"):
        read_fingerprint_files(files)


@pytest.mark.parametrize(
    ("header", "scale"),
    [("x_m,y_m", 1), ("x_cm,y_cm", 0.01), ("x [dm],y [dm]", 0.1), ("X (mm),Y (mm)", 0.001)],
)
def test_the_unit_of_a_name_decides(header, scale):
    scans = read_upload(f"{header},a,b\n0,0,-60,-70\n30,40,-61,-71\n".encode(), "a.csv")
    np.testing.assert_allclose(scans.position_m[1], [30 * scale, 40 * scale])


@pytest.mark.parametrize(("largest", "metres"), [("4300", 43), ("430", 43), ("43", 43)])
def test_the_unit_is_guessed_from_the_extent_and_said(largest, metres):
    data = f"x,y,a,b\n0,0,-60,-70\n{largest},0,-61,-71\n".encode()
    assert read_upload(data, "a.csv").position_m[1, 0] == pytest.approx(metres)
    assert "span 43 m" in notices_of(data)
    table, mapping = inspect_upload(data, "a.csv")
    corrected = build_upload(table, replace(mapping, length_unit="m"))
    assert corrected.dataset.position_m[1, 0] == float(largest)


def test_map_coordinates_with_decimals_stay_metres():
    header = b"LONGITUDE,LATITUDE,WAP001,WAP002\n"
    data = header + b"-7541.26,4864920.9,-97,100\n-7536.62,4864934.2,100,-60\n"
    scans = read_upload(data, "a.csv")
    np.testing.assert_allclose(scans.position_m[0], [-7541.26, 4864920.9])
    np.testing.assert_array_equal(scans.rss_dbm, [[-97, nan], [nan, -60]])


@pytest.mark.parametrize("mark", ["0", "100", "127", "-200", "", "NaN"])
def test_every_mark_for_not_heard(mark):
    data = f"x,y,a,b\n0,0,-60,{mark}\n1,1,-61,-71\n".encode()
    np.testing.assert_array_equal(read_upload(data, "a.csv").rss_dbm, [[-60, nan], [-61, -71]])
    if mark not in ("", "NaN"):
        assert f"Readings of {float(mark):+g} taken as 'not heard': 1." in notices_of(data)


def test_a_semicolon_file_with_decimal_commas():
    data = "x;y;a;b\n0,5;0;-60,25;-70\n1;2,5;-61;\n".encode("utf-16")
    scans = read_upload(data, "a.csv")
    np.testing.assert_array_equal(scans.rss_dbm, [[-60.25, -70], [-61, nan]])
    np.testing.assert_array_equal(scans.position_m, [[0.5, 0], [1, 2.5]])
    assert "decimal comma" in notices_of(data)
    assert "semicolon" in notices_of(data)


def test_scans_are_joined_by_time_when_times_repeat():
    data = b"x,y,time,beacon,rss\n0,0,1,a,-60\n0,0,1,b,-70\n0,0,2,a,-62\n0,0,2,b,-72\n"
    scans = read_upload(data, "a.csv")
    np.testing.assert_array_equal(scans.rss_dbm, [[-60, -70], [-62, -72]])
    np.testing.assert_array_equal(scans.time_s, [1, 2])


def test_readings_without_time_are_averaged_by_place():
    data = b"x,y,beacon,rss\n0,0,a,-60\n0,0,a,-62\n3,0,b,-70\n"
    upload = open_upload(data, "a.csv")
    np.testing.assert_array_equal(upload.dataset.rss_dbm, [[-61, nan], [nan, -70]])
    assert any("averaged by place" in notice for notice in upload.notices)


def test_millisecond_clocks_are_recognised_and_sessions_split():
    rows = [(1590195838604 + t, b) for t in (0, 300, 700, 3_600_000, 3_600_200) for b in ("a",)]
    text = "x,y,time,beacon,rss\n" + "".join(f"0,0,{t},{b},-60\n" for t, b in rows)
    upload = open_upload(text.encode(), "a.csv")
    assert upload.dataset.n_scans == 2
    assert len(set(upload.dataset.session_id)) == 2
    np.testing.assert_allclose(np.diff(upload.dataset.time_s), [3600.0], atol=1e-3)
    assert any("ms" in notice for notice in upload.notices)


def test_iso_dates_are_times():
    data = b"x,y,time,beacon,rss\n0,0,2020-05-23T01:00:00Z,a,-60\n0,0,2020-05-23T01:00:00Z,b,-70\n"
    assert read_upload(data, "a.csv").time_s[0] == 1590195600.0


def test_bad_cells_are_listed_and_can_be_dropped():
    data = b"x,y,a,b\n0,0,-60,loud\n1,1,-61,-71\n2,2,-62,-72\n"
    with pytest.raises(BadCellsError) as caught:
        read_upload(data, "a.csv")
    assert caught.value.cells == ((2, "b", "loud"),)
    table, mapping = inspect_upload(data, "a.csv")
    upload = build_upload(table, replace(mapping, bad_cells="drop"))
    assert upload.dataset.n_scans == 2
    assert "Rows dropped: 1 (a cell is not a number)." in upload.notices


def test_points_with_label_and_time():
    cloud = read_upload(b"a\tb\ttime\tspecies\n1\t2.5\t0\tx\n3\t4\t1\tx\n", "a.tsv")
    np.testing.assert_array_equal(cloud.values, [[1, 2.5], [3, 4]])
    assert cloud.labels.tolist() == ["x", "x"]
    assert cloud.time.tolist() == [0, 1]


def test_points_without_header():
    cloud = read_upload(b"1,2\n3,4\n", "a.csv")
    np.testing.assert_array_equal(cloud.values, [[1, 2], [3, 4]])


def test_a_header_that_numbers_the_columns_is_no_data():
    cloud = read_upload(b"0,1,2\n0.5,1.5,2.5\n3,4,5\n", "a.csv")
    assert cloud.feature_names.tolist() == ["0", "1", "2"]
    assert len(read_upload(b"0,1,2\n3,4,5\n", "a.csv").values) == 2


def test_parquet_points_and_labels():
    buffer = io.BytesIO()
    pd.DataFrame({"u": [1.5, 2.5], "v": [3, 4], "label": ["a", "b"]}).to_parquet(buffer)
    cloud = read_upload(buffer.getvalue(), "a.parquet")
    np.testing.assert_array_equal(cloud.values, [[1.5, 3], [2.5, 4]])
    assert cloud.labels.tolist() == ["a", "b"]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [">f4", "<f8", "i2", "?"])
def test_npy_of_any_number_type(order, dtype):
    values = np.asarray([[1, 0, 1], [0, 1, 1]], dtype=dtype, order=order)
    buffer = io.BytesIO()
    np.save(buffer, values)
    np.testing.assert_array_equal(read_upload(buffer.getvalue(), "a").values, values.astype(float))


def test_npz_points_with_labels():
    buffer = io.BytesIO()
    np.savez(buffer, X=np.eye(3), y=np.array([0, 1, 1]))
    cloud = read_upload(buffer.getvalue(), "a.npz")
    np.testing.assert_array_equal(cloud.values, np.eye(3))
    assert cloud.labels.tolist() == ["0", "1", "1"]


def test_npz_fingerprints():
    buffer = io.BytesIO()
    np.savez(buffer, rss_dbm=np.array([[-60.0, 100]]), position_m=np.zeros((1, 2)))
    np.testing.assert_array_equal(read_upload(buffer.getvalue(), "a").rss_dbm, [[-60, nan]])


@pytest.mark.parametrize("form", ["csr", "csc", "coo", "dense"])
def test_npz_adjacency(form):
    matrix = np.array([[5, 2, 0], [1, 0, 1], [0, 1, 0]], dtype=float)
    buffer = io.BytesIO()
    if form == "dense":
        np.savez(buffer, adjacency=matrix, communities=np.array(["a", "a", "b"]))
    else:
        sparse.save_npz(buffer, sparse.coo_array(matrix).asformat(form))
    upload = open_upload(buffer.getvalue(), "a.npz")
    expected = [[0, 2, 0], [2, 0, 1], [0, 1, 0]]
    np.testing.assert_array_equal(upload.dataset.adjacency.toarray(), expected)
    assert len(upload.notices) == 2


def test_edge_list_is_undirected_and_ids_stay_text():
    data = b"source,target,weight\n007,8,1\n8,007,3\n8,9,2\n9,9,5\n"
    upload = open_upload(data, "a.csv")
    graph = upload.dataset
    assert graph.node_ids.tolist() == ["007", "8", "9"]
    np.testing.assert_array_equal(graph.adjacency.toarray(), [[0, 3, 0], [3, 0, 2], [0, 2, 0]])
    assert sum("left out" in n or "joined" in n for n in upload.notices) == 2


def test_edge_list_without_header_or_weights():
    graph = read_upload(b"1 2\n2 3\n", "edges.txt", "graph")
    assert graph.n_edges == 2
