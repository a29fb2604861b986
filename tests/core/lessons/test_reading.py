"""Lesson files: what is written reads back; a hostile one gets a message with the way out."""

import string
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import LimitError, ParameterError, UploadError
from core.lessons import (
    LEVELS,
    Lesson,
    Progress,
    Question,
    Standing,
    Step,
    read_lesson,
    write_lesson,
)

GOOD = """---
title: Patience
about: How to wait.
level: newcomer
minutes: 5
figures: {h: 0.5}
steps:
  - page: phase-diagram
    set: {h: 0.5, off: [a, b], switch: no}
    hide: [seed]
---
## Wait
At h = {{h}} it freezes: $a_1 \\lt b$.

> The dot.

### Why?
- [ ] Chance
- [x] Cold

It is *cold*.
"""

words = st.text(string.ascii_letters + "äλ∞0 ,.:’", min_size=1, max_size=30).map(str.strip)
lines = words.filter(lambda text: text and not text[0].isdigit())
names = st.text(string.ascii_lowercase + "_0", min_size=1, max_size=8)
values = st.lists(st.text(string.printable.split(" ")[0], min_size=1, max_size=6), min_size=1)
questions = st.builds(
    Question,
    lines,
    st.lists(lines, min_size=2, max_size=6, unique=True).map(tuple),
    st.integers(0, 1),
    lines,
)
steps = st.builds(
    Step,
    title=lines,
    page=st.sampled_from(["where", "how-good", ""]),
    text=lines,
    notice=lines,
    settings=st.dictionaries(names, values.map(tuple), max_size=3),
    question=st.none() | questions,
    hide=st.lists(names, max_size=2).map(tuple),
    show=st.none() | st.lists(names, max_size=2).map(tuple),
)
lessons = st.builds(
    Lesson,
    title=lines.map(lambda text: " ".join(text.split())),
    about=lines.map(lambda text: " ".join(text.split())),
    level=st.sampled_from(sorted(LEVELS)),
    minutes=st.integers(1, 180),
    steps=st.lists(steps, min_size=1, max_size=4).map(tuple),
)


def read(text: str) -> Lesson:
    return read_lesson(text.encode(), "lesson.md")


@given(lessons)
def test_what_is_written_reads_back(lesson):
    assert read_lesson(write_lesson(lesson), "again.md") == lesson


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
@example(b"---\n- a\n---\n")
@example(b"---\n? [a]\n: b\n---\n")
@example(("---\n" + "[" * 5000 + "\n---\n").encode())
@example(b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n")
def test_any_bytes_are_a_lesson_or_a_message(data):
    with suppress(UploadError, LimitError):
        read_lesson(data, "any.md")


@given(st.data())
def test_a_cut_or_changed_lesson_is_a_lesson_or_a_message(data):
    at = data.draw(st.integers(0, len(GOOD)))
    put = data.draw(st.text(max_size=5))
    cut = data.draw(st.integers(0, 20))
    with suppress(UploadError, LimitError):
        read(GOOD[:at] + put + GOOD[at + cut :])


def test_every_word_is_read_as_it_stands():
    (step,) = read(GOOD).steps
    assert step.settings == {"h": ("0.5",), "off": ("a", "b"), "switch": ("no",)}
    assert step.text == "At h = 0.5 it freezes: $a_1 \\lt b$."
    assert (step.hide, step.show, step.notice) == (("seed",), None, "The dot.")
    assert step.question == Question("Why?", ("Chance", "Cold"), 1, "It is *cold*.")


HOSTILE = {
    "a script": (("At h", "<script>alert(1)</script> At h"), "HTML"),
    "an inline handler": (("Cold", '<b onclick="x()">Cold</b>'), "HTML"),
    "a picture that tells somebody": (("At h", "![](https://a.b/c.png) At h"), "picture"),
    "a link to elsewhere": (("At h", "[here](https://a.b) At h"), "links to"),
    "a link that runs": (("At h", "[here](javascript:x) At h"), "links to"),
    "a link without a scheme": (("At h", "[here](//a.b) At h"), "links to"),
    "many from few": (("How to wait.", "&a x\nb: *a"), "& and"),
    "an object": (("How to wait.", "!!python/name:os.system x"), "tag"),
    "a setting with a style": (("{h: 0.5, off", "{'h}': 1, off"), "setting"),
    "a control with a style": (("[seed]", "['seed{}']"), "setting"),
    "a page elsewhere": (("phase-diagram", "../etc/passwd"), "address"),
    "no right answer": (("[x]", "[ ]"), "0 right answers"),
    "no level": (("newcomer", "wizard"), "choose one of"),
    "endless": (("minutes: 5", "minutes: 5000"), "minutes"),
    "a figure that is none": (("{{h}}", "{{g}}"), "figures"),
    "another field": (("minutes: 5", "minutes: 5\nrun: ls"), "known are"),
    "two notices": (("> The dot.", "> The dot.\n\ntext\n\n> Another."), "quotations"),
    "nothing to notice": (("> The dot.", ""), "quotations"),
    "a step too many": (("## Wait", "## Wait\na\n\n> b\n\n## More"), "headings"),
    "deep": (("[a, b]", "[" * 9 + "a" + "]" * 9), "deep"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_lesson_gets_a_message_that_says_what_is_wrong(case):
    (old, new), said = HOSTILE[case]
    assert old in GOOD
    with pytest.raises(UploadError, match=said):
        read(GOOD.replace(old, new, 1))


def test_a_lesson_ends_at_its_limits():
    with pytest.raises(LimitError, match="the limit is 100,000"):
        read(GOOD + " " * 100_001)
    with pytest.raises(LimitError, match="the limit is 30"):
        Lesson("a", "b", "student", 5, (Step("a", "where", "b", "c"),) * 31)
    with pytest.raises(ParameterError, match="twice"):
        Question("Why?", ("a", "a"), 0, "b.")


def test_progress_is_whole_or_not_there(tmp_path):
    mine, other = Progress(tmp_path, "a1"), Progress(tmp_path, "b2")
    found = {"patience": Standing().found(3).found(1).at(3)}
    mine.write(found)
    assert mine.read() == found
    assert other.read() == {}
    (tmp_path / "lessons" / "a1.json").write_text('{"patience": {"step": []}}')
    assert mine.read() == {}
    with pytest.raises(LimitError):
        mine.write({str(number): Standing() for number in range(201)})
