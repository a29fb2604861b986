"""What came from outside is shown as text."""

from hypothesis import given
from hypothesis import strategies as st

from components.text import as_plain_html, as_plain_text

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
