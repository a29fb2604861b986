"""Encodings, ragged tables, bad cells and degenerate sets (rows 13 to 27 of the checklist)."""

import io
import re

import numpy as np
import pandas as pd
import pytest

from core.datasets.fingerprint_set import FingerprintSet
from core.datasets.readers import (
    BadCellsError,
    build_upload,
    inspect_upload,
    open_upload,
    read_upload,
)
from core.datasets.readers.table import inspect_table
from core.errors import LimitError, UploadError
from core.spreadsheet_text import escape_formula

nan = np.nan
TABLE = "x,y,Größe,b\n0,0,-60,-70\n5,0,-61,-71\n"


def notices_of(data, kind=None):
    return " ".join(open_upload(data, "a.csv", kind).notices)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"]
)
def test_encodings(encoding):
    data = TABLE.encode(encoding)
    scans = read_upload(data, "a.csv")
    assert scans.beacon_ids.tolist() == ["Größe", "b"]
    assert ("Latin-1" in notices_of(data)) == (encoding == "latin-1")
    assert inspect_upload(data, "a.csv")[0].encoding == encoding


@pytest.mark.parametrize("data", [b"x,y\n1,2\n\x003,4\n", TABLE.encode("utf-16-le")[:-1]])
def test_nul_characters_are_refused(data):
    with pytest.raises(UploadError, match="NUL"):
        read_upload(data, "a.csv")


def test_truncated_utf16_is_refused():
    with pytest.raises(UploadError, match="breaks off"):
        read_upload(TABLE.encode("utf-16")[:-1], "a.csv")


def test_thousands_separators_are_never_silently_decimals():
    with pytest.raises(BadCellsError, match=r"row 2, column 'a': '1,234'"):
        read_upload(b'a,b\n"1,234",1\n2,3\n4,5\n', "a.csv", "points")
    with pytest.raises(BadCellsError, match="1,234"):
        read_upload(b"a;b\n1,234;1.5\n2;3\n4;5\n", "a.csv", "points")


def test_repeated_columns_are_named():
    with pytest.raises(UploadError, match=r"several columns named 'a', 'c'"):
        read_upload(b"a,a,b,c,c\n1,2,3,4,5\n", "a.csv")


def test_empty_column_names_are_numbered_and_said():
    data = b",a,b\n0,1,2\n1,3,4\n"
    assert read_upload(data, "a.csv").feature_names.tolist() == ["column 1", "a", "b"]
    assert "column 1" in notices_of(data)


def test_too_many_columns():
    wide = (",".join(f"c{i}" for i in range(10_000)) + "\n" + "1," * 9_999 + "1\n").encode()
    with pytest.raises(LimitError, match="10,000 columns; the limit is 5,000"):
        inspect_table(wide, "a.csv")  # first, since guessing what so many columns mean takes long
    with pytest.raises(UploadError, match="10,000 columns; the limit is 5,000"):
        read_upload(wide, "a.csv")


def test_a_ragged_row_is_named():
    with pytest.raises(UploadError, match="Row 3 has 3 cells where the rows before have 2"):
        read_upload(b"a,b\n1,2\n1,2,3\n", "a.csv")


def test_a_short_row_is_named():
    with pytest.raises(UploadError, match="Row 3 has 1 cells where the first has 2"):
        read_upload(b"a,b\n1,2\n3\n4,5\n", "a.csv")


def test_rows_keep_their_numbers_across_blank_lines():
    with pytest.raises(BadCellsError, match="row 6, column 'b': 'loud'"):
        read_upload(b"\na,b\n1,2\n\n3,4\n5,loud\n\n", "a.csv", "points")


def test_an_open_quotation_mark_is_named():
    with pytest.raises(UploadError, match="quotation mark opened in row 2 is never closed"):
        read_upload(b'a,b\n"1,2\n3,4\n', "a.csv")


def test_a_huge_cell():
    with pytest.raises(UploadError, match=r"50,000,000 characters; the limit is 100,000"):
        read_upload(b"a,b\n1," + b"9" * 50_000_000 + b"\n", "a.csv")


@pytest.mark.parametrize(
    "text", ["n/a", "−", "1.2.3", "0x10", "1_000", "inf", "-Infinity", "1e400"]
)
def test_text_in_a_numeric_column_is_listed(text):
    data = f"a,b\n1,2\n3,{text}\n5,6\n".encode()
    with pytest.raises(BadCellsError, match=re.escape(f"row 3, column 'b': '{text}'")) as caught:
        read_upload(data, "a.csv", "points")
    assert caught.value.n_bad == 1


