"""The lessons as cards: for whom, how long, how far one is, and the button that opens them."""

from dataclasses import replace

import streamlit as st

from components.badges import badge
from components.copy_link import copy_link_button
from components.failures import show_error
from components.lessons.class_list import hold
from components.lessons.course import begin, leave
from components.lessons.shelf import bring, brought, built_in, discard
from components.lessons.standings import forget_standings, standings
from components.text import as_plain_text, counted
from core.errors import LimitError, UploadError
from core.lessons import LEVELS, Lesson, write_lesson
from core.limits import LIMITS

_FILE, _SAID, _DONE = "lesson_file", "lesson_said", ":material/check_circle:"


def show_cards(shown: dict[str, Lesson]) -> None:
    """Two cards a row."""
    rows = list(shown.items())
    for first in range(0, len(rows), 2):
        for column, (key, lesson) in zip(st.columns(2), rows[first : first + 2], strict=False):
            with column, st.container(border=True, height="stretch", key=f"lesson-card-{key}"):
                _show_card(key, lesson)


def _show_card(key: str, lesson: Lesson) -> None:
    standing = standings().get(key)
    badges = [
        badge(lesson.level),
        badge(f"{lesson.minutes} min"),
        badge(counted(len(lesson.steps), "step")),
    ]
    if key in brought():
        badges.insert(0, badge("yours", "yours"))
    if standing is not None:
        badges.append(badge("done", "sure") if standing.done else badge(f"at step {standing.step}"))
    st.markdown(f"**{as_plain_text(lesson.title)}**  \n{as_plain_text(lesson.about)}")
    st.markdown(" ".join(badges))
    begun = standing is not None and not standing.done
    place = min(standing.step, len(lesson.steps)) - 1 if begun and standing else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Go on" if begun else "Begin",
            key=f"begin-{key}",
            type="primary",
            on_click=begin,
            args=(key, place),
        )
        if key in built_in():
            copy_link_button(
                [("lesson", key), ("step", "1")], key=f"class-{key}", of_this_page=False
            )
        st.button(
            "Hold a class",
            key=f"hold-{key}",
            icon=":material/groups:",
            help="Makes a link by which a class reads this lesson and answers its questions when "
            "you ask them. Answers are counted without names.",
            on_click=hold,
            args=(key,),
        )
        if key in brought():
            _offer_deletion(key, lesson)


def _offer_deletion(key: str, lesson: Lesson) -> None:
    with st.popover("", icon=":material/delete:", help="Delete this lesson", key=f"ask-{key}"):
        st.markdown(
            f"This deletes **{as_plain_text(lesson.title)}**, the classes that you hold with it, "
            "and their polls. It cannot be undone."
        )
        st.button("Yes, delete the lesson", key=f"delete-{key}", on_click=_delete, args=(key,))


def _delete(key: str) -> None:
    discard(key)
    leave(key)
    st.session_state[_SAID] = None


def show_upload() -> None:
    """Where a teacher's own lesson is brought, with a file to start from."""
    limit = LIMITS["lesson_bytes"].maximum
    st.file_uploader(
        f"A lesson file (Markdown, at most {limit // 1000:,} kB)",
        type=["md", "markdown", "txt"],
        key=_FILE,
        help="It is read as text: HTML, pictures and links to elsewhere are refused. It is seen "
        "by your browser alone, and kept until you delete it.",
        on_change=_take,
    )
    said = st.session_state.get(_SAID)
    if isinstance(said, str):
        st.success(f"“{as_plain_text(said)}” is here, first in the list.", icon=_DONE)
    elif said is not None:
        show_error(said)
    with st.container(horizontal=True):
        st.download_button(
            "A lesson to start from",
            _template,
            file_name="my-lesson.md",
            mime="text/markdown",
            on_click="ignore",
            icon=":material/download:",
        )
        st.button(
            "Forget my progress",
            icon=":material/restart_alt:",
            on_click=forget_standings,
            disabled=not standings(),
        )


def _take() -> None:
    """What was just given is taken, or it is kept why not, before the list is drawn."""
    given, st.session_state[_SAID] = st.session_state[_FILE], None
    if given is not None:
        try:
            key = bring(given.getvalue(), given.name)
            st.session_state[_SAID] = brought()[key].title
        except (UploadError, LimitError) as error:
            st.session_state[_SAID] = error


def lessons_sentence(shown: dict[str, Lesson]) -> str:
    """The verdict: how many there are, and how far the visitor is."""
    known = {key: each for key, each in standings().items() if key in shown}
    done = sum(each.done for each in known.values())
    minutes = sum(lesson.minutes for lesson in shown.values())
    begun = f" You have begun {len(known)} and finished {done}." if known else ""
    return (
        f"**{counted(len(shown), 'lesson')}**, {minutes} minutes in all: each sets a page up, says "
        f"what to look at, asks one thing a step, and ends with an experiment of your own.{begun}"
    )


def _template() -> bytes:
    """The shortest built-in lesson, as a file that reads back, under a title to be replaced."""
    shortest = min(built_in().values(), key=lambda lesson: len(write_lesson(lesson)))
    return write_lesson(replace(shortest, title="My lesson", figures={}))


def for_level(every: dict[str, Lesson], level: str) -> dict[str, Lesson]:
    """The lessons of a level, all for a level that is none."""
    return {key: each for key, each in every.items() if level not in LEVELS or each.level == level}
