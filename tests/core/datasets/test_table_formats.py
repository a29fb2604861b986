"""Tables in other containers than text: workbooks, Feather, JSON, MATLAB, packed, with metadata."""

import gzip
import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from core.datasets import FingerprintSet, GraphData
from core.datasets.readers import (
    build_upload,
    inspect_cells,
    inspect_upload,
    open_upload,
    read_upload,
)
from core.datasets.readers.cells_table import cell_text
from core.datasets.readers.vectors import inspect_vectors
from core.errors import UploadError
from tests.bad_inputs import builders

POINTS = [("width", "height", "label"), (1.5, 2, "small"), (1.7, 2.25, "small"), (6, 7.5, "large")]
VALUES = [[1.5, 2], [1.7, 2.25], [6, 7.5]]
OBJECTS = [dict(zip(POINTS[0], row, strict=True)) for row in POINTS[1:]]
CSV = "\n".join(",".join(map(str, row)) for row in POINTS)


def _stream() -> bytes:
    buffer = io.BytesIO()
    table = pa.table({name: [row[name] for row in OBJECTS] for name in POINTS[0]})
    with pa.ipc.new_stream(buffer, table.schema) as writer:
        writer.write_table(table)
    return buffer.getvalue()


SAME = {
    "XLSX": builders.xlsx({"Sheet": POINTS}),
    "ODS": builders.ods(POINTS),
    "Feather": builders.feather({name: [row[name] for row in OBJECTS] for name in POINTS[0]}),
    "Feather, LZ4": builders.feather(
        {name: [row[name] for row in OBJECTS] for name in POINTS[0]}, "lz4"
    ),
    "Arrow stream": _stream(),
    "JSON records": json.dumps(OBJECTS).encode(),
    "JSON lines": "\n".join(map(json.dumps, OBJECTS)).encode(),
    "JSON split": json.dumps({"columns": POINTS[0], "data": POINTS[1:]}).encode(),
    "JSON split with an index": pd.DataFrame(OBJECTS).to_json(orient="split").encode(),
    "JSON columns": pd.DataFrame(OBJECTS)
    .to_dict(orient="list")
    .__repr__()
    .replace("'", '"')
    .encode(),
    "GZIP": gzip.compress(CSV.encode()),
    "ZIP": builders.archive([("folder/points.csv", CSV), ("__MACOSX/folder/._points.csv", "x")]),
}


@pytest.mark.parametrize("form", SAME)
@pytest.mark.parametrize("kind", [None, "points"])
def test_the_same_points_come_out_of_every_container(form, kind):
    table, guess = inspect_upload(SAME[form], "points", kind)
    assert table.columns == list(POINTS[0])
    assert guess.roles == {"label": "label"}
    cloud = build_upload(table, guess).dataset
    np.testing.assert_array_equal(cloud.values, VALUES)
    assert cloud.labels.tolist() == ["small", "small", "large"]
    np.testing.assert_array_equal(open_upload(SAME[form], "p", kind).dataset.values, VALUES)


SURVEY = [("x_m", "y_m", "B1", "B2"), (0, 0, -60, -72), (5, 0.5, -71, None), (5, 5, None, -66)]


@pytest.mark.parametrize("packed", [lambda rows: builders.xlsx({"S": rows}), builders.ods])
def test_a_survey_may_be_a_workbook(packed):
    scans = read_upload(packed(SURVEY), "survey.xlsx")
    assert isinstance(scans, FingerprintSet)
    np.testing.assert_array_equal(scans.rss_dbm, [[-60, -72], [-71, np.nan], [np.nan, -66]])
    np.testing.assert_array_equal(scans.position_m, [[0, 0], [5, 0.5], [5, 5]])


@pytest.mark.parametrize("packed", [lambda rows: builders.xlsx({"S": rows}), builders.ods])
def test_edges_in_a_workbook_name_their_nodes_as_written(packed):
    graph = read_upload(packed([("source", "target"), (1, 2), (2, 3), ("3a", 1)]), "e", "graph")
    assert graph.node_ids.tolist() == ["1", "2", "3", "3a"]


# Workbooks.


