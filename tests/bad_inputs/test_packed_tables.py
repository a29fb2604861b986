"""Workbooks, Feather, MATLAB, JSON and packed tables that lie (rows 9, 16, 24, 25 and 41)."""

import gzip
import json
import struct
import zlib

import numpy as np
import pyarrow as pa
import pytest

from core.datasets.readers import inspect_upload, open_upload, read_upload
from core.datasets.readers.cells_table import table_of_rows
from core.datasets.readers.spreadsheets import inspect_spreadsheet
from core.errors import LimitError, UploadError
from tests.bad_inputs import builders

ROWS = [("x", "y"), (1, 2.5), (3, 4.5)]


def book(body):
    return builders.archive(builders.xlsx_parts({"S": body}).items())


# Workbooks.


def test_a_cell_in_the_last_corner_is_refused_before_the_sheet_is_unfolded():
    body = builders.sheet_of(ROWS).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    # First in a process with limits: if the sheet were unfolded, that one would end.
    with pytest.raises(UploadError, match="17,179,869,184 cells"):
        read_upload(book(body), "a.xlsx")
    with pytest.raises(LimitError, match=r"17,179,869,184 cells; the limit is 100,000,000"):
        inspect_spreadsheet(book(body), "a.xlsx")


def test_a_formatted_last_row_is_no_cell():
    body = builders.sheet_of(ROWS).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert read_upload(book(body), "a.xlsx").values.shape == (2, 2)


def test_a_stated_size_of_the_sheet_is_not_believed():
    body = '<dimension ref="A1:XFD1048576"/>' + builders.sheet_of(ROWS)
    assert read_upload(book(body), "a.xlsx").values.shape == (2, 2)


def test_merged_cells_down_to_the_last_row_change_only_rows_that_are_there():
    body = builders.sheet_of(ROWS) + '<mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'
    assert read_upload(book(body), "a.xlsx").values.tolist() == [[1, 2.5], [1, 4.5]]


@pytest.mark.parametrize("declared", ['<!DOCTYPE a [<!ENTITY b "c">]>', "<!DOCTYPE a>"])
@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_document_type_within_a_workbook_is_refused(declared, member):
    parts = builders.xlsx_parts({"S": builders.sheet_of(ROWS)})
    parts[member] = declared + parts[member]
    with pytest.raises(UploadError, match="declares a document type"):
        read_upload(builders.archive(parts.items()), "a.xlsx")


def test_a_workbook_that_is_a_bomb_is_refused_before_unpacking():
    body = f"<sheetData>{' ' * 50_000_000}</sheetData>"
    data = book(body)
    assert len(data) < 100_000
    with pytest.raises(UploadError, match="times its packed size"):
        read_upload(data, "a.xlsx")


@pytest.mark.parametrize("repeated", ["rows", "columns"])
def test_repetition_in_an_open_document_does_not_fill_the_memory(repeated):
    rows = 1_048_576 if repeated == "rows" else 1_000
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" '
        'table:number-columns-repeated="16000"><text:p>1</text:p></table:table-cell>'
    )
    body = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    with pytest.raises(UploadError):
        read_upload(builders.ods([], body=body * 100), "a.ods")


@pytest.mark.parametrize("made", [lambda: builders.xlsx({"S": ROWS}), lambda: builders.ods(ROWS)])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_truncated_workbooks(made, kept):
    data = made()
    with pytest.raises(UploadError):
        read_upload(data[: int(len(data) * kept)], "a.xlsx")


def test_a_workbook_that_lacks_its_sheet():
    parts = builders.xlsx_parts({"S": builders.sheet_of(ROWS)})
    parts.pop("xl/worksheets/sheet1.xml")
    with pytest.raises(UploadError, match="damaged workbook"):
        read_upload(builders.archive(parts.items()), "a.xlsx")


def test_a_workbook_of_before_2007_is_named():
    with pytest.raises(UploadError, match="old Office document"):
        read_upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls")


def test_repeated_names_and_too_many_columns_are_named():
    with pytest.raises(UploadError, match="several columns named 'x'"):
        read_upload(builders.xlsx({"S": [("x", "x"), (1, 2)]}), "a.xlsx")
    with pytest.raises(LimitError, match="6,000 columns; the limit is 5,000"):
        table_of_rows([[1.0] * 6_000], "'t'", encoding="XLSX")


