"""A lesson out of a Markdown file, which may come from anybody."""

import re
from collections.abc import Mapping
from typing import Any

from core.errors import ParameterError, UploadError
from core.lessons.front_matter import split
from core.lessons.lesson import Lesson, Step
from core.lessons.sections import Section, sections
from core.limits import check_limit

FIELDS = {"title", "about", "level", "minutes", "figures", "steps"}
STEP_FIELDS = {"page", "set", "hide", "show"}
_PLACE = re.compile(r"\{\{([a-z0-9_]+)\}\}")


def read_lesson(data: bytes, filename: str) -> Lesson:
    """Read a lesson from a Markdown file with front matter.

    Between two lines ``---`` stand title, about, level, minutes and, in a list ``steps``, each
    step's page, settings (``set``), and the controls that it hides (``hide``) or shows alone
    (``show``). Below, each step is a section ``## …`` with text, a quotation ``> …`` that says
    what to notice, and perhaps a question: ``### …``, choices ``- [ ] …`` of which one is
    ``- [x] …``, and why. What ``figures`` names stands in the text as ``{{name}}``.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8.
    filename : str
        What it is called; named in errors.

    Returns
    -------
    Lesson
        Checked: the settings are words of a link, whose meaning the page knows.

    Raises
    ------
    UploadError
        When the file is no lesson, or holds HTML, pictures or links to elsewhere.
    LimitError
        When it is larger than a lesson may be.

    Examples
    --------
    >>> text = '''---
    ... title: Patience
    ... about: How to wait.
    ... level: newcomer
    ... minutes: 5
    ... figures: {h: 0.5}
    ... steps:
    ...   - page: phase-diagram
    ...     set: {h: 0.5}
    ... ---
    ... ## Wait
    ... At h = {{h}} it freezes.
    ...
    ... > The dot.
    ... '''
    >>> lesson = read_lesson(text.encode(), "patience.md")
    >>> lesson.steps[0].text, dict(lesson.steps[0].settings)
    ('At h = 0.5 it freezes.', {'h': ('0.5',)})
    """
    check_limit("lesson_bytes", len(data), what=f"The file {filename}")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise UploadError(f"The file {filename} is no text in UTF-8; save it as such.") from None
    if "\0" in text:
        raise UploadError(f"The file {filename} is no text: it holds a zero byte.")
    about, body = split(text)
    _check_names(about, FIELDS, "The lesson")
    try:
        return _lesson(about, body)
    except ParameterError as error:  # what a record refuses is a fault of the file here
        raise UploadError(str(error)) from None


def _lesson(about: Mapping[str, Any], body: str) -> Lesson:
    rows, figures = about.get("steps", ""), _texts(about.get("figures") or {}, "figures")
    if not isinstance(rows, list):
        raise UploadError("A lesson lists its steps: “steps:”, then “  - page: where” for each.")
    check_limit("lesson_steps", len(rows), what="The lesson")
    written = sections(_filled(body, figures))
    if len(rows) != len(written):
        raise UploadError(
            f"The lesson lists {len(rows)} steps and has {len(written)} headings “## …”; each step "
            "has one of both."
        )
    return Lesson(
        title=_line(about, "title"),
        about=_line(about, "about"),
        level=_line(about, "level"),
        minutes=_minutes(_line(about, "minutes")),
        steps=tuple(map(_step, rows, written)),
        figures=figures,
    )


def _step(row: Any, section: Section) -> Step:
    where = f"The step “{section.title[:60]}”"
    if not isinstance(row, dict):
        raise UploadError(f"{where} needs “page: …” in the list of steps.")
    _check_names(row, STEP_FIELDS, where)
    settings = row.get("set") or {}
    if not isinstance(settings, dict):
        raise UploadError(f"{where} has settings that are no “name: value”: write “set: {{h: 1}}”.")
    return Step(
        title=section.title,
        page=_line(row, "page"),
        text=section.text,
        notice=section.notice,
        settings={str(name): _words(value, where) for name, value in settings.items()},
        question=section.question,
        hide=_words(row.get("hide") or [], where),
        show=_words(row["show"] or [], where) if "show" in row else None,
    )


def _check_names(found: Mapping[Any, Any], known: set[str], where: str) -> None:
    for name in found:
        if name not in known:
            raise UploadError(
                f"{where} has a line “{str(name)[:60]}: …”; known are: {', '.join(sorted(known))}."
            )


def _line(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise UploadError(f"“{name}” of a lesson is one line of text.")
    return " ".join(value.split())


def _minutes(said: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", said):
        raise UploadError(f"The minutes are {said[:20]!r}; give a whole number, such as 15.")
    return int(said)


def _words(value: Any, where: str) -> tuple[str, ...]:
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) for word in words):
        raise UploadError(f"{where} has a setting that is neither a word nor a list of words.")
    return tuple(words)


def _texts(found: Any, name: str) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise UploadError(f"“{name}” of a lesson has lines “name: value”.")
    return {str(key): value for key, value in found.items()}


def _filled(body: str, figures: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in figures:
            raise UploadError(
                f"The text has a place {match[0]}, which “figures” does not give a value."
            )
        return figures[match[1]]

    return _PLACE.sub(value, body)
