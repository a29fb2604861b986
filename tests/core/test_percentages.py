"""Percentages: they add up, and never round something to nothing or to all."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.percentages import percent, percentages

shares = st.floats(0, 1)
wholes = st.lists(st.floats(1e-6, 1), min_size=1, max_size=8)


def value(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


@given(wholes)
def test_the_parts_of_a_whole_add_up_to_a_hundred(parts):
    written = percentages(np.array(parts) / sum(parts))
    small = [text for text in written if text.startswith("under")]
    total = sum(value(text) for text in written if text not in small)
    assert total <= 100 <= total + len(small), "those under 1% are what is missing"
    for text, part in zip(written, parts, strict=True):
        assert abs(value(text) - 100 * part / sum(parts)) <= 1


def test_three_regimes_that_once_made_101():
    assert percentages([0.584, 0.376, 0.04]) == ["58%", "38%", "4%"]


@given(shares, st.integers(0, 2))
def test_only_nothing_reads_0_and_only_all_reads_100(share, digits):
    text = percent(share, digits)
    assert (value(text) == 0) == (share == 0)
    assert (value(text) == 100) == (share == 1)
    assert abs(value(text) - 100 * share) <= 0.5 * 10**-digits + 1e-9 or text[0] in "uo"


def test_what_is_not_known_stays_unknown():
    assert percent(math.nan) == "nan%"


@pytest.mark.parametrize(("share", "written"), [(0.635, "64%"), (0.0, "0%"), (1.0, "100%")])
def test_whole_percent(share, written):
    assert percent(share) == written