def table_of(data):
    return inspect_cells(data, "book.xlsx")


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_said():
    book = builders.xlsx({"Read me": [["Only a title"]], "Data": POINTS, "Old": POINTS[:2]})
    table = table_of(book)
    assert len(table.frame) == 3
    assert "holds 3 sheets; the first with a table was read: 'Data'" in table.notices[0]
    assert not table_of(builders.xlsx({"Data": POINTS})).notices


def test_a_hidden_sheet_is_not_read():
    parts = builders.xlsx_parts(
        {"Hidden": builders.sheet_of(POINTS[:2]), "Seen": builders.sheet_of(POINTS)}
    )
    book = parts["xl/workbook.xml"].replace('name="Hidden"', 'name="Hidden" state="hidden"')
    assert len(table_of(builders.archive({**parts, "xl/workbook.xml": book}.items())).frame) == 3


def test_a_workbook_without_a_table_is_refused():
    with pytest.raises(UploadError, match="None of the 2 visible sheets"):
        table_of(builders.xlsx({"A": [], "B": [["a title"]]}))


def test_dates_are_written_as_such_and_can_be_a_time():
    rows = [("date", "a"), (("date", 43974), 1), (("date", 43975.5), 2)]
    table, guess = inspect_upload(builders.xlsx({"S": rows}), "b.xlsx", "points")
    assert table.frame["date"].tolist() == ["2020-05-23", "2020-05-24T12:00:00"]
    assert guess.roles == {"time": "date"}
    np.testing.assert_array_equal(np.diff(build_upload(table, guess).dataset.time), [36 * 3600])


def test_cells_merged_downwards_hold_their_value_in_every_row():
    body = builders.sheet_of([("place", "B1"), ("hall", -60), (None, -61), ("door", -70)])
    body += '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    table = table_of(builders.archive(builders.xlsx_parts({"S": body}).items()))
    assert table.frame["place"].tolist() == ["hall", "hall", "door"]
    assert "Merged cells: 1" in " ".join(table.notices)


def test_of_a_formula_the_saved_value_counts_and_a_missing_one_is_said():
    rows = [("a", "b"), (1, ("=", "A2*2", 2)), (2, ("=", "A3*2", 4)), (3, ("=", "A4*2", None))]
    table = table_of(builders.xlsx({"S": rows}))
    np.testing.assert_array_equal(table.frame["b"], [2, 4, np.nan])
    said = " ".join(table.notices)
    assert "Formulas: 3;" in said
    assert "Formulas without a saved value: 1;" in said


def test_rows_keep_their_numbers_and_cells_with_an_error_are_counted():
    body = builders.sheet_of([(), (), ("a", "b"), (), (1, 2), (3, 4)])
    body = body.replace('<c r="B6"><v>4</v></c>', '<c r="B6" t="e"><v>#DIV/0!</v></c>')
    data = builders.archive(builders.xlsx_parts({"S": body}).items())
    assert [table_of(data).row_number(row) for row in range(2)] == [5, 6]
    np.testing.assert_array_equal(table_of(data).frame["b"], [2, np.nan])
    assert "Cells that hold an error (#DIV/0!, #N/A, …): 1;" in " ".join(table_of(data).notices)


def test_a_table_without_names_is_numbered():
    table = table_of(builders.xlsx({"S": [(1.5, 2), (3, 4), (5, 6.5)]}))
    assert (table.has_header, table.columns) == (False, ["column 1", "column 2"])
    assert len(table.frame) == 3


def test_numbers_keep_their_type_and_large_ids_stay_text():
    rows = [("id", "n", "mixed", "flag"), ("9007199254740993", 1, 1, True), ("2", 2, "a", False)]
    frame = table_of(builders.xlsx({"S": rows})).frame
    assert frame["id"].tolist() == ["9007199254740993", "2"]
    assert frame["n"].dtype == np.int64
    assert frame["mixed"].tolist() == ["1", "a"]
    assert frame["flag"].tolist() == ["true", "false"]


@pytest.mark.parametrize(
    ("value", "text"), [(2.0, "2"), (2**60 * 1.0, "1.152921504606847e+18"), (True, "true")]
)
def test_a_cell_as_text(value, text):
    assert cell_text(value) == text


# JSON.


def test_a_list_in_a_cell_becomes_columns():
    rows = [{"word": "cat", "vector": [1, 2.5]}, {"word": "dog", "vector": [3, 4.5]}]
    table = inspect_cells(json.dumps(rows).encode(), "v.json")
    assert table.columns == ["word", "vector 1", "vector 2"]
    np.testing.assert_array_equal(table.frame[["vector 1", "vector 2"]], [[1, 2.5], [3, 4.5]])


