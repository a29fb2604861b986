"""What a lesson is: steps on pages of the app, each with its settings, text and a question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import ParameterError
from core.limits import check_limit

# Who a lesson is for → what is said of it.
LEVELS = {
    "newcomer": "Newcomer: nothing is assumed",
    "student": "Student: some statistics",
    "researcher": "Researcher: comfortable with formulas",
}
SHORTEST_MIN, LONGEST_MIN = 1, 180
FEWEST_CHOICES, MOST_CHOICES = 2, 6
_NAME = re.compile(r"[a-z0-9_]{1,40}")
_PAGE = re.compile(r"[a-z0-9-]{0,40}")


@dataclass(frozen=True)
class Question:
    """A question with choices, one of which is right.

    Attributes
    ----------
    text : str
        The question, in Markdown.
    choices : tuple of str
        Two to six answers, all different.
    answer : int
        The place of the right one, from 0.
    explanation : str
        Why it is right, in Markdown; shown once it was found.

    Examples
    --------
    >>> Question("1 + 1?", ("1", "2"), 1, "Count.").choices[1]
    '2'
    """

    text: str
    choices: tuple[str, ...]
    answer: int
    explanation: str

    def __post_init__(self) -> None:
        where = f"The question “{self.text[:60]}”"
        n_choices = len(self.choices)
        if not FEWEST_CHOICES <= n_choices <= MOST_CHOICES:
            raise ParameterError(
                f"{where} has {n_choices} choices; give {FEWEST_CHOICES} to {MOST_CHOICES}, each "
                "as a line “- [ ] …”."
            )
        if len(set(self.choices)) < n_choices or not all(self.choices):
            raise ParameterError(f"{where} has an empty choice, or one twice; make them differ.")
        if not 0 <= self.answer < n_choices:
            raise ParameterError(f"{where} has no right answer; mark one choice “- [x] …”.")
        if not self.text or not self.explanation:
            raise ParameterError(
                f"{where} needs a heading “### …” and, below its choices, a line that says why."
            )


@dataclass(frozen=True)
class Step:
    """One step of a lesson: a page in a certain state, and what is said beside it.

    Attributes
    ----------
    title : str
        One line.
    page : str
        The page's address, "where" for instance; "" is the first page.
    text, notice : str
        What is said, and what to look at in the picture; Markdown with formulas, no HTML.
    settings : Mapping of str to tuple of str
        Settings of the page by their names in links, as words of a link; all others stand at
        their defaults.
    question : Question or None
        What is asked at the end of the step.
    hide : tuple of str
        Controls that are not shown.
    show : tuple of str or None
        The only controls that are shown; None for all but ``hide``.

    Examples
    --------
    >>> Step("Wait", "phase-diagram", "Look.", "The dot.", {"h": ("0.5",)}).settings["h"]
    ('0.5',)
    """

    title: str
    page: str
    text: str
    notice: str
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    question: Question | None = None
    hide: tuple[str, ...] = ()
    show: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        where = f"The step “{self.title[:60]}”"
        if not self.title or "\n" in self.title:
            raise ParameterError(f"{where} needs a title of one line: “## …”.")
        if not _PAGE.fullmatch(self.page):
            raise ParameterError(
                f"{where} names the page {self.page[:60]!r}; give its address, such as “where”."
            )
        if not self.text or not self.notice:
            raise ParameterError(
                f"{where} needs some text and, as a quotation “> …”, what to notice."
            )
        for name in (*self.settings, *self.hide, *(self.show or ())):
            if not _NAME.fullmatch(name):
                raise ParameterError(
                    f"{where} names the setting {name[:60]!r}; names are lower-case letters, "
                    "digits and _, as “Copy link” writes them behind the dot."
                )


@dataclass(frozen=True)
class Lesson:
    """A lesson: what it is about, for whom, how long, and its steps.

    Attributes
    ----------
    title, about : str
        One line each.
    level : str
        One of ``LEVELS``.
    minutes : int
        How long it takes, 1 to 180.
    steps : tuple of Step
        In order, at least one.
    figures : Mapping of str to str
        Numbers that the text states, by name, as they are written.

    Examples
    --------
    >>> step = Step("Wait", "phase-diagram", "Look.", "The dot.")
    >>> Lesson("Patience", "How to wait.", "newcomer", 5, (step,)).minutes
    5
    """

    title: str
    about: str
    level: str
    minutes: int
    steps: tuple[Step, ...]
    figures: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("title", "about"):
            said = getattr(self, name)
            if not said or "\n" in said:
                raise ParameterError(f"A lesson needs one line that gives its {name}.")
        if self.level not in LEVELS:
            raise ParameterError(
                f"The level is {self.level[:60]!r}; choose one of: {', '.join(LEVELS)}."
            )
        if not SHORTEST_MIN <= self.minutes <= LONGEST_MIN:
            raise ParameterError(
                f"The lesson takes {self.minutes} minutes; choose between {SHORTEST_MIN} and "
                f"{LONGEST_MIN}."
            )
        if not self.steps:
            raise ParameterError("The lesson has no steps; each begins with a heading “## …”.")
        check_limit("lesson_steps", len(self.steps), what="The lesson")