def test_at_most_twenty_bad_cells_are_listed_and_all_are_counted():
    rows = "".join(f"{i},loud\n{i},1\n" for i in range(100))
    with pytest.raises(BadCellsError, match=r"100 cells.*95 more") as caught:
        read_upload(("a,b\n" + rows).encode(), "a.csv", "points")
    assert len(caught.value.cells) == 20
    assert caught.value.n_bad == 100


def test_text_in_rss_is_listed():
    with pytest.raises(BadCellsError, match="row 3, column 'rss': 'loud'"):
        read_upload(b"x,y,beacon,rss\n0,0,a,-60\n0,0,b,loud\n", "a.csv")


def test_empty_rows_are_counted_and_constant_columns_flagged():
    data = b"a,b\n1,7\n,7\n3,7\n"
    np.testing.assert_array_equal(read_upload(data, "a.csv").values, [[1, 7], [3, 7]])
    assert "Rows left out: 1 (a value is empty)." in notices_of(data)
    assert "Constant columns (1): 'b'" in notices_of(data)


def test_all_empty_is_refused():
    with pytest.raises(UploadError, match="a header and no rows"):
        read_upload(b"a,b\n,\n,\n", "a.csv")


def test_one_row_is_a_data_set_with_an_explanation():
    assert read_upload(b"a,b\n1,2\n", "a.csv").values.shape == (1, 2)
    assert "at least two" in notices_of(b"a,b\n1,2\n")
    one_scan = b"x,y,a,b,c\n0,0,-60,-70,-80\n"
    assert read_upload(one_scan, "a.csv").n_scans == 1
    assert "at least two places" in notices_of(one_scan)


def test_identical_points():
    assert "no spread" in notices_of(b"a,b\n1,2\n1,2\n")


def test_a_header_without_rows():
    with pytest.raises(UploadError, match="a header and no rows"):
        read_upload(b"x,y,a\n", "a.csv")


@pytest.mark.parametrize("value", ["1e300", "1e-300", "5e-324", "-1.7976931348623157e308"])
def test_extreme_values_are_read_exactly(value):
    assert read_upload(f"a,b\n{value},1\n0,2\n".encode(), "a.csv").values[0, 0] == float(value)


def test_large_integer_ids_stay_text():
    data = b"source,target\n9007199254740993,9007199254740992\n9007199254740993,1\n"
    assert len(read_upload(data, "a.csv").node_ids) == 3
    scans = read_upload(b"x,y,stop,a\n0,0,00123,-60\n1,0,9007199254740993,-61\n", "a.csv")
    assert scans.stop_id.tolist() == ["00123", "9007199254740993"]


def test_json_is_refused():
    with pytest.raises(UploadError):
        read_upload(b"[" * 100_000, "a.json")


def _parquet(**columns):
    buffer = io.BytesIO()
    pd.DataFrame(columns).to_parquet(buffer)
    return buffer.getvalue()


def test_damaged_parquet():
    whole = _parquet(a=[1.0, 2.0], b=[3.0, 4.0])
    for data in (whole[:40], whole[:-20], whole[:-8] + b"\xff\xff\xff\x7fPAR1"):
        with pytest.raises(UploadError, match="Parquet"):
            read_upload(data, "a.parquet")


def test_parquet_with_a_damaged_letter():
    whole = _parquet(label=["letter", "tower"])
    place = whole.index(b"letter")
    with pytest.raises(UploadError, match=r"converted|damaged"):
        read_upload(whole[:place] + b"\x82" + whole[place + 1 :], "a.parquet")


def test_parquet_with_nested_columns():
    with pytest.raises(UploadError, match="'deep' of type list"):
        read_upload(_parquet(a=[1.0], deep=[[1, 2]]), "a.parquet")


@pytest.mark.parametrize(
    "label", ["=HYPERLINK(1)", "<img src=x onerror=alert(1)>", "[x](javascript:1)", "$x$"]
)
def test_labels_stay_text(label):
    labels = read_upload(f'a,label\n1,"{label}"\n2,"{label}"\n'.encode(), "a.csv").labels
    assert labels.tolist() == [label, label]


@pytest.mark.parametrize("start", "=+-@\t\r＝＋－＠")
def test_formulas_are_escaped_on_export(start):
    assert escape_formula(f"{start}cmd|1") == f"'{start}cmd|1"
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("number", ["-1", "+1", "-3.2e-5", "-.5"])
def test_a_number_is_no_formula_even_as_text(number):
    assert escape_formula(number) == number