# Feather and Parquet.


def test_a_feather_file_that_lies_about_the_size_of_a_column():
    data = builders.feather({"a": np.zeros(1_000)}, "lz4")
    length = struct.pack("<q", 8_000)
    assert data.count(length) >= 1
    for claimed in (1 << 33, 1 << 45, -5):
        lie = data.replace(length, struct.pack("<q", claimed))
        with pytest.raises(UploadError, match="damaged Feather or Arrow file"):
            read_upload(lie, "a.feather")


@pytest.mark.parametrize("kept", [8, 100, 0.5, 0.95])
def test_truncated_feather(kept):
    data = builders.feather({"a": np.arange(1_000.0), "b": ["x"] * 1_000})
    with pytest.raises(UploadError):
        read_upload(data[: int(kept if kept > 1 else len(data) * kept)], "a.feather")


def test_the_first_version_of_feather_says_the_way_out():
    with pytest.raises(UploadError, match=r"version 1.*version 2 or as Parquet"):
        read_upload(b"FEA1" + bytes(100) + b"FEA1", "a.feather")


def test_types_that_are_no_cells_are_named():
    tensors = pa.ExtensionArray.from_storage(
        pa.fixed_shape_tensor(pa.float64(), (2,)),
        pa.array([[1.0, 2.0]], type=pa.list_(pa.float64(), 2)),
    )
    for column in (tensors, pa.array([{"x": 1}]), pa.array([b"\xff"])):
        with pytest.raises(UploadError, match="'deep' of type"):
            read_upload(builders.feather({"a": [1.0], "deep": column}), "a.feather")


def test_a_dictionary_that_points_beyond_its_words_is_refused():
    words = pa.DictionaryArray.from_arrays(pa.array([0, 5], pa.int32()), ["a"], safe=False)
    with pytest.raises(UploadError, match="cannot be converted"):
        read_upload(builders.feather({"x": [1.0, 2.0], "label": words}), "a.feather")


# MATLAB.


def test_a_matlab_file_that_lies_about_its_shape():
    data = builders.mat(False, X=np.eye(3))
    shape = struct.pack("<ii", 3, 3)
    assert data.count(shape) == 1
    for rows, columns, said in [
        (1 << 30, 2, "2,147,483,648 cells"),
        (3, 9_999, "columns; the limit"),
        (-3, -3, "matrix of numbers|damaged"),
        (900, 3, "damaged"),
    ]:
        with pytest.raises(UploadError, match=said):
            read_upload(data.replace(shape, struct.pack("<ii", rows, columns)), "a.mat")


def test_a_matlab_file_that_is_a_bomb():
    data = builders.mat(X=np.zeros((2_000_000, 4)))
    assert len(data) < 100_000
    with pytest.raises(UploadError, match="times its packed size"):
        read_upload(data, "a.mat")


@pytest.mark.parametrize("kept", [10, 130, 0.5, 0.9])
@pytest.mark.parametrize("compressed", [True, False])
def test_truncated_matlab_files(kept, compressed):
    data = builders.mat(compressed, X=np.random.default_rng(0).normal(size=(50, 4)))
    with pytest.raises(UploadError):
        read_upload(data[: int(kept if kept > 1 else len(data) * kept)], "a.mat")


def test_what_is_no_plain_array_is_not_read():
    data = builders.mat(X=np.array([[1 + 2j, 3], [4, 5]]))
    with pytest.raises(UploadError):
        read_upload(data, "a.mat")
    with pytest.raises(UploadError, match=r"name one matrix"):
        read_upload(builders.mat(s={"a": np.eye(2)}), "a.mat")


# GZIP.


def test_a_gzip_bomb_stops_at_the_limit():
    with pytest.raises(UploadError, match=r"times its packed size.*limit is 200"):
        read_upload(gzip.compress(b"0,1\n" * 10_000_000), "a.csv.gz")


