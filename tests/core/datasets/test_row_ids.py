"""A row keeps what it is called and what it holds, whatever is selected, dropped or prepared."""

import io

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.datasets import FingerprintSet, GraphData, PointCloud, as_graph, as_points
from core.datasets.missing_values import MISSING_CHOICES
from core.datasets.preparation import prepare_points
from core.datasets.readers import (
    ColumnMapping,
    build_upload,
    inspect_table,
    open_upload,
    read_upload,
    write_points,
)
from core.errors import ParameterError, UploadError


def numbered(n: int, *, square: bool = False) -> PointCloud:
    """Points that hold their own place in every part, so that a mix-up shows."""
    place = np.arange(float(n))
    return PointCloud(
        np.column_stack([place, place**2]),
        ["place", "square"],
        labels=[f"L{i % 3}" for i in range(n)],
        time=100 + place,
        truth=np.add.outer(1000 * place, place) if square else place[:, None],
        row_id=[f"S{i}" for i in range(n)],
        row_number=np.arange(n) + 7,
    )


def check(cloud: PointCloud) -> None:
    place = cloud.values[:, 0].astype(int)
    assert cloud.row_id.tolist() == [f"S{i}" for i in place]
    assert cloud.row_number.tolist() == (place + 7).tolist()
    assert cloud.labels is not None
    assert cloud.labels.tolist() == [f"L{i % 3}" for i in place]
    np.testing.assert_array_equal(cloud.time, 100 + place)
    expected = place[:, None]
    if cloud.truth.shape[1] > 1 or cloud.truth[0, 0] >= 1000:
        expected = np.add.outer(1000 * place, place)
    np.testing.assert_array_equal(cloud.truth, expected)


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 30), st.booleans(), st.data())
def test_any_chain_of_selections_keeps_every_row_whole(n, square, data):
    cloud = numbered(n, square=square)
    for _ in range(data.draw(st.integers(1, 4))):
        size = len(cloud.values)
        if data.draw(st.booleans()):
            mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
            rows = mask if mask.any() else np.ones(size, dtype=bool)
        else:
            rows = np.array(data.draw(st.permutations(range(size))))
            rows = rows[: data.draw(st.integers(1, size))]
        cloud = cloud.select(rows)
        check(cloud)


@settings(max_examples=40, deadline=None)
@given(st.integers(12, 40), st.integers(4, 40), st.integers(0, 5), st.booleans())
def test_prepared_points_know_which_rows_they_are(n, most_rows, seed, grouped):
    cloud = numbered(n)
    prepared, _ = prepare_points(
        cloud,
        group="L1" if grouped else None,
        most_rows=most_rows,
        standardise=False,
        random_state=seed,
    )
    place = np.rint(prepared.values[:, 0] - prepared.values[:, 0].min()).astype(int)
    first = int(prepared.row_id[0][1:])
    assert [int(name[1:]) for name in prepared.row_id] == (place + first).tolist()
    assert prepared.row_number.tolist() == [int(name[1:]) + 7 for name in prepared.row_id]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=4, max_size=25),
    st.sampled_from(list(MISSING_CHOICES)),
    st.booleans(),
)
def test_rows_of_a_file_keep_their_number_id_and_values(gaps, choice, with_id):
    empty = np.array(gaps)
    assume(with_id or not empty.all())  # a table of nothing is refused before it has rows
    n = len(empty)
    values = np.arange(3.0 * n).reshape(n, 3) + 0.5
    lines = [
        ",".join(
            [
                *([f"S{i}"] if with_id else []),
                *("" if e else f"{v}" for v, e in zip(*row, strict=True)),
            ]
        )
        for i, row in enumerate(zip(values, empty, strict=True))
    ]
    text = "\n".join([("name," if with_id else "") + "a,b,c", *lines]) + "\n"
    table = inspect_table(text.encode(), "t.csv")
    roles = {"id": "name"} if with_id else {}
    try:
        cloud = build_upload(
            table, ColumnMapping("points", roles, ("a", "b", "c"), missing=choice)
        ).dataset
    except UploadError:
        return
    for row, kept in zip(cloud.row_number, cloud.values, strict=True):
        place = int(row) - 2  # the header is row 1
        columns = [("a", "b", "c").index(name) for name in cloud.feature_names]
        known = ~empty[place][columns]
        np.testing.assert_array_equal(kept[known], values[place][columns][known])
    names = [f"S{row - 2}" if with_id else str(row) for row in cloud.row_number]
    assert cloud.row_id.tolist() == names


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    assert read_upload(b"a,b\n1,2\n3,4\n", "t.csv").row_id.tolist() == ["2", "3"]
    assert read_upload(b"1.5,2\n3,4\n", "t.csv").row_id.tolist() == ["1", "2"]
    commented = b"# made by hand\na,b\n1,2\n\n3,4\n"
    assert read_upload(commented, "t.csv").row_id.tolist() == ["3", "5"]
    assert read_upload(b"a,b\n1,\n3,4\n5,6\n", "t.csv", "points").row_id.tolist() == ["3", "4"]
    buffer = io.BytesIO()
    np.save(buffer, np.array([[1.0, 2.0], [np.nan, 1.0], [4.0, 3.0]]))
    assert read_upload(buffer.getvalue(), "t.npy").row_id.tolist() == ["1", "3"]