# Received power (row 45).


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_positive_power_is_refused_with_its_value(layout):
    data = {
        "wide": b"x,y,a,b\n0,0,60,70\n1,1,61,71\n",
        "long": b"x,y,beacon,rss\n0,0,a,60\n0,0,b,70\n",
    }[layout]
    with pytest.raises(UploadError, match="minus sign"):
        read_upload(data, "a.csv", "fingerprints")


def test_odd_powers_are_left_out_and_counted_by_reason():
    data = b"x,y,a,b\n0,0,-60,127\n1,1,5,-71\n2,2,-130,-72\n3,3,-60,0\n4,4,-60,-70\n"
    upload = open_upload(data, "a.csv")
    expected = [[-60, nan], [nan, -71], [nan, -72], [-60, nan], [-60, -70]]
    np.testing.assert_array_equal(upload.dataset.rss_dbm, expected)
    for reason in ("Readings of +127", "Readings of +0", "Readings above 0", "Readings at"):
        assert [n[-3:] for n in upload.notices if n.startswith(reason)] == [" 1."], reason


def test_one_beacon_is_a_data_set_with_a_warning():
    data = b"x,y,a\n0,0,-60\n1,1,-61\n"
    scans = read_upload(data, "a.csv")
    assert isinstance(scans, FingerprintSet)
    assert scans.n_beacons == 1
    assert "one beacon" in notices_of(data)


def test_no_position_is_said():
    data = b"beacon,rss,scan\na,-60,1\nb,-70,1\na,-61,2\n"
    assert read_upload(data, "a.csv").position_m is None
    assert "no position" in notices_of(data)


def test_half_a_position_is_said():
    assert "needs both x and y" in notices_of(b"x,a,b\n0,-60,-70\n1,-61,-71\n", "fingerprints")


def test_scans_that_heard_nothing_are_counted():
    assert "Rows left out: 1 (they heard no beacon)." in notices_of(
        b"x,y,a,b\n0,0,-60,-70\n1,1,0,0\n"
    )


def test_nothing_heard_at_all():
    with pytest.raises(UploadError, match="received power"):
        read_upload(b"x,y,a,b\n0,0,100,100\n1,1,100,100\n", "a.csv", "fingerprints")


# Times (row 46).


def test_unsorted_and_repeated_times_do_not_change_the_readings():
    rows = [(3.0, "a", -60), (1.0, "b", -70), (1.0, "a", -62), (3.0, "b", -72)]
    text = "x,y,time,beacon,rss\n" + "".join(f"0,0,{t},{b},{r}\n" for t, b, r in rows)
    scans = read_upload(text.encode(), "a.csv")
    assert scans.time_s.tolist() == [3.0, 1.0]
    np.testing.assert_array_equal(scans.rss_dbm, [[-60, -72], [-62, -70]])


@pytest.mark.parametrize(("scale", "unit"), [(1, None), (1e3, "ms"), (1e6, "us"), (1e9, "ns")])
def test_clock_units_are_detected_by_range(scale, unit):
    times = [int(1_590_195_838 * scale), int(1_590_195_840 * scale)]
    text = "time,a,b\n" + "".join(f"{t},-60,-70\n" for t in times)
    upload = open_upload(text.encode(), "a.csv", "fingerprints")
    np.testing.assert_allclose(np.diff(upload.dataset.time_s), [2.0], atol=1e-3)
    assert any(f"read as {unit}" in notice for notice in upload.notices) == (unit is not None)


def test_zones_are_normalised():
    text = (
        "x,y,time,beacon,rss\n0,0,2020-05-23T03:00:00+02:00,a,-60\n0,0,2020-05-23T01:00:00Z,b,-70\n"
    )
    assert read_upload(text.encode(), "a.csv").time_s.tolist() == [1590195600.0]


def test_decimal_commas_are_detected_said_and_can_be_switched():
    data = b"a;b\n1,5;2\n2,25;3\n"
    table, mapping = inspect_upload(data, "a.csv", "points")
    assert build_upload(table, mapping).dataset.values.tolist() == [[1.5, 2], [2.25, 3]]
    assert "Numbers are written with a decimal comma." in table.notices
    other = table.read_again(decimal=".")
    with pytest.raises(BadCellsError, match="row 2, column 'a': '1,5'"):
        build_upload(other, mapping)
