"""What empty cells cost is counted before anything is done, and is what is then lost."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.datasets.missing_values import (
    MISSING_CHOICES,
    choice_named,
    complete,
    count_missing,
    proposed_choice,
)
from core.datasets.readers import (
    ColumnMapping,
    build_upload,
    guess_empty_marks,
    inspect_table,
    missing_cells,
    open_upload,
)
from core.errors import LimitError, ParameterError, UploadError
from core.limits import LIMITS

NAMES = ("a", "b", "c")
GAPPED = arrays.arrays(
    np.float64,
    st.tuples(st.integers(2, 20), st.just(3)),
    elements=st.sampled_from([np.nan, -2.0, 0.5, 0.5, 7.25, 100.0]),
)


@settings(max_examples=80, deadline=None)
@given(GAPPED, st.sampled_from(list(MISSING_CHOICES)))
def test_the_cost_is_what_is_lost_and_no_measured_cell_changes(values, choice):
    found = count_missing(values, NAMES)
    try:
        done = complete(values, NAMES, choice)
    except ParameterError:
        empty = np.isnan(values)
        assert empty.all(axis=0).any() or empty[~empty.all(axis=1)].any(axis=0).all()
        return
    assert (~done.rows).sum() == (MISSING_CHOICES[choice].rows_lost(found) if found.rows else 0)
    part = values[done.rows][:, done.columns]
    assert done.values.shape == part.shape
    assert not np.isnan(done.values).any()
    known = ~np.isnan(part)
    np.testing.assert_array_equal(done.values[known], part[known])
    assert bool(done.said) == bool(found.rows)


@settings(max_examples=40, deadline=None)
@given(GAPPED)
def test_counts_are_those_of_a_loop(values):
    found = count_missing(values, NAMES)
    alone = [0, 0, 0]
    for row in values:
        gaps = [i for i in range(3) if np.isnan(row[i])]
        if len(gaps) == 1:
            alone[gaps[0]] += 1
    assert found.alone.tolist() == alone
    assert found.rows == sum(any(np.isnan(row)) for row in values)
    assert found.blank == sum(all(np.isnan(row)) for row in values)
    assert found.cells == sum(np.isnan(row).sum() for row in values if not all(np.isnan(row)))


def test_each_way_fills_with_what_it_says():
    values = np.array([[1.0, 10.0], [1.0, 20.0], [4.0, 40.0], [np.nan, 41.0], [9.0, np.nan]])
    names = ("a", "b")
    assert complete(values, names, "median").values[3:].tolist() == [[2.5, 41.0], [9.0, 30.0]]
    assert complete(values, names, "most_frequent").values[3].tolist() == [1.0, 41.0]
    near = np.column_stack([np.repeat([0.0, 10.0], 6), np.repeat([5.0, 50.0], 6)])
    near[0, 1] = near[11, 1] = np.nan
    filled = complete(near, names, "neighbors").values
    np.testing.assert_allclose(filled[[0, 11], 1], [5.0, 50.0])
    assert complete(values, names, "rows").rows.tolist() == [True, True, True, False, False]


def test_neighbours_are_near_whatever_the_units_of_a_column():
    rng = np.random.default_rng(0)
    group = np.repeat([0.0, 1.0], 30)
    values = np.column_stack([group, rng.normal(size=60) * 1e6, group * 3.0])
    values[0, 2] = np.nan
    assert complete(values, NAMES, "neighbors").values[0, 2] == pytest.approx(0.0, abs=1.3)
    in_small_units = values * [1.0, 1e-6, 1.0]
    np.testing.assert_allclose(
        complete(values, NAMES, "neighbors").values[:, 2],
        complete(in_small_units, NAMES, "neighbors").values[:, 2],
    )


def test_costs_are_said_with_numbers():
    values = np.ones((100, 3))
    values[:21, 0] = np.nan
    values[0, 1] = np.nan
    found = count_missing(values, ("x", "y", "z"))
    said = {key: row.cost(found) for key, row in MISSING_CHOICES.items()}
    assert said["rows"] == "21 of 100 rows (21%); column 'x' alone costs 20 rows."
    assert said["columns"] == "2 of 3 columns: 'x', 'y'."
    assert said["median"].startswith("22 of 300 cells (7%) would hold numbers")


@pytest.mark.parametrize(("empty", "choice"), [(5, "rows"), (6, "median")])
def test_above_one_row_in_twenty_filling_is_proposed(empty, choice):
    values = np.ones((100, 2))
    values[:empty, 0] = np.nan
    assert proposed_choice(count_missing(values, ("a", "b"))) == choice


def test_three_per_cent_of_gaps_in_fourteen_columns_are_not_a_third_of_the_rows():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(2_000, 14))
    values[rng.random(values.shape) < 0.03] = np.nan
    names = tuple(f"c{i}" for i in range(14))
    found = count_missing(values, names)
    assert 0.3 < found.rows / 2_000 < 0.4
    assert complete(values, names, proposed_choice(found)).rows.all()


def test_filling_from_neighbours_has_a_limit_of_pairs():
    n = int(np.sqrt(LIMITS["neighbor_fill_pairs"].maximum)) + 1
    values = np.zeros((n, 2))
    values[:, 0] = np.arange(n)
    values[:, 1] = np.nan
    values[0, 1] = 1.0
    assert (n - 1) * n > LIMITS["neighbor_fill_pairs"].maximum
    with pytest.raises(LimitError, match="Fill with the median"):
        complete(values, ("a", "b"), "neighbors")


def test_an_unknown_way_is_refused_with_the_list():
    with pytest.raises(ParameterError, match="rows, columns, median, most_frequent, neighbors"):
        choice_named("mean")


def test_columns_that_all_have_a_gap_cannot_all_be_left_out():
    with pytest.raises(ParameterError, match="none would be left"):
        complete(np.array([[1.0, np.nan], [np.nan, 2.0]]), ("a", "b"), "columns")


def test_a_reader_that_cannot_ask_says_what_leaving_rows_out_has_cost():
    rows = "".join(f"{i}.5,{'' if i % 3 == 0 else i * i}\n" for i in range(30))
    upload = open_upload(("a,b\n" + rows).encode(), "t.csv", "points")
    assert len(upload.dataset.values) == 20
    (said,) = [each for each in upload.notices if each.startswith("Rows left out")]
    assert said == (
        "Rows left out: 10 (a value is empty). That is 33% of all rows; they stay if the empty "
        "cells are filled."
    )


def marked(*cells: float) -> list[float]:
    """The marks found in one column of these cells."""
    text = "a\n" + "\n".join(f"{each:g}" for each in cells) + "\n"
    return [each.value for each in guess_empty_marks(inspect_table(text.encode(), "t.csv"), ("a",))]


def test_numbers_that_stand_apart_as_a_program_writes_them_are_offered_as_empty():
    assert marked(1, 2.5, -999, 4, -999) == [-999]
    assert marked(1, 2.5, 9999, 4, 9999, -9999, -9999) == [-9999, 9999]
    assert marked(1, 2.5, -999, 4) == []  # once: it may be true
    assert marked(1, 2.5, -500, -500) == []  # no program's mark
    assert marked(900, 950, 999, 999) == []  # among the others
    assert marked(-999, -999) == []  # nothing else is there


def test_marks_that_are_confirmed_are_empty_cells_like_others():
    table = inspect_table(b"a,b\n1.5,1\n-999,4\n2.5,9\n-999,2\n4.5,-999\n", "t.csv")
    chosen = ColumnMapping("points", {}, ("a", "b"), empty_marks=(-999.0,))
    assert missing_cells(table, chosen).rows == 3
    upload = build_upload(table, replace(chosen, missing="median"))
    assert upload.dataset.values.tolist() == [[1.5, 1], [2.5, 4], [2.5, 9], [2.5, 2], [4.5, 3]]
    assert "3 cells of −999 were taken for empty." in upload.notices
    as_measured = build_upload(table, replace(chosen, empty_marks=()))
    assert as_measured.dataset.values.min() == -999


def test_a_mapping_with_an_unknown_way_is_refused_as_an_upload():
    table = inspect_table(b"a\n0.5\n\n1.5\n", "t.csv")
    with pytest.raises(UploadError, match="missing is 'mean'"):
        build_upload(table, ColumnMapping("points", {}, ("a",), missing="mean"))


@pytest.mark.parametrize("choice", MISSING_CHOICES)
def test_an_array_has_the_same_choice_as_a_table(choice):
    values = np.arange(24.0).reshape(8, 3) ** 2
    values[[1, 4], [0, 2]] = np.nan
    file = io.BytesIO()
    np.save(file, values)
    upload = open_upload(file.getvalue(), "a.npy", "points")
    assert (upload.missing.rows, upload.missing.n_rows) == (2, 8)
    chosen = upload.completed(choice)
    expected = complete(values, ("1", "2", "3"), choice)
    np.testing.assert_array_equal(chosen.dataset.values, expected.values)
    assert chosen.notices == expected.said
    assert chosen.dataset.row_number.tolist() == (np.flatnonzero(expected.rows) + 1).tolist()
    assert len(chosen.dataset.feature_names) == expected.columns.sum()


def test_of_an_array_without_gaps_nothing_is_asked():
    file = io.BytesIO()
    np.savez(file, X=np.eye(3))
    upload = open_upload(file.getvalue(), "a.npz", "points")
    assert upload.missing is upload.completed is None