def test_a_key_that_some_objects_lack_is_empty_there():
    table = inspect_cells(b'[{"a": 1, "b": 2}, {"a": 3}, {"a": 4, "b": null}]', "v.json")
    np.testing.assert_array_equal(table.frame["b"], [2, np.nan, np.nan])


def test_a_matrix_of_lists_has_no_names():
    cloud = read_upload(b"[[1, 2], [3, 4.5]]", "m.json", "points")
    np.testing.assert_array_equal(cloud.values, [[1, 2], [3, 4.5]])


def test_edges_may_be_a_list_of_objects():
    data = b'[{"source": "a", "target": "b"}, {"source": "b", "target": "c"}]'
    assert read_upload(data, "e.json").node_ids.tolist() == ["a", "b", "c"]
    assert isinstance(read_upload(data, "e.json", "graph"), GraphData)


# MATLAB.


def test_of_a_matlab_file_x_and_y_are_read_and_the_rest_is_said():
    data = builders.mat(X=np.array(VALUES), y=np.array([1, 1, 2]), other=np.eye(4), s={"a": 1})
    table, guess = inspect_upload(data, "data.mat", "points")
    assert table.columns == ["X1", "X2", "label"]
    assert "The array 'y' is the column 'label'." in table.notices
    assert "Not read: 'other', 's'." in table.notices
    cloud = open_upload(data, "data.mat", "points").dataset
    assert guess.layout == "points"
    np.testing.assert_array_equal(cloud.values, VALUES)  # classes enter no distance
    assert cloud.labels.tolist() == ["1", "1", "2"]


@pytest.mark.parametrize(
    "labels",
    [np.array(["a", "a", "b"], dtype=object), np.array(["a", "a", "b"])],
    ids=["a cell array", "rows of letters"],
)
def test_labels_of_a_matlab_file_may_be_text(labels):
    data = builders.mat(X=np.array(VALUES), labels=labels)
    assert open_upload(data, "data.mat").dataset.labels.tolist() == ["a", "a", "b"]


def test_the_only_matrix_is_read_whatever_it_is_called():
    data = builders.mat(fea=np.array(VALUES), date=np.array(["today"]))
    np.testing.assert_array_equal(read_upload(data, "a.mat", "points").values, VALUES)
    with pytest.raises(UploadError, match=r"'p' \(2 × 2 double\), 'q' \(3 × 3 double\)"):
        read_upload(builders.mat(p=np.eye(2), q=np.eye(3)), "a.mat")


def test_a_newer_matlab_file_is_refused_with_the_way_out():
    with pytest.raises(UploadError, match=r"version 7\.3.*-v7"):
        read_upload(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(600), "a.mat")


# Vectors with metadata.

VECTORS = b"0.5\t1.5\n2.5\t3.5\n4.5\t5.5\n"
ONE, TWO = b"cat\ndog\ncow\n", b"word\tclass\ncat\tpet\ndog\tpet\ncow\tfarm\n"


@pytest.mark.parametrize(("metadata", "columns"), [(ONE, ["metadata"]), (TWO, ["word", "class"])])
def test_vectors_and_metadata_are_joined_row_by_row(metadata, columns):
    files = {"vectors.tsv": VECTORS, "metadata.tsv": metadata}
    packed = inspect_cells(builders.archive(files.items()), "a.zip")
    swapped = inspect_cells(builders.archive(reversed(files.items())), "a.zip")
    for table in (inspect_vectors(*files.items()), packed, swapped):
        assert table.columns == ["column 1", "column 2", *columns]
        assert table.frame[columns[0]].tolist() == ["cat", "dog", "cow"]
    if metadata is TWO:
        cloud = open_upload(builders.archive(files.items()), "a.zip").dataset
        assert cloud.labels.tolist() == ["pet", "pet", "farm"]


def test_metadata_that_do_not_fit_are_refused_with_both_numbers():
    with pytest.raises(UploadError, match=r"has 3 rows and 'metadata\.tsv' has 2"):
        inspect_vectors(("vectors.tsv", VECTORS), ("metadata.tsv", b"cat\ndog\n"))
