"""Laws of the readers: any bytes give a data set or an UploadError; what is written reads back."""

import io
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.graph_data import GraphData
from core.datasets.point_cloud import PointCloud
from core.datasets.readers import (
    build_upload,
    inspect_upload,
    read_upload,
    write_long,
    write_points,
    write_wide,
)
from core.errors import UploadError

KINDS = st.sampled_from([None, "fingerprints", "points", "graph", "tables"])


def reads_or_refuses(data, filename, kind):
    try:
        dataset = read_upload(data, filename, kind)
    except UploadError as error:
        assert str(error)  # noqa: PT017 - every refusal says something
    else:
        assert isinstance(dataset, (FingerprintSet, PointCloud, GraphData))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.text(max_size=30), KINDS)
def test_any_bytes_and_any_name(data, filename, kind):
    reads_or_refuses(data, filename, kind)


SIGNATURES = [b"\x93NUMPY\x01\x00v\x00", b"\x93NUMPY\x02\x00", b"PK\x03\x04", b"PAR1", b"\xff\xfe"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SIGNATURES), st.binary(max_size=300), KINDS)
def test_any_bytes_after_a_known_beginning(signature, data, kind):
    reads_or_refuses(signature + data, "a", kind)


CELLS = st.one_of(
    st.sampled_from(["", "x", "y", "rss", "beacon", "time", "-60", "0", "100", "nan", "inf", '"',
                     "source", "target", "weight", "label", "1e999", "a,b", "é", "-0.5", "location",
                     "scan", "role", "test", "2020-01-01", "99999999999999999999"]),
    st.floats(width=16).map(str),
    st.text(max_size=4),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6),
    st.sampled_from(",;\t| "),
    KINDS,
)
def test_any_table(rows, separator, kind):
    text = "\n".join(separator.join(row) for row in rows)
    reads_or_refuses(text.encode("utf-8", "surrogatepass"), "a.csv", kind)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(["npy", "npz", "parquet", "zip"]), KINDS)
def test_files_with_changed_bytes(data, form, kind):
    content = bytearray(WHOLE[form])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    reads_or_refuses(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content), "", kind)


def _whole():
    import zipfile

    import pandas as pd

    buffers = {form: io.BytesIO() for form in ("npy", "npz", "parquet", "zip")}
    np.save(buffers["npy"], np.eye(3))
    np.savez_compressed(buffers["npz"], X=np.eye(3), y=np.arange(3))
    pd.DataFrame({"a": [1.0, 2.0], "label": ["s", "t"]}).to_parquet(buffers["parquet"])
    with zipfile.ZipFile(buffers["zip"], "w") as archive:
        archive.writestr("rss.csv", "-60,-70\n-61,-71\n")
        archive.writestr("crd.csv", "0,0\n1,5\n")
    return {form: buffer.getvalue() for form, buffer in buffers.items()}


WHOLE = _whole()

NAMES = st.text("abcdefgh0123456789 _:é", min_size=1, max_size=8).map(lambda s: "n" + s.strip())


@st.composite
def fingerprints(draw):
    n, n_beacons = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    power = st.one_of(st.just(np.nan), st.floats(-119, -21))
    rss = draw(arrays.arrays(np.float64, (n, n_beacons), elements=power))
    # A row or column without any reading carries nothing, and is left out on reading.
    rss[np.arange(n), np.arange(n) % n_beacons] = -70.5
    rss[np.arange(n_beacons) % n, np.arange(n_beacons)] = -80.25
    coordinate = st.floats(-1e6, 1e6)
    position = draw(arrays.arrays(np.float64, (n, 2), elements=coordinate))
    ids = draw(st.lists(NAMES, min_size=n_beacons, max_size=n_beacons, unique_by=str.lower))
    stops = draw(st.lists(NAMES, min_size=n, max_size=n))
    roles = draw(st.lists(st.sampled_from(["survey", "test"]), min_size=n, max_size=n))
    return FingerprintSet(rss, position, ids, stop_id=stops, role=roles)


def read_as(text, layout):
    table, mapping = inspect_upload(text.encode(), "a.csv", "fingerprints")
    assert mapping.layout == layout
    return build_upload(table, replace(mapping)).dataset


@settings(max_examples=100, deadline=None)
@given(fingerprints())
def test_a_set_written_wide_reads_back_the_same(scans):
    back = read_as(write_wide(scans), "wide")
    np.testing.assert_array_equal(back.rss_dbm, scans.rss_dbm)
    np.testing.assert_array_equal(back.beacon_ids, scans.beacon_ids)
    for name in ("position_m", "stop_id", "role"):
        np.testing.assert_array_equal(getattr(back, name), getattr(scans, name))


@settings(max_examples=100, deadline=None)
@given(fingerprints())
def test_a_set_written_long_reads_back_the_same(scans):
    back = read_as(write_long(scans), "long")
    order = [back.beacon_ids.tolist().index(beacon) for beacon in scans.beacon_ids.tolist()]
    np.testing.assert_array_equal(back.rss_dbm[:, order], scans.rss_dbm)
    for name in ("position_m", "stop_id", "role"):
        np.testing.assert_array_equal(getattr(back, name), getattr(scans, name))


@settings(max_examples=100, deadline=None)
@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 4)),
                     elements=st.floats(allow_nan=False, allow_infinity=False)))  # fmt: skip
def test_points_written_read_back_the_same(values):
    names = [f"feature {i}" for i in range(values.shape[1])]
    cloud = PointCloud(values, names, labels=["a"] * len(values))
    back = read_upload(write_points(cloud).encode(), "a.csv", "points")
    np.testing.assert_array_equal(back.values, values)
    np.testing.assert_array_equal(back.labels, cloud.labels)
    np.testing.assert_array_equal(back.feature_names, names)
