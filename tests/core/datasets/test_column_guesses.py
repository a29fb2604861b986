"""Roles of columns are guessed by what the columns hold, and their names decide between several."""

import numpy as np
import pandas as pd
import pytest

from core.datasets.readers import guess_columns, guess_mapping, inspect_table, open_upload
from core.datasets.readers.dates import are_dates, parse_dates

N = 60
RANDOM = np.random.default_rng(3)
VALUES = RANDOM.normal(size=N)


def roles(**columns) -> dict[str, str]:
    """The guessed role of each column of a table with a measurement, ``a``, at its end."""
    frame = pd.DataFrame(columns | {"a": VALUES})
    table = inspect_table(frame.to_csv(index=False).encode(), "t.csv")
    return {each.column: each.role for each in guess_columns(table)}


TEXTS_APART = [f"S{i:02d}" for i in range(N)]
THREE = [("north", "south", "west")[i % 3] for i in range(N)]


@pytest.mark.parametrize(
    ("name", "cells", "role"),
    [
        ("site", THREE, "label"),
        ("sample", TEXTS_APART, "id"),
        ("anything", TEXTS_APART, "id"),
        ("count", np.arange(1, N + 1), "id"),
        ("id", RANDOM.permutation(N) + 500, "id"),
        ("Customer_ID", RANDOM.permutation(N) + 500, "id"),
        ("customerId", RANDOM.permutation(N) + 500, "id"),
        ("index", np.arange(N), "id"),
        ("index", VALUES + 1, "feature"),
        ("acid", RANDOM.permutation(N), "feature"),
        ("id", RANDOM.integers(0, 5, N), "unused"),
        ("number", RANDOM.integers(0, 5, N), "feature"),
        ("number", RANDOM.permutation(N) + 500, "id"),
        ("remark", [f"{'a long remark ' * 6}{i}" for i in range(N)], "unused"),
        ("x", np.arange(1, N + 1), "feature"),
        ("time", np.arange(1, N + 1), "time"),
        ("shuffled", RANDOM.permutation(N) + 1, "feature"),
        ("species", RANDOM.integers(0, 3, N), "label"),
        ("target", RANDOM.integers(0, 3, N), "label"),
        ("target", VALUES * 7, "feature"),
        ("grade", RANDOM.integers(0, 3, N), "feature"),
        ("when", [f"2024-03-{1 + i % 28:02d}" for i in range(N)], "time"),
        ("when", [f"{1 + i % 28:02d}.03.2024" for i in range(N)], "time"),
        ("when", [f"{1 + i % 28} Mar 2024" for i in range(N)], "time"),
        ("when", [f"{i % 24:02d}:30:00" for i in range(N)], "time"),
        ("year", 2007 + np.arange(N) % 3, "time"),
        ("Year", VALUES + 2000, "feature"),
        ("year", np.arange(N) % 7, "feature"),
        ("built", 1950 + np.arange(N) % 3, "feature"),
        ("when", ["Jan 1 2000", "Feb 1 2000", "Mar 1 2000"] * (N // 3), "time"),
        (
            "ticket",
            [9 * i if i % 5 > 1 else f"A/{i} {i}" for i in range(N - 1)] + ["A/0 0"],
            "unused",
        ),
        ("level", [["n/a", "<5", 7.5, 8.5, 9.5][i % 5] for i in range(N)], "feature"),
        ("note", ["same"] * N, "unused"),
        ("note", [""] * N, "unused"),
        ("true_1", VALUES, "truth"),
    ],
)
def test_a_column_is_what_it_holds(name, cells, role):
    found = roles(**{name: cells})
    assert found[name] == role
    assert found["a"] == "feature"


def test_of_several_ids_labels_and_times_the_name_decides_and_the_others_are_no_features():
    found = roles(
        code=TEXTS_APART[::-1],
        sample=TEXTS_APART,
        number=np.arange(1, N + 1),
        colour=["red", "blue"] * (N // 2),
        species=THREE,
        started=["2024-01-01"] * (N - 1) + ["2024-01-02"],
        date=[f"2024-03-{1 + i % 28:02d}" for i in range(N)],
    )
    assert found == {
        "code": "unused",
        "sample": "id",
        "number": "unused",
        "colour": "unused",
        "species": "label",
        "started": "unused",
        "date": "time",
        "a": "feature",
    }


def test_years_are_times_unless_there_are_better_ones_or_no_other_numbers():
    text = "year,a\n" + "\n".join(f"{1970 + i % 2},{i * i}" for i in range(20))
    upload = open_upload(text.encode(), "t.csv", "points")
    assert upload.dataset.time[:2].tolist() == [0.0, 365 * 86400.0]
    assert any("'year' stands for the first moment of each" in each for each in upload.notices)
    found = roles(year=2007 + np.arange(N) % 3, day=[f"2024-03-{1 + i % 28:02d}" for i in range(N)])
    assert (found["day"], found["year"]) == ("time", "unused")
    alone = inspect_table(b"year,site\n2001,a\n2002,b\n2001,b\n", "t.csv")
    assert guess_mapping(alone, "points").values == ("year",)


def test_an_index_that_a_table_was_written_with_is_the_id():
    frame = pd.DataFrame({"a": VALUES, "b": VALUES**2})
    upload = open_upload(frame.to_csv().encode(), "t.csv", "points")
    assert upload.dataset.feature_names.tolist() == ["a", "b"]
    assert upload.dataset.row_id.tolist() == [str(i) for i in range(N)]


def test_the_only_numbers_of_a_table_stay_a_feature():
    table = inspect_table(b"number,site\n1,a\n2,b\n3,a\n4,b\n5,a\n6,a\n", "t.csv")
    assert guess_mapping(table, "points").values == ("number",)


@pytest.mark.parametrize(
    ("cells", "seconds", "words"),
    [
        (["1970-01-02", "1970-01-03"], [86400, 172800], "UTC if no zone"),
        (["02.01.1970 00:00:01", "x"], [86401, np.nan], "day.month.year"),
        (["13/01/1970", "02/01/1970"], [12 * 86400, 86400], "day/month/year, UTC."),
        (["01/13/1970", "01/02/1970"], [12 * 86400, 86400], "month/day/year, UTC."),
        (["01/02/1970"], [31 * 86400], "could also be month/day/year"),
        (["2 January 1970"], [86400], "day month year"),
        (["Jan 2, 1970"], [86400], "month day, year"),
        (["00:01:30", "12:00:00"], [90, 43200], "since midnight"),
    ],
)
def test_dates_of_many_forms_are_read_and_the_form_is_said(cells, seconds, words):
    found = parse_dates(pd.Series(cells))
    np.testing.assert_array_equal(found.seconds, seconds)
    assert words in found.said


@pytest.mark.parametrize("cells", [["S01", "S02"], ["north"], ["1.2.3.4"], [""], ["v1", "2024"]])
def test_what_is_no_date_is_not_taken_for_one(cells):
    assert not are_dates(pd.Series(cells))


def test_days_that_only_one_order_can_read_decide_for_all_cells():
    cells = ["01/02/2024"] * 300 + ["01/13/2024"] * 300
    found = parse_dates(pd.Series(cells))
    assert not np.isnan(found.seconds).any()
    assert "month/day/year" in found.said
