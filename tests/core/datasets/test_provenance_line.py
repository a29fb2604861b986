"""The line below a figure gives page, version and settings back, wherever it is broken."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.provenance_line import provenance_line, read_provenance
from core.errors import UploadError
from core.version import __version__

NAMES = st.from_regex(r"[a-z][a-z_0-9]{0,12}", fullmatch=True)
SETTINGS = st.lists(st.tuples(NAMES, st.text(max_size=20)), max_size=8)
FACTS = st.lists(st.text(max_size=30), max_size=4)


@given(NAMES, FACTS, SETTINGS, st.randoms())
def test_what_was_written_is_read_back_from_a_line_that_was_broken_anywhere(
    page, facts, settings, random
):
    line = provenance_line(page, facts, settings)
    broken = re.sub(" ", lambda _: random.choice([" ", "\n", " \n  "]), line)
    found = read_provenance(broken)
    expected: dict[str, tuple[str, ...]] = {}
    for name, word in settings:
        expected[name] = (*expected.get(name, ()), word)
    assert (found.page, found.settings, found.version) == (page, expected, __version__)


@given(FACTS, SETTINGS)
def test_a_line_is_one_line(facts, settings):
    assert len(provenance_line("where", facts, settings).splitlines()) == 1


def test_the_name_of_a_data_set_cannot_pass_for_a_setting():
    line = provenance_line("map", ["a · page where · settings k=3"], [("k", "5")])
    assert read_provenance(line).page == "map"
    assert read_provenance(line).settings == {"k": ("5",)}


@pytest.mark.parametrize("line", ["", "Kernelscope", "Kernelscope 1 · page where", "k=3"])
def test_another_line_is_refused_with_what_one_looks_like(line):
    with pytest.raises(UploadError, match="begins with"):
        read_provenance(line)
