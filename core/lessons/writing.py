"""A lesson as a Markdown file that reads back."""

from typing import Any

import yaml

from core.lessons.front_matter import FENCE
from core.lessons.lesson import Lesson, Step


def write_lesson(lesson: Lesson) -> bytes:
    """The file from which :func:`core.lessons.read_lesson` makes the same lesson.

    Parameters
    ----------
    lesson : Lesson
        What is written.

    Returns
    -------
    bytes
        Markdown with front matter, in UTF-8.

    Examples
    --------
    >>> from core.lessons import Lesson, Step, read_lesson
    >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
    >>> lesson = Lesson("Patience", "How to wait.", "newcomer", 5, (step,))
    >>> read_lesson(write_lesson(lesson), "patience.md") == lesson
    True
    """
    about: dict[str, Any] = {
        "title": lesson.title,
        "about": lesson.about,
        "level": lesson.level,
        "minutes": str(lesson.minutes),
    }
    if lesson.figures:
        about["figures"] = dict(lesson.figures)
    about["steps"] = [_row(step) for step in lesson.steps]
    front = yaml.safe_dump(about, sort_keys=False, allow_unicode=True, width=100)
    body = "\n\n".join(map(_section, lesson.steps))
    return f"{FENCE}\n{front}{FENCE}\n\n{body}\n".encode()


def _row(step: Step) -> dict[str, Any]:
    row: dict[str, Any] = {"page": step.page}
    if step.settings:
        row["set"] = {
            name: words[0] if len(words) == 1 else list(words)
            for name, words in step.settings.items()
        }
    if step.hide:
        row["hide"] = list(step.hide)
    if step.show is not None:
        row["show"] = list(step.show)
    return row


def _section(step: Step) -> str:
    notice = "\n".join(f"> {line}".rstrip() for line in step.notice.split("\n"))
    parts = [f"## {step.title}", step.text, notice]
    if step.question is not None:
        asked = step.question
        choices = [
            f"- [{'x' if number == asked.answer else ' '}] {choice}"
            for number, choice in enumerate(asked.choices)
        ]
        parts += [f"### {asked.text}", "\n".join(choices), asked.explanation]
    return "\n\n".join(parts)