def test_sets_made_in_memory_are_counted_from_one():
    cloud = PointCloud(np.zeros((12, 1)), ["x"])
    assert cloud.row_id.tolist() == [str(i) for i in range(1, 13)]
    assert cloud.row_number.tolist() == list(range(1, 13))


def test_ids_that_repeat_are_no_ids_and_the_rows_that_share_one_are_named():
    upload = open_upload(b"id,a,b\nS1,0.5,1\nS2,1.5,4\nS1,2.5,9\n", "t.csv", "points")
    chosen = ColumnMapping("points", {"id": "id"}, ("a", "b"))
    table = inspect_table(b"id,a,b\nS1,0.5,1\nS2,1.5,4\nS1,2.5,9\n", "t.csv")
    upload = build_upload(table, chosen)
    assert upload.dataset.row_id.tolist() == ["2", "3", "4"]
    said = " ".join(upload.notices)
    assert "does not tell rows apart" in said
    assert "'S1' stands in rows 2 and 4" in said


def test_a_row_without_an_id_is_called_by_its_number_and_by_no_other_rows_id():
    table = inspect_table(b"name,a\nx,0.5\n,1.5\n3,2.5\n", "t.csv")
    upload = build_upload(table, ColumnMapping("points", {"id": "name"}, ("a",)))
    assert upload.dataset.row_id.tolist() == ["x", "row 3", "3"]
    assert "Rows without an id: 1, called by their number." in upload.notices


@pytest.mark.parametrize(
    "row_number", [np.array([1.5, 2.0]), np.array([1]), np.array([[1, 2]])]
)  # fmt: skip
def test_row_numbers_that_fit_no_row_are_refused(row_number):
    with pytest.raises(ParameterError, match="row_number"):
        PointCloud(np.zeros((2, 1)), ["x"], row_number=row_number)


def test_points_of_a_survey_are_called_as_their_stops_and_nodes_as_their_points():
    scans = FingerprintSet(
        [[-60.0], [-70.0], [-65.0]],
        [[0.0, 0.0], [5.0, 0.0], [0.0, 0.0]],
        ["b"],
        stop_id=["door", "desk", "door"],
    )
    points = as_points(scans)
    assert points.row_id.tolist() == ["door", "desk"]
    assert as_graph(points, 1).node_ids.tolist() == ["door", "desk"]
    shared = FingerprintSet(scans.rss_dbm, scans.position_m, ["b"], stop_id=["a", "a", "a"])
    assert as_points(shared).row_id.tolist() == ["1", "2"]


def test_nodes_of_points_whose_ids_repeat_are_numbered():
    cloud = PointCloud([[0.0], [1.0], [5.0]], ["x"], row_id=["a", "a", "b"])
    assert as_graph(cloud, 1).node_ids.tolist() == ["1", "2", "3"]
    named = cloud.select([0, 2])
    assert as_graph(named, 1).row_id.tolist() == ["a", "b"]


def test_a_graph_has_its_node_ids_as_row_ids():
    graph = GraphData(np.array([[0, 1], [1, 0]]), ["a", "b"])
    assert graph.row_id is graph.node_ids


def test_ids_read_back_as_they_were_written():
    cloud = numbered(9)
    again = read_upload(write_points(cloud).encode(), "t.csv", "points")
    assert again.row_id.tolist() == cloud.row_id.tolist()
    np.testing.assert_array_equal(again.values, cloud.values)