@pytest.mark.parametrize("cut", [1, 9, 18, -1])
def test_truncated_gzip(cut):
    with pytest.raises(UploadError, match=r"breaks off|unpacked"):
        read_upload(gzip.compress(b"x,y\n1,2\n3,4\n")[:cut] + b"", "a.gz") if cut != 1 else (
            read_upload(b"\x1f\x8b", "a.gz")
        )


def test_several_members_are_one_text_and_rubbish_behind_them_is_refused():
    data = gzip.compress(b"x,y\n1,2\n") + gzip.compress(b"3,4\n")
    assert read_upload(data + bytes(512), "a.gz").values.tolist() == [[1, 2], [3, 4]]
    with pytest.raises(UploadError, match="cannot be unpacked"):
        read_upload(data + b"rubbish", "a.gz")


def test_a_packed_file_that_is_no_table_is_named():
    for inner, said in [(builders.png(), "PNG image"), (gzip.compress(b"a"), "GZIP archive")]:
        with pytest.raises(UploadError, match=said):
            read_upload(gzip.compress(inner), "a.gz")
        if said == "PNG image":
            with pytest.raises(UploadError, match=said):
                read_upload(builders.archive([("a.csv", inner)]), "a.zip")


def test_a_raw_deflated_stream_is_no_gzip():
    with pytest.raises(UploadError):
        read_upload(b"\x1f\x8b" + zlib.compress(b"x,y\n1,2\n"), "a.gz")


# JSON.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "levels of nesting; the limit is 64"),
        ('[{"a": NaN}]', "the number NaN"),
        ('[{"a": 1, "a": 2}]', "key 'a' twice"),
        ('[{"a": 1}, {"a": 2}', "not valid JSON"),
        ('[{"a": 1}, [2]]', "no table that is known here"),
        ("[[1, 2], [3]]", "row 2 has 1 values where 2 belong"),
        ('{"columns": ["a"], "data": [[1, 2]]}', "row 1 has 2 values where 1 belong"),
        ('{"columns": [], "data": [[1, 2]]}', "columns and data must be lists"),
        ('{"a": [1, 2], "b": [1]}', "column 2 has 1 values where 2 belong"),
        ('{"a": 1}', "no table that is known here"),
        ('[{"a": {"b": 1}}]', "holds an object|has an object or a list in a cell"),
        ('[{"a": [1]}, {"a": [1, 2]}]', "has an object or a list in a cell"),
        ("[[]]", "is empty"),
        ("[{}]", "is empty"),
        ('{"a": 1}\n{"a": 2', "not valid JSON"),
        (json.dumps([dict.fromkeys(map(str, range(6_000)), 1)]), "6,000 columns; the limit"),
        (json.dumps([{"v": [0] * 6_000}]), "6,000 columns; the limit"),
    ],
)
def test_json_that_is_no_table_says_why(text, said):
    with pytest.raises(UploadError, match=said) as refused:
        read_upload(text.encode(), "a.json", "points")
    assert len(str(refused.value)) < 500


def test_numbers_of_json_beyond_float64_are_bad_cells_and_long_ids_stay_text():
    with pytest.raises(UploadError, match="'inf'"):
        read_upload(b'[{"a": 1, "b": 1}, {"a": 1e400, "b": 2}, {"a": 3, "b": 1}]', "a", "points")
    table, _ = inspect_upload(b'[{"id": 9007199254740993, "b": 1}]', "a.json", "points")
    assert table.frame["id"].tolist() == ["9007199254740993"]


def test_one_key_twice_among_very_many_is_found():
    pairs = ", ".join(f'"k{i}": 1' for i in range(300_000))
    with pytest.raises(UploadError, match="key 'k0' twice"):
        read_upload(f'[{{{pairs}, "k0": 2}}]'.encode(), "a.json")


def test_labels_and_names_from_outside_stay_text():
    evil = "<img src=x onerror=alert(1)>"
    rows = [("x", evil, "label"), (1, 2, "=HYPERLINK(1)"), (3, 4, "=HYPERLINK(1)")]
    for data in (builders.xlsx({evil: rows}), builders.ods(rows)):
        cloud = open_upload(data, "a").dataset
        assert cloud.feature_names.tolist() == ["x", evil]
        assert cloud.labels.tolist() == ["=HYPERLINK(1)"] * 2
