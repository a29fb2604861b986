"""What came from outside is shown as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import as_plain_html, as_plain_text, distinct_labels

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    ":material/home:",
    "$x^2$",
    "**bold** # title",
    "\u202egpj.exe",
)


def test_no_hostile_text_keeps_an_active_mark():
    for text in HOSTILE:
        shown = as_plain_text(text)
        for mark in "<[$*#:":
            assert mark not in shown.replace("\\" + mark, "")
        assert "\u202e" not in shown
        assert "<" not in as_plain_html(text)


def test_long_text_is_shortened_and_says_so():
    assert as_plain_html("x" * 400) == "x" * 59 + "…"
    assert as_plain_text("x" * 400, longest=40) == "x" * 39 + "…"


@given(st.text())
def test_any_text_has_no_control_characters_left(text):
    assert not any(ord(character) < 32 for character in as_plain_text(text))


PREFIXES = ("", "x", "AA:BB:CC:00:", "Kitchen, ceiling, sensor of the ")
NAMES = st.lists(
    st.builds(
        lambda before, middle, after: before + middle + after,
        st.sampled_from(PREFIXES),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=12),
        st.sampled_from(PREFIXES),
    ),
    unique=True,
    max_size=60,
)


@given(NAMES, st.integers(6, 20))
def test_labels_are_short_and_none_is_taken_for_another(names, longest):
    labels = distinct_labels(names, longest=longest)
    assert len(set(labels)) == len(labels) == len(names)
    assert all(len(label) <= longest for label in labels)
    fitting = all(len(name) <= longest for name in names)
    assert not fitting or labels == names


@pytest.mark.parametrize("longest", [6, 9, 12, 16])
def test_what_is_cut_shows_the_part_that_differs(longest):
    addresses = [f"AA:BB:CC:00:00:{n:02X}" for n in range(6)]
    for label, address in zip(distinct_labels(addresses, longest=longest), addresses, strict=True):
        assert label.startswith("…")
        assert address.endswith(label[1:])
    rooms = [f"{name} of the department" for name in ("Library", "Kitchen")]
    assert distinct_labels(rooms, longest=12) == ["Library of …", "Kitchen of …"]
    inside = [f"AA:BB:{n:02X}:DD:EE:FF:00:11:22" for n in range(6)]
    assert all(
        f"{n:02X}" in label for n, label in enumerate(distinct_labels(inside, longest=longest))
    )
