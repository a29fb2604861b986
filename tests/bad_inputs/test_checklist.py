"""Every row of the checklist about files names the tests that hold it, and they exist."""

from pathlib import Path

import pytest

from tests.bad_inputs.checklist import HELD, NOT_HELD, ROWS

TESTS = Path(__file__).resolve().parents[1]


def test_every_row_is_held_or_says_why_not():
    assert sorted([*HELD, *NOT_HELD]) == list(ROWS)
    assert all(reason.endswith(".") for reason in NOT_HELD.values())
    assert all(what and tests for what, tests in HELD.values())


@pytest.mark.parametrize("row", HELD)
def test_the_tests_of_a_row_exist(row):
    for test in HELD[row][1]:
        file, _, name = test.partition("::")
        assert f"\ndef {name}(" in (TESTS / file).read_text(encoding="utf-8"), test
