"""The table of formats: every row is whole, knows its own files, and refuses damaged ones."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import core.datasets.readers
from core.datasets import FingerprintSet, GraphData, PointCloud
from core.datasets.file_content import looks_like
from core.datasets.readers import (
    FORMATS,
    TEMPLATES,
    ColumnMapping,
    Table,
    build_upload,
    format_named,
    formats_holding,
    guess_mapping,
    inspect_cells,
    inspect_upload,
    open_upload,
    templates_for,
    titles,
)
from core.datasets.readers.column_mapping import KINDS
from core.datasets.readers.formats import FILES
from core.errors import ParameterError, UploadError
from tests.bad_inputs import builders
from tests.format_samples import files

CLASSES = {"fingerprints": FingerprintSet, "points": PointCloud, "graph": GraphData}
NEEDS_EXTRAS = (".h5ad",)
ROWS = pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=name, marks=[pytest.mark.extra] if name in NEEDS_EXTRAS else [])
        for name, row in FORMATS.items()
    ],
)


@ROWS
def test_every_row_is_whole(row):
    assert row.title
    assert row.suffixes
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in row.suffixes)
    assert set(row.holds) <= set(KINDS)
    assert row.inspect or row.read
    for template in row.templates:
        assert template.filename.endswith(row.suffixes)
        assert template.kind is None or template.kind in row.holds
    if not row.templates:
        assert row.no_template.endswith(".")


def test_every_file_with_rows_is_in_the_list_of_files():
    folder = Path(core.datasets.readers.__file__).parent
    with_rows = {
        path.stem
        for path in folder.glob("*.py")
        if any(line.startswith("ROWS = ") for line in path.read_text("utf-8").splitlines())
    }
    assert with_rows == set(FILES)
    assert len(FILES) == len(set(FILES))


@ROWS
def test_a_file_is_recognised_by_its_own_row_alone_whatever_its_name(row):
    for data in files(row):
        content = looks_like(data)
        known = [each for each in FORMATS.values() if each.recognises(data, content)]
        assert [each for each in known if not each.asked_last] == ([] if row.asked_last else [row])
        if row.asked_last:
            assert known == [row]


def test_one_row_is_asked_last():
    assert [row.name for row in FORMATS.values() if row.asked_last] == ["CSV or TSV"]


@ROWS
def test_a_file_reads_as_something_that_its_row_holds(row):
    for data in files(row):
        kinds = {kind for kind in row.holds if _reads_as(data, kind)}
        assert kinds
        assert type(open_upload(data, "a").dataset) in {CLASSES[kind] for kind in row.holds}


def _reads_as(data: bytes, kind: str) -> bool:
    try:
        return isinstance(open_upload(data, "a", kind).dataset, CLASSES[kind])
    except UploadError:
        return False


@ROWS
def test_what_columns_mean_is_asked_of_every_table_and_of_nothing_else(row):
    for data in files(row):
        found = inspect_upload(data, "a")
        cells = {kind: inspect_cells(data, "a", kind) for kind in KINDS}
        if row.inspect is None:
            assert found is None
            assert not any(cells.values())
            continue
        assert {kind for kind, table in cells.items() if table is not None} == set(row.holds)
        table, guess = found
        assert isinstance(guess, ColumnMapping)
        assert guess.kind in row.holds
        assert all(cells[kind].columns == table.columns for kind in row.holds)
        built, opened = build_upload(table, guess), open_upload(data, "a")
        assert built.notices == opened.notices
        assert_same(built.dataset, opened.dataset)


def assert_same(first, second):
    assert type(first) is type(second)
    for name, value in vars(first).items():
        other = getattr(second, name)
        if sparse.issparse(value):
            assert (value != other).nnz == 0
        elif isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, other)


@ROWS
def test_a_table_read_again_as_it_was_read_is_the_same_table(row):
    for data in files(row) if row.inspect else ():
        table = row.inspect(data, "a")
        if table.read_again is None:
            continue
        form = {"separator": table.separator, "decimal": table.decimal}
        again = table.read_again(**form, has_header=table.has_header)
        pd.testing.assert_frame_equal(again.frame, table.frame)
        assert (again.notices, again.encoding) == (table.notices, table.encoding)
        headless = table.read_again(has_header=False)
        assert len(headless.frame) == len(table.frame) + 1


@ROWS
def test_a_file_that_breaks_off_or_has_a_wrong_byte_is_read_or_refused_in_words(row):
    rng = np.random.default_rng(0)
    for data in files(row):
        for _ in range(40 // len(files(row))):
            place = int(rng.integers(len(data)))
            wrong = bytearray(data)
            wrong[place] ^= int(rng.integers(1, 256))
            for hostile in (data[:place], bytes(wrong)):
                for ask in (open_upload, inspect_upload, inspect_cells):
                    try:
                        ask(hostile, "a")
                    except UploadError as error:
                        assert str(error)  # noqa: PT017 - anything else fails the test


def test_a_template_is_offered_once_and_where_it_can_be_used():
    offered = [template.key for kind in KINDS for template in templates_for(kind)]
    assert sorted(offered) == sorted(TEMPLATES)


def test_what_is_in_no_format_is_refused_with_the_first_of_those_that_hold_what_is_wanted():
    for kind in (None, *KINDS):
        for ask in (open_upload, inspect_upload, inspect_cells):
            with pytest.raises(UploadError, match="PNG image") as refused:
                ask(builders.png(), "a.csv", kind)
            rows = formats_holding(kind)
            ways_out = f"{', '.join(row.title for row in rows[:3])} or one of {len(rows) - 3} other"
            assert ways_out in str(refused.value)
            assert len(str(refused.value)) < 160


def test_unknown_names_are_refused_with_those_that_there_are():
    with pytest.raises(ParameterError, match=r"'Parket'.*Parquet.*Pajek"):
        format_named("Parket")
    for ask in (formats_holding, templates_for, titles):
        with pytest.raises(ParameterError, match=r"'tables'.*fingerprints, points, graph"):
            ask("tables")
    for ask in (open_upload, inspect_upload, inspect_cells):
        with pytest.raises(UploadError, match=r"'tables'.*fingerprints, points, graph"):
            ask(b"1,2\n", "a.csv", "tables")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"holds": {}}, "holds nothing; choose from: fingerprints, points, graph"),
        ({"holds": {"tables": ""}}, "holds tables; choose from"),
        ({"inspect": None, "read": None}, "neither be inspected nor read"),
        ({"templates": (), "no_template": ""}, "the reason why there is none"),
    ],
)
def test_a_row_that_is_not_whole_says_what_it_lacks(change, message):
    with pytest.raises(ParameterError, match=message):
        replace(format_named("CSV or TSV"), **change)


def test_a_template_for_no_kind_of_data_says_which_there_are():
    with pytest.raises(ParameterError, match=r"'wide' is for None.*fingerprints, points, graph"):
        replace(TEMPLATES["wide"], kind=None)


def test_what_a_file_itself_says_of_its_columns_is_not_guessed():
    table = Table(pd.DataFrame({"a": [1.0, 2.0], "b": [0.5, 1.5], "where": [3.0, 4.0]}), "'a'")
    meaning = ColumnMapping("points", {"time": "b"}, ("a",), truth=("where",))
    for kind in (None, *KINDS):
        assert guess_mapping(replace(table, meaning=meaning), kind) is meaning
    assert guess_mapping(table, "points") != meaning
    cloud = build_upload(table, meaning).dataset
    assert (cloud.time.tolist(), cloud.truth.ravel().tolist()) == ([0.5, 1.5], [3.0, 4.0])
